"""Whether a text is only an answer in figures, so that no model need be asked what it means."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 80

_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?|sep?tiembre|octubre|noviembre|dic(?:iembre)?"
)
_FIGURE = rf"[$#]?\d[\d.,/:\-]*(?:st|nd|rd|th|º|°)?|\[[^\[\]]{{1,30}}\]|(?:{_MONTH})(?!\w)\.?"
_BESIDE = (
    r"ok|okay|k|and|y|de|del|the|of|my|mi|is|es|zip|zipcode|code|c[oó]digo|postal|dob|birth ?date|birthday|born|nac[ií]"
    r"|fecha|nacimiento|exp(?:iration|ires)?|cvv|cvc|card|tarjeta|vence|number|n[uú]mero"
    r"|option|opci[oó]n|dollars?|bucks|usd|d[oó]lares|please|pls|plz|por favor|porfa"
)
_WHOSE = (
    r"i|i'?m|it|it'?s|me|myself|mine|then|here|this|name|live|lives|stay|in|at|on|was|yes|yeah|sure|hi|hello|so|sorry|oh"
    r"|yo|soy|me|mio|vivo|en|aqu[ií]|el|la|los|d[ií]a|a[nñ]o|mes|con|si|s[ií]|hola|ah|ay|perd[oó]n|disculpe|gracias|thanks"
)
_WITH_PROOF = re.compile(
    rf"(?:({_FIGURE})|(?:{_BESIDE}|{_WHOSE})(?!\w)|[\s.,;:!&+=()\ufe0f\u20e3-])", re.IGNORECASE
)
"""Beside a birth date, ZIP or code: "My birthday is [birth date] and I stay in [ZIP]"."""
_PROOF = re.compile(r"\[(?:birth date|ZIP|code)\]")
_TOKEN = re.compile(rf"(?:({_FIGURE})|(?:{_BESIDE})(?!\w)|[\s.,;:!&+=()\ufe0f\u20e3-])", re.IGNORECASE)
_CALLED = re.compile(r"(?<![\d.,/:-])9-?(?:1-?1|8-?8)(?![\d.,/:-]*\d)")
"""911 and 988 are no answers: they are who to call."""


@lru_cache(maxsize=1024)
def values_only(text: str) -> bool:
    """True for "6", "ok 1", "$50", "3/2/84 97201", "2 de marzo de 1984", "[birth date] [ZIP]"; a word more is False."""
    if len(text) > LONGEST or _CALLED.search(text):
        return False
    at, figures, token = 0, 0, _WITH_PROOF if _PROOF.search(text) else _TOKEN
    while at < len(text):
        found = token.match(text, at)
        if not found:
            return False
        figures += found[1] is not None and any(char.isdigit() or char == "[" for char in found[1])
        at = found.end()
    return figures > 0
