"""US states and territories, by code and by name. Pure, and a table."""

from __future__ import annotations

_NAMES = """
AL alabama; AK alaska; AZ arizona; AR arkansas; CA california; CO colorado; CT connecticut; DE delaware;
DC district of columbia; FL florida; GA georgia; HI hawaii; ID idaho; IL illinois; IN indiana; IA iowa; KS kansas;
KY kentucky; LA louisiana; ME maine; MD maryland; MA massachusetts; MI michigan; MN minnesota; MS mississippi;
MO missouri; MT montana; NE nebraska; NV nevada; NH new hampshire; NJ new jersey; NM new mexico; NY new york;
NC north carolina; ND north dakota; OH ohio; OK oklahoma; OR oregon; PA pennsylvania; RI rhode island;
SC south carolina; SD south dakota; TN tennessee; TX texas; UT utah; VT vermont; VA virginia; WA washington;
WV west virginia; WI wisconsin; WY wyoming; PR puerto rico; VI virgin islands; GU guam; AS american samoa;
MP northern mariana islands
"""
_CODES = {name: code for code, name in (entry.strip().split(" ", 1) for entry in _NAMES.split(";"))}


def code(text: str) -> str | None:
    """The two letters of a state as a list writes it: "co", "Colorado"; None for anything else."""
    plain = " ".join(text.replace(".", "").split())
    return plain.upper() if plain.upper() in _CODES.values() else _CODES.get(plain.lower())
