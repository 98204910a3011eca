"""Texts in, meanings out: a line is {"id": "1", "text": "whats my bal"} or plain text; answers keep the order."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.as_live import as_live
from bot.errors import Sorry
from bot.hear import read_values
from bot.redact import redact
from bot.settings import clock_start, given
from bot.understanding import Host, ModelUnavailable, Understood, choose
from bot.understanding.labels import LANGUAGES
from bot.understanding.verdict import MODEL, SHOWN

EXAMPLE = "example:\n  echo 'whats my bal' | ./sheepdog understand"
ZONE = "America/Denver"
SURE_OF_LANGUAGE = 0.8
ENOUGH_WORDS = 2
"""A word alone does not change the language that is known."""


@dataclass(frozen=True)
class Asked:
    """One text of the input, with the day it is asked on and the language the patient is known to speak."""

    id: str
    text: str
    today: date
    lang: str | None


def register(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--host", choices=("inprocess", "rasa"), default="inprocess", help="where the model runs")
    parser.add_argument("--model-only", action="store_true", help="leave rules and thresholds out")


def run(args: argparse.Namespace) -> int:
    """0 when every line was answered; 2 for a line that is not understood."""
    host = choose(_rasa(args.host))
    meaning = _by_model if args.model_only else as_live
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for asked in read(sys.stdin, clock_start(os.environ) or datetime.now(UTC)):
        print(json.dumps(answer(asked, meaning(asked.text, host)), ensure_ascii=False), flush=True)
    return 0


def read(lines: Iterable[str], now: datetime) -> Iterator[Asked]:
    """The texts of the input; empty lines are none. Raises Sorry with the line's number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _asked(line, number, now)
        except (ValueError, TypeError, KeyError, AttributeError, ZoneInfoNotFoundError) as error:
            raise Sorry(
                f"Line {number} is not understood: {error}. It is plain text or an object with a text.", 2
            ) from error


def answer(asked: Asked, told: Understood) -> dict[str, Any]:
    """One line of the output."""
    short = len(asked.text.split()) < ENOUGH_WORDS
    known = asked.lang and (short or told.lang_confidence < SURE_OF_LANGUAGE)
    lang = asked.lang if asked.lang and known else told.lang
    more = {"clarify": told.clarify, "also": told.also, "suspicions": told.suspicions}
    return {
        "id": asked.id,
        "intent": told.intent,
        "confidence": told.confidence,
        "ranking": told.ranking,
        "lang": lang,
        "by": told.by,
        **{name: value for name, value in more.items() if value},
        "values": _values(asked, lang),
    }


def _rasa(host: str) -> str | None:
    if host == "inprocess":
        return None
    if not (url := given(os.environ, "SHEEPDOG_NLU_URL")):
        raise Sorry(
            "SHEEPDOG_NLU_URL is not set. It is the address of the Rasa server, such as http://127.0.0.1:5005.", 2
        )
    return url


def _asked(line: str, number: int, now: datetime) -> Asked:
    if not line.lstrip().startswith("{"):
        return Asked(str(number), line.rstrip("\r\n"), _day(now, ZONE), None)
    told = json.loads(line)
    moment = datetime.fromisoformat(told["now"]) if told.get("now") else now
    if moment.tzinfo is None:
        raise ValueError("now needs its zone, such as 2026-11-23T17:00:00Z")
    if not isinstance(told["text"], str) or told.get("lang") not in (*LANGUAGES, None):
        raise ValueError("text is a string and lang is en or es")
    return Asked(str(told.get("id", number)), told["text"], _day(moment, told.get("zone") or ZONE), told.get("lang"))


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _by_model(text: str, host: Host) -> Understood:
    """The model's top label as it stands."""
    try:
        told = host.rank(text)
    except ModelUnavailable as error:
        raise Sorry(str(error)) from error
    intent, confidence = told.intents[0]
    return Understood(
        intent, confidence, told.intents[:SHOWN], told.lang, told.lang_confidence, MODEL, model=told.model
    )


def _values(asked: Asked, lang: str) -> dict[str, Any]:
    """A day ahead, else a birth date; `day` is null where it is open which of several is meant."""
    found = read_values(redact(asked.text).text, lang, asked.today)
    days = [day.isoformat() for day in found.days or found.likely_births]
    return {
        "day": days[0] if len(days) == 1 else None,
        "zip": found.zip,
        "amount_cents": found.amount.cents if found.amount is not None else None,
        "number": found.number,
        **({"days": days} if len(days) > 1 else {}),
        **({"fraction": str(found.fraction)} if found.fraction is not None else {}),
    }
