"""The rules that read a text before any model does: safety, consent, whose number it is, law, money, people.

Pure: a text in, hits out. They keep nothing, know no patient and no talk, and decide nothing about what is done; each
table names the part of the fact sheet it stands for.
"""

from __future__ import annotations

from bot.keywords.rule import Hit, Scan
from bot.keywords.tables import ORDER, carrier_word, scan

__all__ = ["ORDER", "Hit", "Scan", "carrier_word", "scan"]
