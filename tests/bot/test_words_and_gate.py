"""Every template is held to the gate's own rules when it is built: class, level, words, links and length."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.autopay import PLAIN
from bot.gate import content, level, protected
from bot.gate.rule import BEGUN, Rule
from bot.words import CLASSES, FOLDER, LOCALES, PRIVATE, PUBLIC, Rendered, Words, message_class
from flows.script import Say
from flows.values import MessageClass, Outgoing
from tests.bot.gate_cases import MORNING, NY, facts, practice
from tests.bot.test_words import ADDRESS, ALL, BLANKS, PRACTICE, SPECIAL, WHOLE

RULES: tuple[Rule, ...] = (*content.RULES, level.level, level.proved, protected.neutral)
WORDS = Words()
NAMED = practice(name=PRACTICE.name, program_name=PRACTICE.name, hosts=("pay.willowcreek.example", PRACTICE.site))
UNKNOWN = facts(practice=NAMED, risk_ack=False, verified=False, first_name="Maria", last_name="Lopez")
"""Nobody proved who they are, nobody was told that texts are not private: only level 0 may go."""
KNOWN = replace(UNKNOWN, risk_ack=True, verified=True, number_verified_at=MORNING)


def rendered(key: str, lang: str, words: Words = WORDS) -> Rendered:
    """A template with likely blanks."""
    blanks = {**BLANKS, **SPECIAL.get(key, {})}
    needed = ALL[lang][key] - {"practice", "phone", "site", "hours"}
    return words.render(Say(key, **{name: blanks[name] for name in needed}), lang, PRACTICE, lambda _: ADDRESS)


def against(key: str, lang: str, words: Words = WORDS) -> list[str]:
    """The rules that are against a template, rendered, in its class and at its level."""
    said = rendered(key, lang, words)
    message = Outgoing(MessageClass(said.cls), NY, body=said.text, level=said.level, lang=lang)
    known = KNOWN if said.level else UNKNOWN
    return [rule.name for rule in RULES if message.cls in rule.classes and rule(message, known, MORNING)]


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize("key", WHOLE)
def test_the_gate_has_nothing_against_a_template(key: str, lang: str) -> None:
    assert against(key, lang) == []


@pytest.mark.parametrize("key", WHOLE)
def test_a_template_has_one_class_and_a_level_for_texts(key: str) -> None:
    """Level 2 is for the secure page: no template for texts has it. Of texts that nobody asked for, only those about a
    payment that the patient allowed may name it, and have a twin that does not (fact sheet H3, P4)."""
    texts = [rendered(key, lang) for lang in LOCALES]
    assert {text.level for text in texts} in ({0}, {1})
    assert {text.cls for text in texts} == {message_class(key)}
    assert message_class(key) not in BEGUN or texts[0].level == (key in PLAIN), "what we begin names nothing"


def test_every_class_and_level_is_of_a_template_that_is_there() -> None:
    topics = {key.split(".")[0] for key in ALL["en"]}
    assert {name for name in CLASSES if name not in ALL["en"] and name not in topics} == set()
    assert {name for name in PRIVATE | PUBLIC if name not in ALL["en"] and name not in topics} == set()


# -- planted faults --

NUDGE = "{ $practice }: A message about your account: { $link } Reply STOP to opt out."
PLANTED = {
    NUDGE.replace("{ $practice }: ", ""): "program_name",
    NUDGE.replace("Reply STOP to opt out.", ""): "stop_line",
    NUDGE.replace("{ $link }", "https://bit.ly/x"): "url_shortener",
    NUDGE.replace("{ $link }", "{ $link } or https://elsewhere.example/p/1"): "links",
    NUDGE.replace("{ $link }", "{ $link } https://pay.willowcreek.example/p/2"): "links",
    NUDGE.replace("{ $link }", "http://pay.willowcreek.example/p/2"): "links",
    f"{NUDGE} 20% off today.": "marketing_content",
    f"{NUDGE} This is a final notice.": "threat",
    f"{NUDGE} Pay immediately.": "threat",
    f"{NUDGE} It is about your debt.": "carrier_words",
    f"{NUDGE} It is about your colonoscopy.": "clinical_content",
    f"{NUDGE} You owe $40.": "phi_level",
    f"{NUDGE} It is due on March 2.": "phi_level",
    f"{NUDGE} It is for Maria Lopez.": "phi_level",
    f"{NUDGE} {'We are here to help you. ' * 9}": "segments",
}
TO_SPANISH = {
    "20% off today.": "20% de descuento.",
    "final notice": "último aviso",
    "immediately": "de inmediato",
    "debt": "deuda",
    "colonoscopy": "colonoscopía",
    "March 2": "2 de marzo",
    "You owe": "Debe",
    "Reply STOP to opt out.": "Responda STOP para no recibir mensajes.",
}


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize(("text", "rule"), PLANTED.items())
def test_a_planted_fault_is_found(tmp_path: Path, lang: str, text: str, rule: str) -> None:
    for english, spanish in TO_SPANISH.items() if lang == "es" else ():
        text = text.replace(english, spanish)
    assert rule in against("nudge.first", lang, planted(tmp_path, lang, "nudge-first", text))


def planted(tmp_path: Path, lang: str, key: str, text: str) -> Words:
    """The words, with one sentence put instead of another."""
    folder = tmp_path / "words"
    shutil.copytree(FOLDER, folder)
    file = folder / f"{lang}.ftl"
    whole = file.read_text(encoding="utf-8")
    changed = re.sub(rf"^{key} =(?:.*\n(?:    .*\n|   \*.*\n)*)", f"{key} = {text}\n", whole, flags=re.MULTILINE)
    assert changed != whole
    file.write_text(changed, encoding="utf-8")
    return Words(folder)
