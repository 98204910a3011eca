"""A kit as a page, and what a reviewer would refuse in it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from bot import naming, verification
from bot.registration.office import Office, Part, Paste
from bot.registration.parts import kit

WIDTH = 120


def faults(office: Office, parts: Sequence[Part]) -> list[str]:
    """What a reviewer would refuse in the texts of a kit, each with its part and name."""
    found = [] if office.public_url.startswith("https://") else ["The public address is not an https address."]
    names = {office.name, office.practice.name, office.practice.legal_name}
    for part in parts:
        for paste in part.texts:
            found += [f"{part.title}, {paste.name}: {fault}." for fault in _faults(office, paste, names)]
        found += [f"{part.title}: {fault}." for fault in verification.left_over(part.advice)]
    own = office.practice
    if said := naming.fault(own.program_name, own.legal_name, own.dbas, own.registered_name):
        found.append(said)
    for name in sorted(names):
        found += [f"The name {name!r}: {fault}." for fault in verification.refused(name)]
    return found


def _faults(office: Office, paste: Paste, names: set[str]) -> list[str]:
    text = paste.text
    begun = paste.kind in ("agreeing", "confirming", "text")
    found = verification.left_over(text) if paste.kind == "words" else verification.refused(text, *names, begun=begun)
    found += verification.strange_links(text, office.hosts)
    match paste.kind:
        case "agreeing":
            found += verification.lacks_of_opt_in(text, office.name)
        case "confirming":
            found += verification.lacks_of_confirmation(text, office.name)
        case "privacy":
            found += verification.lacks_of_privacy(text)
    if len(text) < paste.least:
        found.append(f"it is shorter than {paste.least} letters")
    if paste.most and len(text) > paste.most:
        found.append(f"it has {len(text)} letters, and {paste.most} may be")
    return found


def page(office: Office) -> str:
    """The kit as Markdown."""
    head = (
        f"Made by `./sheepdog practice kit {office.slug}`, for texts from {office.number}. What stands in a quote is "
        "to be pasted as it is. Sample texts are the sentences that patients really get. This is no legal advice."
    )
    parts = [_part(number, part) for number, part in enumerate(kit(office), 1)]
    return "\n\n".join([f"# Registering {office.name} for texts", _wrapped(head), *parts]) + "\n"


def _part(number: int, part: Part) -> str:
    return "\n\n".join([f"## {number}. {part.title}", _wrapped(part.advice), *map(_paste, part.texts)])


def _paste(paste: Paste) -> str:
    field = f" (`{paste.field}`)" if paste.field else ""
    room = f", {len(paste.text)} of {paste.most} letters" if paste.most else ""
    return f"**{paste.name}**{field}{room}\n\n> {paste.text}"


def _wrapped(text: str) -> str:
    """Paragraphs and lists at the width of a page; tables as they are."""
    blocks = [_block(block) for block in text.split("\n\n")]
    return "\n\n".join(blocks)


def _block(block: str) -> str:
    if block.startswith("|"):
        return block
    if not block.startswith("* "):
        return _filled(block, "")
    return "\n".join(_filled(f"* {item}", "  ") for item in re.split(r"(?:^|\n)\* ", block)[1:])


def _filled(text: str, indent: str) -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
