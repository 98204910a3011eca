"""Texts that no patient typed: a reaction to a text of ours (fact sheet S8), a phone that answers by itself (S9).

Both are told from the text as it came. The quote of a reaction is never read: it may hold our own "Reply STOP".
"""

from __future__ import annotations

import re

from bot.keywords.rule import Hit, Lang

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
_READ = 600

_QUOTE = '["“”„«]'
_VERBS_EN = (
    r"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,40}? to|removed an? .{1,40}? from"
    r"|removed .{1,12}? reaction from"
)
_THING_EN = (
    r"(?:an?|your) (?:image|photo|picture|video|movie|attachment|audio message|voice message|sticker|gif|message)"
)
_VERBS_ES = (
    r"(?:no )?(?:le|te|me) (?:gust[oó]|gusta|encant[oó]|encanta)|le (?:dio risa|parece divertido)"
    r"|se r[ií][oó] (?:de|con)|enfatiz[oó]|destac[oó]|exclam[oó](?: en)?|puso en duda|cuestion[oó]"
    r"|reaccion[oó] .{1,40}? ?a|(?:elimin[oó]|quit[oó]) (?:un|una|el|la|su) .{1,40}? (?:de|a)"
)
_THING_ES = r"una? (?:imagen|foto|fotograf[ií]a|video|v[ií]deo|archivo adjunto|mensaje de voz|audio|mensaje)"
_SIGN = r"[^\w\s]{1,12}"

_AUTO = r"(?:auto(?:matic|mated)?[\s-]*(?:reply|response|message))"
_SELF = r"i(?:['’]?m| am)"
_LATER = r"(?:[.,;–—-]|\bso\b)\s*(?:i?\s?(?:['’]ll|will|can['’]?t)|sent from)\b[^?]*"
_AUTOMATIC_EN = (
    rf"\A\W*{_AUTO}\W*(?:[:.\-–—\])]|\Z)",
    rf"[-–—(\[*.:!]\s*{_AUTO}\W*\Z",
    rf"\Athis is an {_AUTO}\b",
    rf"\A{_SELF} (?:currently )?driving(?: right now| at the moment| now)?\s*(?:{_LATER})?\.?\s*\Z",
    r"driving with (?:do not disturb|focus)|do not disturb while driving|see your message when i get where",
    rf"\A\W*(?:thank(?:s| you) for your \w+\W+)?(?:{_SELF} )?(?:currently )?out of (?:the )?office\b[^?]*\Z",
    r"\A(?:sorry,? )?(?:i )?(?:will|i?['’]?ll) (?:reply|respond) (?:later|soon|shortly|when i can|as soon as \w+)\W*\Z",
    r"sent from my car\W*\Z|this (?:number|inbox|line|mailbox) is not monitored",
)
_AUTO_ES = r"(?:(?:respuesta|mensaje) autom[aá]tic[ao])"
_AUTOMATIC_ES = (
    rf"\A\W*{_AUTO_ES}\W*(?:[:.\-–—\])]|\Z)",
    rf"[-–—(\[*.:]\s*{_AUTO_ES}\W*\Z",
    r"\A(?:estoy|voy) (?:manejando|conduciendo)(?: ahora| ahora mismo| en este momento)?\W*\Z",
    r"\A(?:estoy|voy) (?:manejando|conduciendo)\b[^?]{0,30}\b(?:responder|contestar|llamar)[ée]\b[^?]*\Z",
    r"\A\W*(?:estoy |me encuentro )?fuera de (?:la )?oficina\b[^?]*\Z|no molestar al conducir",
    r"\A(?:le |te |les )?(?:responder|contestar)[ée] (?:m[aá]s tarde|luego|en cuanto pueda)\W*\Z",
)


def _reaction(verbs: str, thing: str, to: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{verbs})\s+(?:{_QUOTE}|{thing}\s*\.?\Z)|{_SIGN}\s+{to}\s+{_QUOTE}", re.IGNORECASE)


_REACTIONS: tuple[tuple[Lang, re.Pattern[str]], ...] = (
    ("en", _reaction(_VERBS_EN, _THING_EN, "to")),
    ("es", _reaction(_VERBS_ES, _THING_ES, "a")),
)
_AUTOMATIC: tuple[tuple[Lang, re.Pattern[str]], ...] = (
    ("en", re.compile("|".join(_AUTOMATIC_EN), re.IGNORECASE)),
    ("es", re.compile("|".join(_AUTOMATIC_ES), re.IGNORECASE)),
)


def of_a_machine(text: str) -> Hit | None:
    """The hit that ends a scan: a reaction, told by how a text begins, or an automatic reply."""
    text = _UNSEEN.sub("", text[:_READ]).strip()
    for lang, pattern in _REACTIONS:
        if pattern.match(text):
            return Hit("tapback", lang, None)
    return next((Hit("auto_reply", lang, None) for lang, pattern in _AUTOMATIC if pattern.search(text)), None)
