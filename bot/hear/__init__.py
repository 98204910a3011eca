"""Hearing: which values a patient's text gives, and what it means under the open question.

Pure: texts and values in, values out. It keeps nothing, knows no patient, and decides nothing about money or consent.
"""

from __future__ import annotations

from bot.hear.question import hear
from bot.hear.values import Span, Values, masked, read_values
from bot.hear.wishes import Wish, wish
from flows.codes import ALPHABET, canonical_code

__all__ = ["ALPHABET", "Span", "Values", "Wish", "canonical_code", "hear", "masked", "read_values", "wish"]
