"""Who writes, how, and to whom: minors (fact sheet S5), abuse and threats (S6), language (S7), people (S10, S11)."""

from __future__ import annotations

from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_MINOR_LISTS = {
    "age": "8 9 10 11 12 13 14 15 16 17 eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
    "unit": "minutes? mins? min miles? dollars? bucks weeks? days? months? hours? hrs? short behind k percent away"
    " points cents payments blocks of in over on pounds years_sober years_in",
    "mom": "mom mommy dad parents mum mother father",
}
_MINOR_EN = """
    im [only|just|like|still|about] {age} !{unit}
    im [only|just|like|still] a_minor|in_high_school|in_middle_school|a_kid|in_\\w+_grade !at_heart
    my {mom} [always] pays|pay [for] [my|this|it|the|all|everything|me] [bills?|stuff|this] >
    < [just|please|pls|go|you_should|,] ask|talk_to my {mom} [about|instead|not_me] [this|it|that] >
"""
_MINOR_ES = """
    tengo [solo|apenas|como] {age} anos !trabajando|viviendo|con|de|sin|pagando|aqui|en
    soy [un|una] menor [de] [edad]
    mi|mis mama|papa|mami|papi|papas|padres paga|pagan [eso|todo|esto|mis] [cuentas] >
"""

_CURSE_LISTS = {
    "curse": "fuck fucking fucker fuckers motherfucker motherfuckers motherfucking shit shitty bullshit bitch bitches"
    " bastard bastards asshole assholes ass dick dickhead dicks cunt cunts prick pricks dumbass jackass scumbag"
    " scumbags wtf stfu fu screw idiot idiots moron morons pos dipshit shithead",
    "maldicion": "puta puto putos putas mierda pendejo pendejos pendeja pendejas cabron cabrones chinga chingada"
    " chinguen chingen chingar culero culeros verga joder pinche pinches carajo malditos imbecil imbeciles estupidos"
    " idiotas",
    "filler": "you your go to of a the and this people are is what with all off up eat kiss my it im so me guys oh"
    " man them , \\? lol company clinic office f",
    "relleno": "su tu de la el son los las que a al vete vayan vayanse ya y unos bola madre hijos hijo oye , \\? lol",
    "insult": "bitch bitches asshole assholes idiots? morons? scum thieves crooks parasites pigs scumbags?"
    " jackass\\w* leeches",
}
_CURSE_ONLY = "^ [{filler}] [{filler}] {curse} [{filler}|{curse}] [{filler}|{curse}] [{filler}|{curse}] $"
_MALDICION = "^ [{relleno}] [{relleno}] {maldicion} [{relleno}|{maldicion}] [{relleno}|{maldicion}] $"
_CURSE_EN = """
    fuck|screw|damn [all] you|yourself|off|this_place|your
    f you|off >
    fu|stfu|motherfuckers?|cunts?|assholes?|dickheads?|shitheads?|scumbags?|dipshits?
    go|burn|rot to|in hell
    kiss|eat|lick|suck my ass|balls|dick
    eat shit
    piece|pieces of shit|garbage
    you|youre|people|guys|bunch_of|your [are|all|a|such|fucking|bunch_of|people|guys|just] {insult}
    stupid|dumb|fucking|lazy bitch|bitches|idiots?|morons?
    kill yourself
    son of a bitch
"""
_CURSE_ES = """
    ching\\w+ [a|tu|su] madre
    vete|vayan|vayanse|vaya|vayase [todos] a|al la_chingada|la_mierda|la_verga|chingar|diablo|carajo|infierno
    hij[oa]s? de [la|su|tu] [gran|chingada] puta|perra|chingada
    puta|puto|putos|putas|pendejos?|pendejas?|cabrones|cabron|culeros?|malnacid[oa]s?
    pinches? \\w+
    son|eres [unos|una|un|puros|bola_de|una_bola_de] ladron\\w*|rater[oa]s|idiotas?|imbecil\\w*|estupid[oa]s?|ratas|
        mierda|basura
"""
_THREAT_LISTS = {
    "harm": "kill murder shoot stab beat hurt punch bomb strangle attack burn",
    "whom": "you yall everyone everybody all_of_you the_doctor that_doctor all_of_them your_doctor your_staff",
    "place": "office clinic place building",
}
_THREAT_EN = """
    ill|i_will|going_to|im_coming_to|want_to|should [just|fucking] {harm} {whom} !to|there|an_email|a_text|an_extra
    {harm} {whom}|you_all >
    shoot|blow|burn [up|down] [the|your|that|this|whole|damn|fucking] {place} [up|down]
    bring|bringing|have|got|coming_with my|a gun|rifle|bat|knife !on_me|held|and_im_going|to_my|pulled
    watch your back
    know where you|yall|your_family live|work|park
    youll|you_will|you_going_to be_sorry|regret_it|regret_this|be_dead
    bomb threat
    you|yall [all] deserve|should [to] die
    i hope you [all] die
"""
_THREAT_ES_LISTS = {
    "harm": "matar balear quemar golpear partir madrear disparar matarlos matarte golpearlos balacearlos quemarles"
    " romperles",
    "whom": "clinica oficina madre cara consultorio a_todos doctor hocico ustedes",
}
_THREAT_ES = """
    los|te|las|les voy_a|vamos_a {harm} !de_hambre|a_pagar
    voy a matarlos|matarte|golpearlos|golpearte|dispararles|balacearlos|quemarles
    voy_a|vamos_a quemar|balear [la|su|el] {whom}
    se donde|en_donde viven|trabajan|vives
    se van a arrepentir
    voy|ire con [mi|una|un] pistola|arma|rifle|machete|cuchillo
"""

