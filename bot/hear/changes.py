"""What somebody wants done to the plan they have: a payment moved or skipped, smaller ones, an end, a card. Pure."""

from __future__ import annotations

import re
from typing import Literal

from bot.hear.text import either

Change = Literal["keep", "move", "skip", "less", "end", "card"]

_MONTHS = "january february march april june july august september october november december"
_PART = rf"(?:(?:a|one|this|next|the|my) )*(?:months?|payments?|one|installments?|time|{either(_MONTHS)})"
_PLAN = r"(?:(?:the|my|this|that|our|el|mi) )?(?:payment )?(?:plan|arrangement|payment plan)"
_PAGO = r"(?:(?:el|este|esta|mi|un|una|proximo|siguiente|ese) )*(?:mes|pago|mensualidad|abono|cuota)"
_EL_PLAN = r"(?:(?:el|mi|este|ese) )?(?:payment )?plan(?: ese)?(?: de pagos?)?"
_WISHES: tuple[tuple[Change, str], ...] = (
    ("keep", r"(?:do not|dont|don't) (?:change|move|touch|do) (?:anything|it|nothing|that)|never ?mind|nvm|leave it"
             r"|keep it (?:as|like|the same)|forget (?:it|about it)|no cambien? nada|dejel[oa]s? asi|deje[lm]o asi"
             r"|olvide(?:lo|se)|mejor no"),
    ("card", r"on automatic|auto ?pay|autopago|auto ?draft|card on file"
             r"|automatic(?:ally)? (?:payments?|charge|take|pay)"
             r"|(?:pay|paid|charge|take)\b[^.?!]{0,40} (?:automatically|by itself)|(?:save|keep|leave) (?:my|a) card"
             r"|pagos? automaticos?|en automatico|se (?:pague|cobre) solo"
             r"|(?:cobr[a-z]+|pag[a-z]+)\b[^.?!]{0,40} automaticamente"
             r"|(?:guardar|dejar) (?:mi|la|una) tarjeta"),
    ("skip", rf"(?:skip|miss|pass on|sit out) {_PART}|(?:saltar(?:me)?|brincar(?:me)?|omitir|dejar pasar) {_PAGO}"),
    ("end", rf"cancel it(?! for)|(?:cancel|end|drop|get out of|undo|get rid of) {_PLAN}(?! date)"
            rf"|(?:do not|dont|don't) want (?:the|my|this|a) (?:payment )?plan (?:any ?more|anymore)"
            rf"|(?:cancelar|terminar|quitar|quiten|anular|cancele|cancelen) {_EL_PLAN}|ya no quiero {_EL_PLAN}"),
    ("less", r"(?:lower|smaller|reduce|less|cheaper)\b[^.?!]{0,30}(?:payments?|a month|monthly|each month|plan)"
             r"|(?:lower|reduce) (?:it|them)|more (?:months|time|payments)"
             r"|(?:bajar|reducir|pagos? mas (?:bajos?|chicos?|pequenos?)|menos (?:al|por) mes|mas (?:meses|plazo))"),
    ("move", r"(?:move|push|change|switch|delay|postpone|reschedule|shift|extend)\b[^.?!]{0,30}"
             r"(?:date|day|payment|due|back|to|until|it\b)|pay (?:it )?(?:later|a (?:few days|week) late)"
             r"|(?:mover|cambiar|recorrer|aplazar|posponer|atrasar|pasar)\b[^.?!]{0,30}(?:fecha|dia|pago|para|al)"
             r"|(?:pago|plan|fecha|payment|date)\b[^.?!]{0,40} (?:cambiar|mover|cambie|be (?:changed|moved))"),
)  # fmt: skip
_ALL = tuple((what, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")) for what, words in _WISHES)
_NOT = re.compile(r"(?<![a-z])(?:did ?n[o']?t|never|not|dont|don't|no) (?:\w+ )?(?:skip|miss|saltar|omitir)")


def change(said: str) -> Change | None:
    """The first of these that a plain text names; None where it names none, or says that it does not want to."""
    if _NOT.search(said):
        return None
    return next((what for what, words in _ALL if words.search(said)), None)
