"""The registration kit: every text that a practice needs to have its number registered, in its own name.

Lives here: what patients agree to, what stands on the site, what a brand, a campaign and a verification want, made from
the practice's row and from the sentences that it really sends. It may say nothing that `bot/verification.py` refuses.
"""

from __future__ import annotations

from bot.registration.office import Office, Part, Paste, of
from bot.registration.page import faults, page
from bot.registration.parts import kit

__all__ = ["Office", "Part", "Paste", "faults", "kit", "of", "page"]
