"""An acute medical emergency, now (fact sheet S2, decision 6): a bill for one, or one that is over, is none."""

from __future__ import annotations

from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_PEOPLE_EN = (
    "dad mom mother father husband wife son daughter grandma grandpa baby kid child brother sister friend toddler"
    " infant"
    " boy girl patient"
)
_EN_LISTS = {
    "family": _PEOPLE_EN,
    "who": f"im hes shes theyre i he she someone somebody {_PEOPLE_EN}",
    "911": "911 9_1_1 nine_one_one",
    "call": "call dial send get calling",
    "attack": "heart_attack stroke seizure seizures convulsions miscarriage anaphylactic_shock",
    "then": "last in over when ago years from_this from_these when_i on since_i",
    "cant": "cant couldnt not isnt hardly barely stopped wont arent cant_even unable_to trouble difficulty"
    " struggling_to struggling hard_to hard_time wasnt",
    "wrong": "blue purple swelling swollen drooping droopy gray swelled",
    "poison": "bleach poison antifreeze battery batteries magnets? detergent gasoline drain_cleaner cleaner pills"
    " pods?",
}
_EN_WORD = """
    < [this|its|it|is|a|an|please|real|medical] emergency [please|help|now|here] > !room|bill
    this_is|its|is_it [a|an] [an|a|real|actual|life_threatening|medical] emergency >
    this_is|its [a|an] [an|a|real|actual|life_threatening|medical] emergency !room|for_me|fund|fee
    ~family|no we|im|i have|having [a|an] [medical|real|health] emergency !room|visit|bill|contact|fund|and_lost|
        and_need_to_pay
    ~not_a|non|no|wasnt_a|isnt_a|any|for|a_non medical emergency !bill|visit|charge|contact|transport|fund
    help|please emergency >
    emergency help|now|please
    ^ sos|{911} [please|now|help|emergency] $
    ^ ambulance [please|now|help|,] $
    ~i|he|she|we|they|already|who [please|someone|somebody|you|can|must|to] {call} {911}|an_ambulance|ambulance
        !bill|charge|last|and_got
    need|needs|want [a] {911}|an_ambulance|ambulance|paramedics !bill|receipt|charge|ride|invoice
    send|get [me] help now|fast|hurry|please
    please hurry hes|shes|he|she|{family}
"""
_EN_WORD_NOT = """
    emergency room|visit|visits|bill|contact|charge|charges|charged|dept|department|fund|copay
    was|wasnt|isnt|not [a|an|really|medical] emergency
    how_long|how_much does|is|for
"""
_EN = """
    ~for|for_the|for_my|about|past|old [bad|severe|sharp|terrible] chest pains? !visit|bill|charge|last|in|
        appointment|test
    chest|heart [is|really|feels|has|so] [been] hurts?|hurting|tight|aching|crushing|pounding|heavy !from_laughing
    chest [feels] like
    chest [is] killing_me|pressure|tightness|discomfort|burning
    pain|pressure|tightness|squeezing [and] in|on [my|his|her] chest
    heart_attack >
    having|think|think_its|maybe|might_be|get [its|im|he|she|hes|shes|{family}|my|is|having] [a|having] {attack}
        !{then}|looking
    think|i_think|believe [my|that] {who} had|has [a] {attack} !{then}
    {who} [just] had a {attack} just|right_now|now|help
    {who} had_just|just_had|just_got|gets|is_having [a|another|an] {attack}|allergic_reaction !{then}
    ^ [help|a] stroke|seizure|overdose|bleeding|choking|heart_attack|unconscious [help|now|please] $
    {who} [is|are] seizing|convulsing|unresponsive|unconscious
    unresponsive|unconscious|anaphylaxis|convulsing
    {cant} [really|to|even] breathe|breathing|breath !easy|because_of|treatment|with_all|test|room|until
    cant catch|get [my|his|her|any|enough] breath|air
    short_of|gasping_for|fighting_for|shortness_of|out_of breath|air
    breathing problems|trouble|funny|weird
    im|hes|shes|is|am|still|keep|keeps|baby [just|still|really|now|pregnant|and] bleeding !me|us|money|points|edge|
        disorder|cash|hearts?
    bleeding [really|so|out|very|a|through|thru] bad|badly|heavily|lot|out|everywhere|nonstop|stop|profusely|
        uncontrollably
    bleeding [and|it|that] wont|wouldnt|doesnt|cant|from
    wont|cant|doesnt|never|isnt [stop|get|to|it] stop|stopping [the] bleeding
    blood [is] everywhere|wont|pouring|gushing|all_over|is_everywhere|spurting
    coughing|vomiting|throwing|puking|spitting|peeing [up] blood
    gushing|spurting [blood] >
    so|lot|lots|alot [much|of] blood !work|tests?|drawn|money
    blood in my vomit|throw_up
    severe|heavy|bad|uncontrolled|profuse bleeding !edge|{then}
    hemorrhaging|hemorrhage|haemorrhaging
    i|think|just|she|he|they|has|accidentally|possible|{family} overdosed|overdosing|overdose !last|in|years|ago|
        bill|charge|class
    insulin|drug|tylenol|heroin|fentanyl|accidental|possible|is_an overdose !class|bill
    he|she|{family} [just] odd|od >
    took|swallowed|drank [a|the|whole|entire] bottle of [my|the|his|her] \\w+ !water|wine
    took|swallowed|ate [a|too|so|way] bunch_of|whole|whole_bottle_of|lot_of|many|handful_of [of|my|the] pills
    took|swallowed|ate|given|taken|drank|gave [him|her|way|the] too_many|too_much pills|insulin|meds|medicine|
        medication|tylenol
    swallowed|drank|ate|ingested|inhaled|drinking [a|some|the|my] {poison}|rat_poison|coin|marble
    passed|blacked|knocked out .. hit|hurt [my|his|her] head !when
    passed|blacked|knocked out [again|and|cold|now|twice|on] [and|today] wont|cant|isnt|on|floor|today|chest|now !of
    someone|somebody|person|lady|man|woman|{family}|she|he|just [just] passed_out|fainted|collapsed|blacked_out
        !when|last
    going_to|about_to pass_out|faint|black_out !forms
    im passing|blacking out !forms|flyers
    feel|feeling [like] [im|going|i|to|will|about] faint|pass_out|passing_out|fainting
    somebody|someone|guy|man|lady|woman|person|he|she|patient [just] collapsed
    hes|shes|he|she|{family}|and [is|just|even] wont|cant|not|isnt|doesnt wake|waking|move|moving [up] > !to
    {family}|and|hes|shes|he|she [is] not|isnt|wont responding|responsive|respond > !to
    {family} [is] not|isnt responding
    [shes|hes|im|is|baby|kid|{family}] is|hes|shes|im|are|son|daughter|baby|kid choking !on_these|on_this|up
    cant swallow !this_bill|that|the_cost
    turning|turned|going|is blue|purple|gray >
    lips|fingers|face|skin [are|is|look|looks|turned|turning|so|all|and] {wrong}
    got|getting into the|my bleach|pills|medicine|poison|medications?
    swelling|swollen|swelled [up] in|of my throat|tongue|face|lips
    gun_shot|gunshot|stab wound|>
    broke|broken my|his|her leg|arm|hip|neck|back .. cant_move|cant_walk|bone
    so much|bad pain [i|that|he|she] cant [even] stand|move|walk|breathe|talk
    blood coming|came out|from !my_account
    throat|tongue [is|feels|getting|are] closing|closed_up|swelling|swollen|swelled|tight
    cant move|feel my|his|her legs?|arms?|left|right|side|body|face
    cant see out|anything|right_now !of_my_account|on
    cant talk|speak right|straight !now
    face|arm|side [is|feels|went|and|all|of] numb|drooping|droopy
    arm [is|and] numb
    sudden|suddenly [i] cant|numbness|blind|weakness !see_the|find|pay|open|log
    slurring|slurred [his|her|my] words|speech
    speech [is] slurred|slurring
    face_is|is|his_face drooping
    {who} [is|has|having] severe|severely|bad allergic|allergic_reaction|burned|injured|dehydrated
    allergic_reaction !bill|{then}|to_your|to_this_bill|test
    bone [is] sticking|showing|out
    water [just] broke !bill
    contractions [are] \\d+|every|close|getting|really
    giving birth now|right_now|in
    in labor [now|right_now|and|please] >
    pregnant and|im [im] bleeding|cramping
    baby [is] coming|crowning|not_moving|limp [now|right_now|early|fast|help] >
    accident|wreck [im|just|and] im_hurt|hurt|bleeding|just_now
    {who}|ive|i_was|got|been|was|just [just|been] stabbed|electrocuted !in_the_back
    husband|wife|son|dad|brother got shot >
    ive_been|i_was|just_got|been|hes_been|shes_been|he_got|he_was|she_was shot >
    ^ electrocuted|hemorrhaging|contractions|seizing $
    epi_pen|epipen didnt|not|doesnt
    carbon monoxide
    house|apartment|kitchen|building is|on [on] on_fire|fire >
    trapped in my|the|a car|elevator|fire
    ^ [i|we|have] was|were|been|just|had|got in a [bad|car] accident|wreck|crash [help|just_now|now] $
    crash|wreck|accident im|we_are|he_is trapped|stuck|hurt|bleeding
    fell|fallen .. cant_get_up|cant_move|not_moving|hit_his_head|hit_her_head|hit_my_head|not_responding
    fell off|from|down the|a|of [a|the] roof|ladder|stairs|window
    help_me|think|help|please im dying [help|please|here|,] [help|please] >
    im dying help|please|here_help|, help|please
    ^ im dying $
    someone|somebody|hes|shes|{family} is|hes|shes dying !to|for|laughing|of
    severe|worst|excruciating|unbearable [chest|stomach|abdominal|head] pain|headache !in_the|clinic|management
    sugar is|at|dropped [to|like|only|at] \\d\\d >
    sugar [is|at|was|dropped|its] \\d+|low|crashing .. shak\\w+|pass_out|confused|faint
    fever [is|of|at] \\d+ .. confused|shaking|seizure
    heart [is|has|just] stopped [beating] >
    heart [is] stopped|racing [and] [i|feel|im] faint|dizzy|beating >
    beating out of my chest
    on the floor hes|shes|not
    electric shock hes|shes
"""
_EN_NOT = """
    bills?|prices?|balance|statement|total|amount|this|that|it [just|almost|is] gave|give|giving|gives [me|us|a]
        heart_attack|stroke
    almost|nearly had a heart_attack|stroke
    overdosed|shot|stabbed|attack|stroke and|then [he|she] died|passed_away
    when i saw|opened [the|my|that|this] total|bill|amount|balance|price
"""

