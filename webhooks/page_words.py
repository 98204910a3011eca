"""The sentences of patients' pages: webhooks/words, by key and language, amounts and days as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

from flows.money import Money

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "es")
LOCALES = {"en": "en_US", "es": "es_US"}


class NoSuchSentence(KeyError):
    """A page asks for a key or leaves out a blank: a fault of ours, found by the tests."""


def _bundle(lang: str) -> FluentBundle:
    bundle = FluentBundle([LOCALES[lang].replace("_", "-")], use_isolating=False)
    for file in (f"{lang}.ftl", f"required_{lang}.ftl"):
        bundle.add_resource(FluentResource((FOLDER / file).read_text(encoding="utf-8")))
    return bundle


BUNDLES = {lang: _bundle(lang) for lang in LANGUAGES}


def known(lang: str | None) -> str:
    """The language, if we speak it; else English."""
    return lang if lang in LANGUAGES else "en"


def sentence(lang: str, key: str, **blanks: Any) -> str:
    """The sentence. Raises NoSuchSentence for an unknown key or a blank that was not filled."""
    bundle = BUNDLES[lang]
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        raise NoSuchSentence(key)
    text, errors = bundle.format_pattern(pattern, {name: written(value, lang) for name, value in blanks.items()})
    if errors:
        raise NoSuchSentence(f"{key}: {errors[0]}")
    return str(text)


def written(value: Any, lang: str) -> Any:
    """A value as it stands in a sentence: $1,850.00; April 1, 2026; 1 de abril de 2026."""
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, date):
        return format_date(value, "long", locale=LOCALES[lang])
    return str(value)


def keys(lang: str) -> Mapping[str, str]:
    """Every key of a language with the bare text of its sentence."""
    source = "\n".join((FOLDER / file).read_text(encoding="utf-8") for file in (f"{lang}.ftl", f"required_{lang}.ftl"))
    lines = (line.partition(" = ") for line in source.splitlines() if " = " in line and not line.startswith("#"))
    return {key: text for key, _, text in lines}
