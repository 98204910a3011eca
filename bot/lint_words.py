"""The words that texts may not have, one pattern a line, in lower case without accents, each at a word's beginning."""

from __future__ import annotations

import re


def _any(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(line.strip() for line in table.strip().splitlines())})")


MARKETING = _any(r"""
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

MARKETING_BEGUN = _any(r"""
    discounts?\b
    descuentos?\b
    referrals?\b
    save \$?\d
    ahorre\b
""")
"""The same, in texts that we begin: a reply may speak of a discount that somebody asked about."""

THREATS = _any(r"""
    lawsuit
    sue[ds]?\b
    suing\b
    garnish
    arrest
    warrants?\b
    credit (?:report|score|bureau|rating|history|agenc)
    (?:affect|hurt|damage|ruin|harm)\w* your credit
    collections? agenc
    (?:sen[dt]|sending|turn(?:ed)? over|refer(?:red)?|go|goes|going|moved?|placed?) (?:\w+ ){0,3}to collections?\b
    (?:in|with) collections\b
    final notice
    legal (?:action|proceeding)
    last chance
    report(?:ed)? you\b
    demand(?:a|as|amos|ar\w*|ad[oa])\b
    orden de detencion
    (?:reporte|informe|puntaje|puntuacion|historial|buro|calificacion) (?:de )?credit
    historial crediticio
    (?:afect|dan|perjudic|arruin)\w* su (?:historial|credito)
    agencias? de (?:cobr|recaud)
    (?:envi|mand|remit|pas)\w* a (?:una agencia de )?(?:cobro|cobranza|coleccion)
    ultimo aviso
    aviso final
    accion(?:es)? legal
    ultima oportunidad
""")
"""Fact sheet F6."""

SEIZE = re.compile(r"(?<!sin )\bembarg(?:o|os|ar\w*|ad[oa]s?|amos)\b")
"""An embargo, but not "sin embargo"."""

THREATS_BEGUN = _any(r"""
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

CARRIER = _any(r"""
    debts?\b
    collections?\b
    settle(?:ment|d|s)?\b
    deudas?\b
    deudor
    cobranzas?\b
""")
"""What carriers take for third-party collection (fact sheet C2)."""

CLINICAL = _any(r"""
    colonoscop
    endoscop
    biops
    mam(?:m)?ogra
    ultrasound
    ultrasonido
    sonogram
    mri\b
    ca?t scan
    x-?rays?\b
    rayos x\b
    radiograf
    tomograf
    resonancia
    e[ck]g\b
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
    st[di] test
    hepatitis
    herpes
    cancer
    tumor
    oncolog
    diabet
    h[yi]pertension
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
    h[yi]sterectom
    circumcis
    circuncis
    covid
""")
"""Treatments and illnesses (fact sheet H1, H3)."""

CLINICAL_BEGUN = _any(r"""
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