_HUMAN_LISTS = {
    "person": "agent human human_being person staff representative rep operator staff_member real_person live_person"
    " live_agent real_human customer_service",
    "persona": "agente persona humano ser_humano operador operadora representante empleado persona_real",
    "ask": "please , hi hello talk_to speak_to speak_with a an to real live the get_me want need i ok",
    "pide": "por_favor , hola hablar_con quiero necesito con un una hablar ok",
    "relay": "711 tty tdd relay relay_service video_relay vrs",
}
_HUMAN_EN = """
    ^ [{ask}] [{ask}] {person} [,] [please|now|thanks] $
    call|phone|reach|contact [me|us|back] [via|through|by|using|with|on|at] [a|the] {relay}
    use|need [a|the] tty|tdd|relay|711|video_relay
"""
_HUMAN_ES = """
    ^ [{pide}] [{pide}] {persona} [,] [por_favor|ya|gracias|please] $
    llamen|llame|llamenme|llameme|marquen|marqueme [me|por|al|con|via|usando] [el|un] 711|tty|relay
"""
_LANGUAGE_LISTS = {
    "nice": "please por_favor now ok hi hola hello , to in en switch change language idioma texts cambiar a el"
    " version only solo text_me escribame hableme write message speak habla prefer prefiero quiero want i can_you"
    " send_it back_to mejor",
    "know": "hablo entiendo speak understand read leo",
    "well": "very much any good mucho muy bien nada_de se",
}
_TO_SPANISH = """
    ^ [{nice}] [{nice}] [{nice}] spanish|espanol|castellano [{nice}] [{nice}] $
    no|dont|cant {know} [{well}] ingles|english $
"""
_TO_ENGLISH = """
    ^ [{nice}] [{nice}] [{nice}] english|ingles [{nice}] [{nice}] $
    no|dont|cant {know} [{well}] espanol|spanish $
"""

_THREATS_EN, _THREATS_ES = phrases(_THREAT_EN, **_THREAT_LISTS), phrases(_THREAT_ES, **_THREAT_ES_LISTS)
RULES = (
    Rule("minor", "en", None, phrases(_MINOR_EN, **_MINOR_LISTS)),
    Rule("minor", "es", None, phrases(_MINOR_ES, **_MINOR_LISTS)),
    Rule("threat", "en", "complaint", _THREATS_EN),
    Rule("threat", "es", "complaint", _THREATS_ES),
    Rule("abuse", "en", "complaint", phrases(_CURSE_ONLY, **_CURSE_LISTS), whole=True),
    Rule("abuse", "es", "complaint", phrases(_MALDICION, **_CURSE_LISTS), whole=True),
    Rule("abuse", "en", None, phrases(_CURSE_EN, **_CURSE_LISTS) + _THREATS_EN),
    Rule("abuse", "es", None, phrases(_CURSE_ES) + _THREATS_ES),
    Rule("human", "en", "talk_to_human", phrases(_HUMAN_EN, **_HUMAN_LISTS)),
    Rule("human", "es", "talk_to_human", phrases(_HUMAN_ES, **_HUMAN_LISTS)),
    Rule("language", "es", "switch_language", phrases(_TO_SPANISH, **_LANGUAGE_LISTS)),
    Rule("language", "en", "switch_language", phrases(_TO_ENGLISH, **_LANGUAGE_LISTS)),
)
