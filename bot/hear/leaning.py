"""How big somebody wants a payment to be, where no figure says it: "the lowest", "thats too much", "lo mas bajo"."""

from __future__ import annotations

import re
from typing import Literal

from bot.hear.text import either, word

Lean = Literal["least", "less", "most"]

_SUPERLATIVE = either(
    """lowest smallest longest cheapest minimum minimo mas_bajo mas_baja mas_chico mas_chica mas_largo mas_larga
    mas_barato mas_barata mas_bajito"""
)
_OF_PLANS = either("one option plan payment payments amount monthly i_can possible por_mes al_mes posible que_se_pueda")
_LEAST = re.compile(
    rf"(?<![a-z])(?:(?:the|el|la|lo|los|las|whats?|your|cual es|pago|payment) (?:\w+ ){{0,2}}?{_SUPERLATIVE}"
    rf"|{_SUPERLATIVE}(?: {_OF_PLANS})?[ .!?]*$"
    r"|as (?:low|little|small|long) (?:a month )?as (?:possible|i can|you can)"
    r"|least (?:i can|possible|a month|per month)|most (?:payments|months)"
    r"|lo menos (?:posible|que)|los mas pagos|mas tiempo posible)(?![a-z])"
)
_MOST = re.compile(
    word("shortest fewest quickest fastest soonest mas_corto mas_corta menos_pagos mas_rapido lo_antes_posible")
)
_LESS = re.compile(
    r"(?<![a-z])(?:(?:too|muy|demasiado|way too) (?:much|high|steep|expensive|big|alto|alta|caro|cara)"
    r"|(?:es|son|sigue siendo) (?:mucho|demasiado|muchisimo)|demasiado"
    r"|lower|smaller|cheaper|less|longer|mas (?:bajo|baja|chico|chica|chiquito|bajito|largo|larga|barato|tiempo)"
    r"|menos (?:al mes|por mes|mensual)|algo menos|no,? menos"
    r"|(?:can'?t|cannot|no puedo) (?:do |pay |con )?(?:that|so|tanto)(?: much)?)(?![a-z])"
)
_ELSEWHERE = re.compile(word("say_less or_less less_than more_or_less no_less for_a_visit for_a_checkup una_consulta"))


def lean(said: str) -> Lean | None:
    """Which way a plain text leans; a superlative wins over a comparison."""
    if _MOST.search(said):
        return "most"
    if _LEAST.search(said):
        return "least"
    return "less" if _LESS.search(said) and not _ELSEWHERE.search(said) else None
