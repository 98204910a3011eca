"""The words that texts may not have, one pattern a line, in lower case without accents, each at a word's beginning."""

from __future__ import annotations

import re
from functools import lru_cache

_EITHER = re.compile(r"\(\?:([^()]*)\)(.*)", re.S)
_OPENING = re.compile(r"(\w{4})(?![?*{])|(\w{1,3})(?:\\b|[ -](?![?*{]))")
_BEGIN = re.compile(r"\b\w{1,4}")


class Table:
    """Patterns, one a line. A verdict costs less where no word of a text begins as one of them does."""

    def __init__(self, lines: str) -> None:
        patterns = [line.strip() for line in lines.strip().splitlines()]
        self._openings = frozenset(opening for pattern in patterns for opening in _openings(pattern))
        self.pattern = re.compile(rf"\b(?:{'|'.join(patterns)})")

    def found(self, low: str) -> bool:
        """Whether a folded text has one."""
        return not self._openings.isdisjoint(_begins(low)) and self.pattern.search(low) is not None


def _openings(pattern: str) -> list[str]:
    """Four letters, or a shorter whole word, that each way to read a pattern begins with. Raises ValueError."""
    either = _EITHER.match(pattern)
    ways = [way + either[2] for way in either[1].split("|")] if either else [pattern]
    found = [_OPENING.match(way) for way in ways]
    if not all(found):
        raise ValueError(f"{pattern!r} has to begin with four letters, or with a whole word")
    return [one[1] or one[2] for one in found if one]


@lru_cache(maxsize=16)
def _begins(low: str) -> frozenset[str]:
    """Up to four letters of each word."""
    return frozenset(_BEGIN.findall(low))


MARKETING = Table(r"""
    (?:schedule|book) your next
    refer a friend
    (?:special|exclusive) offer
    limited[- ]time
    promo(?:tion|cion|ciones)?\b
    coupons?\b
    cupon
    botox
    free consultation
    consulta gratis
    buy one
    sale ends
    percent (?:off|discount)
    por ciento de descuento
    (?:agende|programe|reserve) su proxim
    (?:recomiende|refiera)\w* a un
    oferta especial
""")
"""Fact sheet T1: one offer would make these texts advertising."""

PERCENT_OFF = re.compile(r"%\s*(?:off|de descuento|menos|discount)")

MARKETING_BEGUN = Table(r"""
    discounts?\b
    descuentos?\b
    referrals?\b
    save \$?\d
    ahorre\b
""")
"""The same, in texts that we begin: a reply may speak of a discount that somebody asked about."""

THREATS = Table(r"""
    lawsuit
    sue\b
    sued\b
    sues\b
    suing\b
    garnish
    arrest
    warrants?\b
    credit (?:report|score|bureau|rating|history|agenc)
    (?:affect|hurt|damage|ruin|harm)\w* your credit
    collections? agenc
    (?:send|sent|sending|refer|referred|go|goes|going|move|moved|place|placed) (?:\w+ ){0,3}to collections?\b
    (?:turn|turned) over (?:\w+ ){0,3}to collections?\b
    (?:in|with) collections\b
    final notice
    legal (?:action|proceeding)
    last chance
    report(?:ed)? you\b
    demand(?:a|as|amos|ar\w*|ad[oa])\b
    orden de detencion
    (?:reporte|informe|puntaje|puntuacion|historial|buro|calificacion) (?:de )?credit
    historial crediticio
    (?:afect|dana|dane|perjudic|arruin)\w* su (?:historial|credito)
    agencias? de (?:cobr|recaud)
    (?:envi|mand|remit|pasa|pase|paso)\w* a (?:una agencia de )?(?:cobro|cobranza|coleccion)
    ultimo aviso
    aviso final
    accion(?:es)? legal
    ultima oportunidad
""")
"""Fact sheet F6."""

SEIZE = re.compile(r"embarg(?<!sin embarg)(?<!\wembarg)(?:o|os|ar\w*|ad[oa]s?|amos)\b")
"""An embargo, but not "sin embargo"."""

THREATS_BEGUN = Table(r"""
    immediately\b
    inmediatamente\b
    de inmediato\b
    attorneys?\b
    lawyers?\b
    law firm
    abogad
    judges?\b
    juzgado
    tribunal
    urgent
    act now
    or else\b
""")
"""False deadlines and the look of a lawyer, in texts that we begin: a reply may ask for an attorney's name."""

CARRIER = Table(r"""
    debts?\b
    collections?\b
    settle(?:ment|d|s)?\b
    deudas?\b
    deudor
    cobranzas?\b
""")
"""What carriers take for third-party collection (fact sheet C2)."""

CLINICAL = Table(r"""
    colonoscop
    endoscop
    biops
    mamogra
    mammogra
    ultrasound
    ultrasonido
    sonogram
    mri\b
    cat scan
    ct scan
    x-rays?\b
    xrays?\b
    rayos x\b
    radiograf
    tomograf
    resonancia
    ecg\b
    ekg\b
    chemo
    quimio
    radiation\b
    radioterap
    dial[yi]sis
    surger(?:y|ies)
    cirugia
    pap smear
    papanicola
    pregnan
    embaraz
    abortion
    aborto
    miscarriage
    ivf\b
    infertil
    fertil
    hiv\b
    vih\b
    aids\b
    std test
    sti test
    hepatitis
    herpes
    cancer
    tumor
    oncolog
    diabet
    hypertension
    hipertension
    asthma
    asma\b
    depress
    depresion
    anxiety
    ansiedad
    bipolar
    schizo
    esquizo
    psychiat
    psiquiat
    psychother
    psicoter
    rehab
    detox
    methadone
    metadona
    suboxone
    opioid
    vasectom
    hysterectom
    histerectom
    circumcis
    circuncis
    covid
""")
"""Treatments and illnesses (fact sheet H1, H3)."""

CLINICAL_BEGUN = Table(r"""
    test results?\b
    lab (?:tests?|results?|work)\b
    blood (?:test|work)
    diagnos
    prescription
    medication
    vaccin
    immuniz
    counseling
    therap
    terapia
    resultados\b
    analisis de
    laboratorio
    receta
    medicamento
    vacuna
    psicolog
    std\b
    procedure
    procedimiento
    symptom
    sintoma
""")
"""The same, in texts that we begin: a reply may say where to call about results or medicine."""

CODES = re.compile(r"\b[a-tv-z]\d[0-9a-z]\.[0-9a-z]{1,4}\b|\b(?:cpt|hcpcs|icd(?:-?1[01])?)\b[ :#-]*\w*\d")
"""Codes of illnesses (F32.1) and treatments."""

_SHORTENERS = """
bit.ly bitly.com j.mp tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly rebrand.ly rb.gy cutt.ly shorturl.at t.ly tiny.cc
lnkd.in bl.ink s.id soo.gd adf.ly bit.do mcaf.ee su.pr trib.al x.co qr.ae short.io shorte.st tr.im db.tt youtu.be wa.me
amzn.to fb.me dlvr.it snip.ly clck.ru urlz.fr kutt.it 2.gp ln.run urlr.me tiny.one shrtco.de
"""
SHORTENERS = frozenset(_SHORTENERS.split())
"""Shared public ones, which carriers block (fact sheet C4)."""
