"""The patient has died (fact sheet H14). Whose death it was staff find out; phones, pets and links die too."""

from __future__ import annotations

from bot.keywords.names import NAMES
from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_EN_LISTS = {
    "name": NAMES,
    "kin": "he she mom mama mother mum dad father husband wife son daughter brother sister grandma grandmother"
    " granny grandpa grandfather aunt uncle cousin nephew niece baby boyfriend girlfriend fiance fiancee partner"
    " spouse patient nana abuela abuelo stepdad stepmom twin roommate holder kid child",
    "then": "in last on away suddenly recently peacefully yesterday this a_few two unexpectedly months? years?"
    " january february march april may june july august september october november december sunday monday tuesday"
    " wednesday thursday friday saturday christmas easter thanksgiving cancer covid from_cancer from_covid from_a"
    " from_the due_to",
    "not_lost": "job insurance card house phone number wallet purse coverage my his her the",
    "late": "husbands? wifes? wife mothers? fathers? moms? dads? sons? daughters? brothers? sisters? grandmothers?"
    " grandfathers? aunts? uncles? parents? partners? grandmas? grandpas?",
}
_EN = """
    {kin}|{name}|they|who|it|,|and|she|already|sadly [has|have|just|already|had|sadly|unfortunately] died !on_me|
        laughing|down|of_laughter|inside
    ^ [sorry|,] died|deceased|dead|passed_away $
    passed|past|pass|passes away !the_time|time
    {kin}|{name} [has|have|just|already|had|sadly] passed {then} !me|test|your|this_number|the_number
    {kin} [has|have|just|already|had] passed > !the
    ~is_anyone|if|not deceased|decedent !pet
    hes|shes|{kin}|{name}|who|person|texting|patient [is|was|has_been|has|been|now|already] dead !to_me|battery|
        tired|wrong|right|set|serious|inside|broke
    {kin} been|has_been dead|deceased|gone [for] two|a_year|years|\\d+|months|since
    hes|shes gone , she|he died|passed
    dead person|man|woman|people|patient|mans|guy|lady|mother|father|husband|wife|relative
    {kin}|{name} was|got killed|murdered
    lost him|her|dad|mom|grandma|grandpa in|last|on|to|this !{not_lost}
    lost [our|my|his|her] {late}|baby to|in|last|on|this|suddenly|>
    lost [his|her|their] battle with|to
    {kin}|hes|shes|is|isnt no_longer|isnt|not|longer living|alive|with_us|among_us
    in heaven now|with
    he|she|hes|shes|{kin} went|in [home] [to|be] [be] [with] jesus|heaven|the_lord|god
    god|jesus|the_lord|cancer|covid took|called him|her|mom|dad|my [home|mom|dad|mother|father|husband|wife]
    rest_in_peace|rip he|she|they|to_my|my|dad|mom|,|>
    death certificate|cert
    his|her|moms|dads|husbands|wifes|fathers|mothers|grandmas|grandpas funeral|burial|obituary|memorial_service|
        cremation
    [the] funeral was|is yesterday|last|on|friday|saturday|today|this|tomorrow
    buried|burying|bury him|her|my|dad|mom|our
    executor|executrix [of|for|to] the|her|his|my [estate|will]
    ~real|the_real his|her|their|the|no estate .. probate|closed|died|deceased|nothing
    handling|settling|closing his|her|their|the|my_\\w+s estate
    in probate
    widow|widower|widowed
    my late {late} !payment|fee|charge
    stillbirth|stillborn|still_birth
    he|she|{kin} [sadly] didnt make it > !to
    didnt survive [the|her|his] [surgery|operation|accident|cancer|crash|stroke|attack]
    he|she|{kin} expired on|at|last
    {kin}|{name} [has] committed suicide
    died by suicide
    dead people|men dont|cant pay
    {kin} [overdosed|had] [and|a] died
    sorry to tell|inform [you] .. died|dead|deceased|passed
"""
_EN_NOT = """
    phone|battery|cell|car|truck|laptop|computer|dog|cat|pet|wifi|internet|link|engine|fish|goldfish|app [has|is|
        just|s] died|dead|passed|deceased
    passed me|us|out|on|along|it|this|the [on|this|the|your|number|that|out|along|to|test] number|along|to_me|info|
        test|exam|bill|phone
"""
_ES_LISTS = {
    "name": NAMES,
    "kin": "mama mami madre papa papi padre esposo esposa marido hijo hija hermano hermana abuelo abuela abuelita"
    " abuelito tio tia primo prima sobrino sobrina bebe nino nina paciente titular senor senora suegro suegra cunado"
    " cunada viejo viejita viejito mujer novio novia pareja compadre comadre padrino madrina ella el persona",
    "died": "murio murieron fallecio fallecieron",
    "thing": "la_pila la_bateria el_carro el_telefono el_celular el_cel mi_cel mi_celular mi_telefono mi_pila"
    " mi_carro de_risa el_internet la_compu la_computadora la_llamada la_tablet la_pagina el_link la_app mi_perr\\w+"
    " mi_gat\\w+ mi_pez mis_plantas",
    "dead": "muert[oa] fallecid[oa] difunt[oa]",
}
_ES = """
    {died} !{thing}
    acaba|acaban de morir|fallecer
    ha|haya fallecido|muerto !{thing}
    {kin}|{name}|buscan|ya|nacio [ya|se|que] [esta|estaba|nacio] {dead} !de_\\w+
    ^ [ya] esta {dead} $
    a|al|un|una {dead}|muertos !de_\\w+
    los muertos no
    ya_no|no esta|vive con|entre nosotros|vida
    no esta con vida
    ya_no vive , fallecio|murio
    ya descanso|partio >
    se nos adelanto|fue [en|el|la|>] !la_luz|el_internet
    esta|en con dios|jesus
    esta en el_cielo|la_gloria
    dios|cancer|covid se_lo|se_la|lo|la|me_lo|me_la|nos_lo|nos_la llevo|recogio
    lo|la|los acabamos de enterrar|velar|sepultar|cremar
    lo|la|los enterramos|velamos|sepultamos|cremamos
    lo|la perdimos en|el|hace|por
    perdi|perdimos a|al [mi|nuestro|nuestra|el|la|un] {kin} en|el|por|hace|este|>
    su funeral|entierro|velorio|sepelio
    el entierro|velorio|funeral fue|es
    en paz descanse
    descanse|descansa en paz !en
    qepd
    q|que , e , p , d
    acta|certificado|partida de defuncion|fallecimiento|muerte
    soy|quede|queda [la|el] viud[oa]
    viuda|viudo de|del
    albacea
    mi|su|del|la|el difunt[oa] [{kin}]
    lo|la|nos_lo|me_lo mataron|asesinaron
    no sobrevivio
    mi {kin} passed|died|murio|fallecio
    nacio muert[oa]
"""
_ES_NOT = """
    celular|cel|telefono|pila|bateria|carro|internet|link|pagina|perro|gato [se|me|ya] murio
"""

RULES = (
    Rule("deceased", "en", "deceased", phrases(_EN, **_EN_LISTS), phrases(_EN_NOT)),
    Rule("deceased", "es", "deceased", phrases(_ES, **_ES_LISTS), phrases(_ES_NOT)),
)
