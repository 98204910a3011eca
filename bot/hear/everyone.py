"""Whether somebody wants to pay for several people at once: "both my kids", "lo de mis hijos". Pure."""

from __future__ import annotations

import re

from bot.hear.text import either, word

_ONE = either("son daughter kid child baby husband wife mom mother dad father brother sister me myself mine grandson "
              "granddaughter partner")  # fmt: skip
_UNO = either("hijo hija nino nina bebe esposo esposa mama papa hermano hermana nieto nieta marido mujer yo mi_cuenta")
_MANY = either("kids kid's kids' children childrens children's sons daughters boys girls twins grandkids grandchildren")
_MUCHOS = either("hijos hijas ninos ninas nietos nietas chicos gemelos gemelas chamacos familiares")
_NOT_PEOPLE = r"(?! (?:months?|payments?|installments?|weeks?|times?|visits?|meses|pagos|semanas|veces|citas))"
_COUNT = either("two three four 2 3 4")
_DOS = either("dos tres cuatro 2 3 4")
_SEVERAL = (
    rf"both(?: of (?:them|us|my {_MANY}|the {_MANY}))?{_NOT_PEOPLE}",
    rf"all (?:of )?(?:(?:my|our|the|them|us) )?(?:{_COUNT})?(?: of (?:them|us))? ?(?:{_MANY}|family|of us|of them)",
    rf"(?:for )?all {_COUNT}{_NOT_PEOPLE}|for all of (?:us|them)",
    r"every(?:one|body)(?:'?s)?|(?:the|my|our) (?:whole |entire )?family",
    rf"(?:my|our|the) (?:(?:{_COUNT}|other) )?{_MANY}",
    rf"(?:my |for |our )?{_ONE}(?:'?s)? (?:and|&|plus) (?:for )?(?:my )?{_ONE}",
    r"both (?:bills|accounts|balances|statements)|all (?:the |our |my )?(?:bills|accounts|balances|statements)",
)
_VARIOS = (
    rf"(?:mis|nuestr[oa]s|l[oa]s|tod[oa]s (?:mis|l[oa]s)) (?:{_DOS} )?{_MUCHOS}",
    rf"(?:de|por) l[oa]s {_DOS}{_NOT_PEOPLE}|(?:de|por) amb[oa]s|(?:amb[oa]s|las {_DOS}) (?:cuentas|facturas)",
    r"(?:de|por) tod[oa]s(?! los meses)|tod[oa]s junt[oa]s|(?:toda )?(?:la|mi) familia",
    rf"(?:mi )?{_UNO} y (?:de |por )?(?:mi )?{_UNO}",
)  # fmt: skip
_PAYS = r"(?:pay(?:ing)?|settle|cover|take care of|pagar(?:les?|los)?|pago|pague|pagamos|cubrir|liquidar)"
_PEOPLE = "|".join((*_SEVERAL, *_VARIOS))
_WISH = re.compile(rf"(?<![a-z]){_PAYS}(?![a-z])[^.?!]{{0,40}}?(?<![a-z])(?:{_PEOPLE})(?![a-z])")
_NOT = re.compile(
    r"(?<![a-z])(?:can ?'?t|cannot|can not|unable to|won ?'?t|not going to"
    r"|no (?:\w+ )?(?:puedo|podemos|voy a))(?![a-z])"
    rf"|(?:already|ya) |(?<![a-z])(?:paid|pague ya|don'?t want|when|until|cuando)(?![a-z])|{word('plan')}"
)
_BARE = re.compile(
    rf"(?:for |de |por |pay |pagar )*(?:both|all|both of them|all of them|all of us|all {_COUNT}|every(?:one|body)"
    rf"|l[oa]s {_DOS}|tod[oa]s|amb[oa]s|las {_DOS} cuentas)(?: (?:together|please|pls|juntos|juntas|por favor))*"
)


def everyone(said: str) -> bool:
    """Whether a plain text wishes to pay for several people."""
    return bool(_WISH.search(said)) and not _NOT.search(said)


def bare(said: str) -> bool:
    """Whether a plain text says "both" or "all of them" and nothing else: an answer to which of them is meant."""
    return bool(_BARE.fullmatch(" ".join(re.findall(r"[a-z0-9']+", said))))
