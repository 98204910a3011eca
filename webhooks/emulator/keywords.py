"""Advanced Opt-Out on a long code, as fact sheet W2 recommends it: whole-text keywords, replies in two languages."""

from __future__ import annotations

from typing import Literal

Kind = Literal["STOP", "START", "HELP"]

STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT", "OPT-OUT"})
STOP_ES = frozenset({"ALTO", "PARAR", "PARE", "BASTA", "CANCELAR", "BAJA"})
START = frozenset({"START", "UNSTOP"})
"""YES is taken out, so that a plain yes can answer a question."""
START_ES = frozenset({"EMPEZAR"})
HELP = frozenset({"HELP", "INFO"})
HELP_ES = frozenset({"AYUDA"})

_MEANINGS: tuple[tuple[frozenset[str], Kind, str], ...] = (
    (STOP, "STOP", "en"),
    (STOP_ES, "STOP", "es"),
    (START, "START", "en"),
    (START_ES, "START", "es"),
    (HELP, "HELP", "en"),
    (HELP_ES, "HELP", "es"),
)
REPLIES: dict[tuple[Kind, str], str] = {
    ("STOP", "en"): "You are opted out and will get no more texts from this number. Reply START to resume.",
    ("STOP", "es"): "No recibirá más mensajes de este número. Responda START para volver a recibirlos.",
    ("START", "en"): "You will get texts from this number again. Msg & data rates may apply. "
    "Reply HELP for help, STOP to opt out.",
    ("START", "es"): "Volverá a recibir mensajes de este número. Pueden aplicarse tarifas. "
    "Responda AYUDA para ayuda, STOP para no recibir más.",
    ("HELP", "en"): "For help call the office. Msg & data rates may apply. Reply STOP to opt out.",
    ("HELP", "es"): "Para ayuda llame a la oficina. Pueden aplicarse tarifas. Responda STOP para no recibir más.",
}


def meaning(body: str) -> tuple[Kind, str] | None:
    """What the carrier does with a text, and its language; only a whole text that is a keyword counts (W1)."""
    word = " ".join(body.upper().split())
    return next(((kind, lang) for words, kind, lang in _MEANINGS if word in words), None)