_PEOPLE_ES = (
    "hijo hija mama papa esposo esposa bebe nino nina abuela abuelo hermano hermana marido vecino vecina senora"
    " senor persona"
    " alguien mujer"
)
_ES_LISTS = {
    "family": _PEOPLE_ES,
    "attack": "infarto derrame embolia paro_cardiaco ataque ataque_al_corazon convulsion convulsiones",
    "then": "hace el_ano en_\\d+ que_tuve el_mes la_semana pasad[oa] en_mayo ayer_pero",
    "stirs": "despierta reacciona se_mueve",
    "wakes": "despierta reacciona responde se_mueve",
    "bills": "con_tanta con_tantas de_tanta con_las con_esta con_estas",
    "poison": "pilas? cloro veneno monedas? limpiador bateria detergente gasolina",
    "ill": "mover moverme moverse sentir",
}
_ES_WORD = """
    < [es|tengo|tenemos|una|esto_es|hay] emergencia|urgencia [medica|por_favor|ayuda|ya|aqui|ahora|ahorita|,] > !de|del
    esto_es|es_una|tengo_una|tenemos_una|hay_una [verdadera] emergencia|urgencia !en_la|familiar|de|con|economica
    ~no_fue_una|no_es_una|por_una|de|una_no emergencia medica !{then}
    llamen|llame|llama|hablen|hable|marquen|marque|necesito [a|al|el|ya|por_favor] 911|al_911|ambulancia|una_ambulancia
    necesito|necesita|necesitamos|manden|mande|manda|envien|ocupo|ocupamos|traigan|pidan [me|urgente|ya] [una|la]
        ambulancia !que
    ^ [una|por_favor] ambulancia [rapido|por_favor|ya|urgente|,] $
    ^ auxilio|sos|911|socorro [por_favor|ayuda|,] $
    auxilio|socorro [por_favor|ayuda] >
    ayuda|urgente [,] [es_una] emergencia >
    manden|envien|mande ayuda [por_favor|ya|rapido|,] >
"""
_ES_WORD_NOT = """
    no fue|era|es [una] emergencia|urgencia
"""
_ES = """
    ~no_me|ya_no_me|tuve|tenia duele|dolor|dolores [mucho|muy_fuerte|fuerte|en|de|el] [el|mi] pecho|corazon !{then}
    aprieta|apretado|oprime|opresion|punzadas|presion [en] [el|mi|de] pecho
    pecho [se|me|esta|muy|lo] apretado|aprieta|duele|oprime !desde_hace_un_ano
    no puedo|puede|pueden|logro|podemos [ni|bien|casi] respirar|jalar_aire|tragar !{bills}
    no|casi_no respira|jalo_aire [bien] > !porque
    dejo|deja de respirar
    doliendo [mucho] [el|mi] pecho|corazon
    se me va|acaba el aire
    falta|faltando [mucho] el aire !acondicionado
    cuesta|dificultad|batallo [mucho|para|al] respirar !{bills}
    me|se [esta|estoy|estan] ahogo|ahoga|ahogando|atragantando|atraganto|asfixiando|asfixia !de|en|con
    dando|da|dio|tuvo|teniendo|sufriendo|creo [que_es|que_tuvo|un|le] [un|una] {attack} !de_risa|de_nervios|{then}
    ^ [un|una|,] infarto|derrame|embolia|sobredosis|hemorragia|convulsiones|inconsciente [cerebral|ayuda|,] $
    ataque al corazon !{then}
    derrame cerebral !{then}
    sobredosis !de_trabajo
    esta|quedo|encontre inconsciente
    ataque de convulsiones
    convulsionando|convulsiona|infartando|desangrando|hemorragia
    dieron|dan|dando|tiene convulsiones !{then}
    no despierta|reacciona > !porque
    no {stirs} [y|ya|,] [no|esta] [{wakes}|respira|frio|fria]
    {family}|cayo|fiebre|herido|y|palido no [me] {wakes} [nada] > !el_link
    se|me [acaba_de] desmayo|desvanecio|esta_desmayando|voy_a_desmayar !{then}
    sangr\\w+ [mucho|muchisimo|y|demasiado|bastante|sin|por] no_para|mucho|parar|demasiado|la_cabeza|la_nariz_y|
        muchisimo
    estoy|esta|sigo|sigue|y sangrando
    no para|deja|se_detiene [de|la] sangre|sangrar
    hay|mucha|sale|saliendo|vomitando|vomito|tosiendo|lleno_de|perdiendo [mucha] sangre !me_sacaron|para_el
    abrio [la|mi|se|una] herida|cirugia|operacion|sutura
    boca|cara|brazo|labios [le|se|esta|la] torcida|morados|hinchados|hinchada|dormido|entumido|caida
    torcio|cayo [la|media] boca|cara
    durmio|entume|entumio|dormida [la|el|media|toda] mitad|brazo|cara|lado
    labios|bebe|se [esta|estan|se] [puso|pone] morad[oa]s?|azul|azules
    hincho|hinchando|hinchada [la|mi|toda|se_me] cara|garganta|lengua
    cierra|cerrando [la|mi] garganta
    no me|se puedo|puede {ill} !de_aqui|de_trabajo|porque|hasta
    paralizo [la|el|media] [la|el] cara|cuerpo|brazo|lado|boca
    no puedo|puede {ill} [un|el|la|medio|bien] [lado|brazo|pierna|cuerpo|piernas|mitad]
    cayo|cai|caido .. no_se_mueve|no_responde|no_contesta|no_me_puedo_levantar|no_reacciona|la_cabeza|palid[oa]
    cayo del|de|por [la|las] techo|azotea|escaleras|arbol|escalera
    trago|tomo|tome|comio|bebio|trague [una|el|un|la|unas|muchas|por_error] {poison}
    tomo|tome|trago [muchas|demasiadas|unas|todas] [las] pastillas !para_la|cada
    inyecto|puse|puso mucha insulina
    reaccion alergica !{then}
    rompio la fuente
    estoy|esta de_parto|en_labor|dando_a_luz !del
    voy_a|va_a tener|nacer el|al|mi bebe ya|ahorita|aqui
    no siento|siente [ya] [la|el|mi|media|un] mitad|brazo|cara|lado|piernas|pierna
    tuve|tuvimos|hubo [un] accidente|choque [y|,] necesito|estoy_herid\\w+|ayuda|necesitamos
    fuego|incendio en mi|la casa
    se_quema|incendio la|mi|una casa
    ya viene [el|mi] bebe
    embarazada [y|estoy|con] sangrando|sangrado|contracciones
    accidente|choque|chocamos [y|de|en|el|carro] [estoy|auto|,|estamos|hay] herid[oa]s?|sangrando|grave|atrapad[oa]
    le|lo|la|me|nos [acaban_de] dispararon|balearon|balacearon|apunalaron|dieron_un_balazo|dieron_un_tiro|atropellaron
    se_esta|me_estoy|se_nos_esta|se_me_esta muriendo !de|por|mi_cel\\w*|la_pila|el_telefono
    creo|siento que me muero|estoy_muriendo [,] [ayud\\w+] >
    me muero|estoy_muriendo [,] ayud\\w+|auxilio
    peor dolor de cabeza
    dolor [muy|de|tan] fuerte|horrible|insoportable [en|de|del|el] [el|la] pecho|estomago|abdomen|cabeza|vientre
    no puede hablar > !porque|ahora|ahorita
    no puedo hablar bien|claro|derecho !de|por|ahorita|ahora
    de_repente|subitamente no [puedo] veo|ver|hablo|hablar !el_link|mi_cuenta|la_pagina
    azucar [en|esta|muy|baja] \\d+|baja|alta .. tembl\\w+|desmay\\w+|sudando
    fiebre|calentura y no {wakes}
    corazon se_me_sale|muy_rapido .. mareada|mareado
    pierna|brazo [se|le] .. hueso
    persona|senor|senora|hombre|mujer tirad[oa] en|afuera
    me|le esta dando algo
    ayuda|help no puede|puedo respirar
"""
_ES_NOT = """
    casi [me] [da|dio|dan|muero] [un|de] infarto|ataque|derrame
    muriendo [el|mi|la] celular|cel|telefono|pila|bateria|carro
"""

RULES = (
    Rule("emergency", "en", "emergency", phrases(_EN_WORD, **_EN_LISTS), phrases(_EN_WORD_NOT)),
    Rule("emergency", "es", "emergency", phrases(_ES_WORD, **_ES_LISTS), phrases(_ES_WORD_NOT)),
    Rule("emergency", "en", "emergency", phrases(_EN, **_EN_LISTS), phrases(_EN_NOT)),
    Rule("emergency", "es", "emergency", phrases(_ES, **_ES_LISTS), phrases(_ES_NOT)),
)
