"""Learning from the desk: what staff put right leaves as a file to read, and comes back as training texts.

Only texts of practices that allow it (`learning.from_corrections`), without names on file, figures, addresses and
whatever was taken out when they came. A person reads the file before it is taken in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from bot import facts
from bot.errors import Sorry
from bot.nameless import without_names
from bot.training import corpus
from bot.training.corpus import CorpusError, Example
from bot.understanding.labels import LANGUAGES
from bot.understanding.normalize import normalise
from bot.wiring import App
from storage import audit, corrections, people, talks

PERSONA, SITUATION = "desk", "put right at a desk"


def gather(app: App) -> list[Example]:
    """The corrected texts of every practice that allows it, each once, as they may leave."""
    with app.db.read() as tx:
        allowed = [one for one in people.practices(tx) if one.policy.learning.from_corrections]
        found = [example for practice in allowed for example in _of_practice(tx, practice.id)]
    return list({(example.label, corpus.bare(example.text)): example for example in found}.values())


def _of_practice(tx: Connection, practice_id: int) -> Iterable[Example]:
    for one in corrections.of_practice(tx, practice_id):
        talk = talks.conversation(tx, one.message.conversation_id)
        text = nameless(one.message.body, facts.names_on_file(tx, talk))
        if re.search(r"[^\W\d_]{2}", text):
            yield Example(talk.lang or LANGUAGES[0], one.label, text, "", PERSONA, SITUATION)


def note_export(app: App) -> None:
    """An audit row for each practice whose corrected texts leave."""
    with app.db.begin() as tx:
        for one in people.practices(tx):
            many = len(corrections.of_practice(tx, one.id)) if one.policy.learning.from_corrections else 0
            if many:
                subject, told = f"practice:{one.id}", {"texts": many}
                audit.write(tx, one.id, "command line", "corrections_exported", subject, told, app.now())


def nameless(text: str, names: Sequence[str]) -> str:
    """A text as it may leave: every name on file is the stock one, every figure 0, marks of redaction are gone."""
    return normalise(without_names(text, names))


def write(examples: Sequence[Example], path: Path) -> None:
    """A file in Rasa's form, which `nlu train --with` reads."""
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example in examples:
        blocks[(example.lang, example.label)].append(example.text)
    lines = [*corpus.HEAD]
    for (lang, label), texts in sorted(blocks.items()):
        lines += [f"- intent: {label}", corpus.metadata(f"{PERSONA}_{lang}", SITUATION), "  examples: |"]
        lines += [f"{corpus.BULLET}{text}" for text in texts]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def take_in(path: Path) -> int:
    """Puts the file's texts with the training texts, and says how many are new. Raises Sorry with file:line."""
    try:
        texts = corpus.read_review(path)
    except (CorpusError, OSError) as error:
        raise Sorry(f"{path} cannot be taken in: {error}. Nothing was changed.") from error
    known = {corpus.bare(example.text) for example in corpus.read()}
    fresh = [one for one in texts if corpus.bare(one.text) not in known]
    for example in fresh:
        corpus.append(example)
    return len(fresh)

