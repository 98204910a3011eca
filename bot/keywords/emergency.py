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
    "visit": "visit visits appointment appt claim claims charge charges code codes test testing follow_up followup"
    " copay workup meds medication class course shot shots clinic thing_from panel",
    "then": "last in over when ago years from_this from_these when_i on since_i",
    "cant": "cant couldnt not isnt hardly barely stopped wont arent cant_even unable_to trouble difficulty"
    " struggling_to struggling hard_to hard_time wasnt",
    "wrong": "blue purple swelling swollen drooping droopy gray swelled",
    "poison": "bleach poison antifreeze battery batteries magnets? detergent gasoline drain_cleaner cleaner pills"
    " pods?",
}
_EN_WORD = """
    < [this|its|it|is|a|an|please|real|medical] emergency [please|help|now|here] > !room|bill
    this_is|its [a|an] [an|a|real|actual|life_threatening|medical] emergency !room|for_m[ey]|for_our|for_your|fund|fee|
        savings|only|contact|number
    ~family|no we|im|i have|having [a|an] [medical|real|health] emergency >
    ~not_a|non|no|wasnt_a|isnt_a|any|for|a_non medical emergency !bill|visit|charge|contact|transport|fund|last|in|
        that|this|with|and
    help|please emergency >
    emergency help|now|please
    ^ sos|{911} [please|now|help|emergency] $
    ^ ambulance [please|now|help|,] $
    ~i|he|she|we|they|already|who [please|someone|somebody|you|can|must|to] {call} {911}|an_ambulance|ambulance !bill|
        charge|last|and_got|is|in_big|then_press
    need|needs|want [a] {911}|an_ambulance|ambulance|paramedics !bill|receipt|charge|ride|invoice|form|company|number|
        records
    send|get [me] help now|fast|hurry|please !button|with
    please hurry hes|shes not|turning|turnin
"""
_EN_WORD_NOT = """
    flooded|basement|pipe|furnace|heater|wallet|lol|jk|just_kidding
    emergency room|visit|visits|bill|contact|charge|charges|charged|dept|department|fund|copay|medicaid
    was|wasnt|isnt|not [a|an|really|medical] emergency
    how_long|how_much does|is|for
    tells|told|says|saying|said|tell [me|us|you|people] [to] [dial|call] 911
"""
_EN = """
    ~for|for_the|for_my|about|past|old|as|no|nor|any|to_have [bad|severe|sharp|
        terrible] chest pains? !visit|bill|charge|last|
        in|appointment|test
    chest|heart [is|really|feels|has|so] [been] hurts?|hurting|tight|aching|crushing|pounding|heavy !from_laughing|
        after_your|for|when|with
    chest [feels] like
    ^ my {family} heart_attack
    chest [is] killing_me|pressure|tightness|discomfort|burning
    pain|pressure|tightness|squeezing [and] in|on [my|his|her] chest
    having|think|think_its|maybe|might_be|get [its|im|he|she|hes|shes|{family}|my|is|having] [a|having] {attack}
        !{then}|looking|of_luck
    think|i_think|believe [my|that] {who} had|has [a] {attack} !{then}
    {who} [just] had a {attack} just|right_now|now|help
    {who} had_just|just_had|just_got|gets|is_having [a|another|an] {attack}|allergic_reaction !{then}
    ^ [help|a] stroke|seizure|overdose|bleeding|choking|heart_attack|unconscious [help|now|please] $
    {who} [is|are] seizing|convulsing|unresponsive|unconscious
    is|gf|bf|wife|become|went|going_into|in [not|now|become|totally] unresponsive|unconscious|anaphylaxis|convulsing
        !to_your|to_my|to_calls
    ^ anaphylaxis|unconscious|unresponsive !kit
    {cant}|quit [really|to|even] breathe|breathing|breathin|breath !lol|a_word|financially|till|back_in|in_(?:jan|feb|
        mar|apr|may|june|july|aug|sep|oct|nov|dec)\\w*|last_(?:year|spring|summer|fall|winter)|easy|because_of|
        treatment|with_all|test|room|until|thru|through
    cant catch|get [my|his|her|any|enough] breath|air
    short_of|gasping_for|fighting_for|shortness_of|out_of breath|air !from|visit|is_listed|just_ran|lol|at_(?:that|the|
        this|your)|running
    breathing problems|trouble|funny|weird
    im|hes|shes|is|am|still|keep|keeps|baby [just|still|really|now|pregnant|and] bleeding !me|us|money|points|edge|
        disorder|cash|hearts?
    bleeding [really|so|out|very|a|through|thru] bad|badly|heavily|lot|out|everywhere|nonstop|stop|profusely|
        uncontrollably
    bleeding [and|it|that] wont|wouldnt|doesnt|cant|from
    wont|cant|doesnt|never|isnt [stop|get|to|it] stop|stopping [the] bleeding
    blood [is] everywhere|wont|pouring|gushing|all_over|is_everywhere|spurting
    coughing|vomiting|throwing|puking|spitting|peeing|pooping [up] blood !money|work
    gushing|spurting [blood] >
    so|lot|lots|alot [much|of] blood !they_\\w+|you_\\w+|work|tests?|drawn|money|\\?|pressure|sugar|type|thinners?|
        draws?|vials?|sweat
    blood in my vomit|throw_up
    ~no|any severe|heavy|bad|uncontrolled|profuse bleeding !edge|procedure|{then}
    im|is|hes|shes|was|started|and|{family} hemorrhaging|haemorrhaging !money|cash
    i|think|just|she|he|they|has|accidentally|possible|{family} overdosed|overdosing|overdose !last|in|years|ago|bill|
        charge|class|as_a|on_(?!pills?|meds?|medication|my|his|her|drugs?|fent\\w*|heroin|tylenol|insulin|purpose|
        oxys?|xanax)\\w+
    insulin|drug|tylenol|heroin|fentanyl|accidental|possible|is_an overdose !class|bill
    he|she|{family} [just] odd|od >
    took|swallowed|drank [a|the|whole|entire] bottle of [my|the|his|her] \\w+ !water|wine
    took|swallowed|ate [a|too|so|way] bunch_of|whole|whole_bottle_of|lot_of|many|handful_of [of|my|the] pills
    took|swallowed|ate|given|taken|drank|gave [him|her|way|the] too_many|too_much pills|insulin|meds|medicine|
        medication|tylenol
    swallowed|drank|ate|ingested|inhaled|drinking [a|some|the|my] {poison}|rat_poison|coin|marble
    passed|blacked|knocked out .. hit|hurt [my|his|her] head !when
    passed|blacked|knocked out [again|and|cold|now|twice|on] [and|today] wont|cant|isnt|on|floor|today|chest|now !of|
        the_couch|the_sofa|my_couch|my_bed|the_bed|me_right|the_recliner
    someone|somebody|person|lady|man|woman|{family}|she|he|just [just] passed_out|fainted|collapsed|blacked_out
        !on_the_(?:couch|sofa|bed)|on_my_(?:couch|bed)|drunk|asleep|early|candy|flyers|papers|into_bed !when|last
    going_to|about_to pass_out|faint|black_out !forms
    im passing|blacking out !forms|flyers
    feel|feeling [like] [im|going|i|to|will|about] faint|pass_out|passing_out|fainting !hope
    somebody|someone|guy|man|lady|woman|person|he|she|patient [just] collapsed
    hes|shes|he|she|{family}|and [is|just|even] wont|cant|not|isnt|doesnt wake|waking|move|moving [up] > !to
    hit by a|the|this car|truck|bus|van|train .. .. isnt|not|wont moving|responding|waking|breathing
    {family}|and|hes|shes|he|she [is] not|isnt|wont responding|responsive|respond [to_me] >
    [shes|hes|im|is|baby|kid|{family}] ~this|that|it|bill|debt|he|she is|hes|shes|im|are|son|daughter|baby|kid choking
        !on_(?:these|this|that|bills?|interest|debt)|up|me|us|my|the|with_(?:this|these|all)|because
    cant swallow !this_bill|that|the_cost
    turning|turned|going blue|purple|gray >
    lip|lips|and|{family} is blue|purple|gray >
    lips|fingers|face|skin [are|is|look|looks|turned|turning|so|all|and] {wrong} !visit|went
    got|getting into the|my bleach|pills|medicine|poison|medications?
    swelling|swollen|swelled [up] in|of my throat|tongue|face|lips !visit
    gun_shot|gunshot|stab wound|>
    broke|broken my|his|her leg|arm|hip|neck|back .. cant_move|cant_walk|bone
    so much|bad pain [i|that|he|she] cant [even] stand|move|walk|breathe|talk
    blood coming|came out|from !my_account
    throat|tongue [is|feels|getting|are] closing|closed_up|swelling|swollen|swelled|tight !visit|went
    cant move|feel my|his|her legs?|arms?|left|right|side|body|face
    cant see out|anything|right_now !of_my_account|on
    cant talk|speak right|straight !now
    face|arm|side [is|feels|went|and|all|of] numb|drooping|droopy !from
    sudden|suddenly [i] cant|numbness|blind|weakness !see_the|find|pay|open|log
    slurring|slurred [his|her|my] words|speech
    speech [is] slurred|slurring !since
    face_is|is|his_face drooping
    {who} [is|has|having] severe|severely|bad allergic|allergic_reaction|burned|injured|dehydrated
    allergic_reaction !{visit}|bill|{then}|to_your|to_this_bill|test|to_\\w+_(?:i_had|in_\\d+|years|back)
    bone [is] sticking|showing|out
    water [just] broke !bill|in|last|all_over_the_(?:basement|garage|yard|street|house)|line|main
    contractions [are] \\d+|every|close|getting|really
    giving birth now|right_now|in
    im in labor [now|right_now|and|please] >
    in labor now|right_now|please >
    pregnant and|im [im] bleeding|cramping
    baby [is] coming|crowning|not_moving|limp [now|right_now|early|fast|help] >
    accident|wreck [im|just|and] im_hurt|hurt|bleeding|just_now
    {who}|ive|i_was|got|been|was|just [just|been] stabbed|electrocuted !in_the_back
    husband|wife|son|dad|brother got shot >
    ive_been|i_was|just_got|been|hes_been|shes_been|he_got|he_was|she_was shot >
    ^ electrocuted|hemorrhaging|contractions|seizing $
    epi_pen|epipen didnt|not|doesnt
    carbon monoxide !test|detectors?|inspection|kit
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
    severe|worst|excruciating|unbearable [chest|stomach|abdominal|head] pain|headache !in_the|in_my_(?:wallet|pocket|
        ass|butt)|clinic|management|dealing|trying|visit|claim|was
    sugar is|at|dropped [to|like|only|at] \\d\\d >
    sugar [is|at|was|dropped|its] \\d+|low|crashing .. shak\\w+|pass_out|confused|faint
    fever [is|of|at] \\d+ .. confused|shaking|seizure
    heart [is|has|just] stopped [beating] >
    heart [is] stopped|racing [and] [i|feel|im] faint|dizzy|beating >
    beating out of my chest
    on the floor hes|shes|not
    electric shock hes|shes
    turning|lips|face|nails|hes|shes|fingers [is|are|all|going|going_all|look|turning] blue|purple|gray|grey !cross|
        card|shield|jean|about|in|at|ink|page|team|from|out|when
    ~has no|doesnt_have_a|dont_have_a|cant_find_a|without_a pulse !oximeter|at_all
    wont|doesnt|cant|not [wake|get] wake|waking|wakin [him|her|my|them|up] [husband|wife|mom|dad|son|daughter|up] [up] >
    cant|couldnt get|wake [him|her|my] [\\w+] awake|up
    {who} [just|is|are] collapsed|convulsing|wheezing !into_bed|on_the_(?:couch|sofa|bed)|on_my_(?:couch|bed)|last|two|
        both|the_(?:two|bills?|list|menu|page|window|
        tab)
    foaming|frothing at [the|his|her] mouth
    elephant [sitting] on my chest
    crushing|tearing|ripping chest|substernal|pain pain|pressure|in|between
    bit|bitten by a|an [\\w+] copperhead|rattler|rattlesnake|cottonmouth|snake|black_widow
    {who} [is|are] bleeding|bleedin out
    coughin|coughing|throwin|spittin up blood !money
    started|start|keeps|still|been seizing
    baby|its [is|foot|head|,] coming|crowning|coming_out now|help|out|right_now|feet
    cut|chopped|sawed|sliced [my|his|her|the|whole|half] finger|fingers|thumb|toe|hand [clean|right|all|the_way] off
    snake|rattlesnake bit|bitten me|him|her|us
    heart is racing and|,|\\d+
    need|needs|get|got_any narcan
    hit [his|her|my|the|their] head and|,|now [is|keeps|hes|shes|wont|started] throwing|vomiting|wont|confused
    skin [is] peeling off !sunburn
    im|were|hes|shes|is pinned [in|under|inside] !down
"""
_EN_NOT = """
    this|that|it [just|almost|is] gave|give|giving|gives [me|us|a] heart_attack|stroke
    bills?|prices?|balance|total|statements? [is|are|almost|nearly|s] giving|gave|gives me [a] chest|heart|stroke
    site|screen|page|app|computer|phone [just|froze|and|had] had|passed a|out
    when i saw|opened [the|my|that|this] total|bill|amount|balance|price
    charge|charged|charges|billed|coded|codes?|listed
    didnt|never|not|nobody|denied|wasnt|havent [had|have|having|was|were|a|any|in] chest|heart_attack|stroke|seizure|
        unresponsive|unconscious|bleeding|overdose|overdosed !in_the|and
    when|if|who|until|before|where|how_to|like_i [i|he|she|they|you|someone|somebody|a|person] [is|are] cant|couldnt|
        isnt|stops|stopped|choking|unconscious
    page|site|app|portal|screen|website|button|printer|laptop .. pulse|blue|purple|gray|grey|red|breathe|breathing|
        dying|choking|unresponsive|seizing|seizure|stroke
    office|staff|company|you|people|support is|are|so|totally unresponsive
    in the hospital|icu
    and|then [he|she] passed|died
    took|drew|drawn|draw|donated|donate|gave .. blood
    savings|account|wallet|bank|budget|money|finances|checking|business .. bleeding
    bleeding with|in|on my bills|finances|account|money|wallet
    water .. main|pipe|heater|plumb\\w+
    my dog|cat|puppy|kitten|horse is|has|had|isnt|cant|ate|swallowed|not
    vet
    dentist|dental|novocaine|lidocaine|botox|numbing
    no_work|workers_comp|comp|out_of_work|laid_up
    figuratively|metaphorically|drill|rehearsal|crossword|movie|film|episode|training|mannequin|novel
    autocorrect|voice_to_text|speech_to_text|typo
    when|whenever|if my \\w+ acts|flares|gets
"""

_PEOPLE_ES = (
    "hijo hija mama papa esposo esposa bebe nino nina abuela abuelo hermano hermana marido vecino vecina senora"
    " senor persona"
    " alguien mujer"
)
_ES_LISTS = {
    "family": _PEOPLE_ES,
    "attack": "infarto derrame embolia paro_cardiaco ataque_al_corazon ataque_cardiaco ataque_epileptico convulsion"
    " convulsiones",
    "then": "hace el_ano alla_en por_fiebre_cuando cuando_tenia cuando_era"
    " en_\\d+ en_el_\\d+ que_tuve el_mes la_semana pasad[oa] en_mayo ayer_pero",
    "stirs": "despierta reacciona se_mueve",
    "wakes": "despierta reacciona responde se_mueve",
    "bills": "con_tanta con_tantas de_tanta con_las con_esta con_estas",
    "poison": "pilas? cloro veneno monedas? limpiador bateria detergente gasolina",
    "ill": "mover moverme moverse sentir",
}
_ES_WORD = """
    < [es|tengo|tenemos|una|esto_es|hay] emergencia|urgencia [medica|por_favor|ayuda|ya|aqui|ahora|ahorita|,] > !de|del
    esto_es|es_una|tengo_una|tenemos_una|hay_una [verdadera] emergencia|urgencia !pero_de_las|en_el|en_la|
        en_mi_trabajo|familiar|
        de|con|economica
    ~no_fue_una|no_es_una|por_una|de|una_no emergencia medica !{then}
    llamen|llame|llama|hablen|hable|marquen|marque|necesito [a|al|el|ya|por_favor] 911|al_911|ambulancia|una_ambulancia
        !en|cuando|ayer|el
    necesito|necesita|necesitamos|manden|mande|manda|envien|ocupo|ocupamos|traigan|pidan [me|urgente|ya] [una|la]
        ambulancia !que|para
    ^ [una|por_favor] ambulancia [rapido|por_favor|ya|urgente|,] $
    ^ auxilio|sos|911|socorro [por_favor|ayuda|,] $
    auxilio|socorro auxilio|socorro|por_favor|ayuda|ayudenme
    ayuda|urgente [,] [es_una] emergencia >
    manden|envien|mande ayuda [por_favor|ya|rapido|,] >
"""
_ES_WORD_NOT = """
    no fue|era|es [una] emergencia|urgencia
    link
    911 dice
"""
_ES = """
    ~no_me|ya_no_me|tuve|tenia|ni|por|sin|no_tengo|no_tuve|de duele|dolor|dolores [mucho|muy_fuerte|fuerte|en|de|el]
        [el|mi] pecho|corazon !{then}
    aprieta|apretado|oprime|opresion|punzadas|presion [en] [el|mi|de] pecho
    pecho [se|me|esta|muy|lo] apretado|aprieta|duele|oprime !desde_hace_un_ano
    no puedo|puede|pueden|logro|podemos [ni|bien|casi] respirar|jalar_aire|tragar !{bills}|tranquil[oa]|de_tanto|
        de_la_risa|
        de_risa|lol|
        por_la_nariz
    no|casi_no respira|jalo_aire [bien] > !porque
    dejo|deja de respirar
    doliendo [mucho] [el|mi] pecho|corazon
    se me va|acaba el aire
    falta|faltando [mucho] el aire !acondicionado|,_acondicionado|de_subir|de_reir|de_la_risa|cuando_(?:subo|corro|
        camino)|al_(?:subir|
        caminar)
    cuesta|dificultad|batallo [mucho|para|al] respirar !{bills}
    ~no me|se esta|estoy ahogando|atragantando|asfixiando !de|en|la_pagina|el_link|con_tant\\w+|con_los|
        con_estos|con_las
    ~no_me|me se|me atraganto !de|la_pagina|el_pago|el_link
    < me ahogo >
    ^ [ya|y] se ahoga >
    dando|da|dio|tuvo|teniendo|sufriendo|creo [que_es|que_tuvo|un|le] [un|una] {attack} !de_risa|de_nervios|de_bebe|
        de_nin[oa]|al_(?:sistema|banco|carro|bolsillo)|a_mi_(?:bolsillo|cartera)|{then}
    ^ [un|una|,] infarto|derrame|embolia|sobredosis|hemorragia|convulsiones|inconsciente [cerebral|ayuda|,] $
    ^ [un] ataque al corazon
    esta dando [un] ataque !al|de|con|cuando|cada|\\w+_factura
    derrame cerebral !{then}
    tuvo|creo|tomo|una|es|con|de|por [una] sobredosis !de_trabajo|{then}
    esta|quedo|encontre inconsciente
    ataque de convulsiones
    convulsionando|convulsiona|infartando|hemorragia
    ~me_estan|nos_estan|me_tienen|me_andan|estan desangrando !con
    dieron|dan|dando|tiene convulsiones !{then}|de_nin[oa]|de_bebe|de_chic[oa]|cuando
    no {stirs} !mi_|tu|su|hasta|el_(?:boton|interes)|mi_interes|la_pagina|temprano|antes
    {family}|cayo|fiebre|herido|y|palido no [me] {wakes} [nada] > !el_link
    fiebre|calentura|flojit[oa]|palid[oa]|aguadit[oa] [,|y] [flojit[oa]|aguadit[oa]|,|y] no quiere|se_quiere despertar
    se|me [acaba_de] desmayo|desvanecio|esta_desmayando|voy_a_desmayar !{then}|la_senal|el_(?:internet|sistema|
        telefono|nino_dios)|la_pagina|cuando_vio|al_ver|de_risa|si
    sangr\\w+ [mucho|muchisimo|y|demasiado|bastante|sin|por] no_para|mucho|parar|demasiado|la_cabeza|la_nariz_y|
        muchisimo
    estoy|esta|sigo|sigue|y sangrando !dinero|lana|feria|plata|pesos|dolares
    no para|deja|se_detiene [de|la] sangre|sangrar
    hay|mucha|sale|saliendo|vomitando|vomito|tosiendo|lleno_de|perdiendo [mucha] sangre !nueva|azul|fria|me_sacaron|
        para_el|
        en_la_(?:factura|cuenta)
    abrio [la|mi|se|una] herida|cirugia|operacion|sutura
    boca|cara|brazo|labios [le|se|esta|la] torcida|morados|hinchados|hinchada|dormido|entumido
    cara caida de|y
    torcio|cayo [la|media] boca|cara !de
    durmio|entume|entumio|dormida [la|el|media|toda] mitad|brazo|cara|lado !de_(?:cargar|estar|tanto|dormir|tener)
    labios|bebe|se [esta|estan|se] [puso|pone] morad[oa]s?|azul|azules
    hincho|hinchando|hinchada [la|mi|toda|se_me] cara|garganta|lengua
    cierra|cerrando [la|mi] garganta
    no me|se puedo|puede {ill} !del?|porque|hasta
    paralizo [la|el|media] [la|el] cara|cuerpo|brazo|lado|boca
    no puedo|puede {ill} [un|el|la|medio|bien] [lado|brazo|pierna|cuerpo|piernas|mitad]
    cayo|cai|caido .. no_se_mueve|no_responde|no_contesta|no_me_puedo_levantar|no_reacciona|la_cabeza|palid[oa]
    cayo del|de|por [la|las] techo|azotea|escaleras|arbol|escalera
    trago|tomo|tome|comio|bebio|trague [una|el|un|la|unas|muchas|por_error] {poison}
    tomo|tome|trago [muchas|demasiadas|unas|todas] [las] pastillas !para|cada|que_me|que_el|y_ya|como_(?:me_)?(?:dijo|
        dijeron|indico)
    no tiene|le_siento|le_encuentro|encuentro|siento [el|su] pulso
    echando|echa|sacando|saca|escupiendo|botando espuma
    poniendo|puso|pusieron|poniendose [muy|todo|toda] morad[oa]s?|azul|azules|gris !la_pantalla|el_boton
    no [la|lo] puedo|podemos|puede despertar [a|,|y|,|>]
    no abre|abren los ojos
    paro el corazon a|y|,|le|>
    no responde|contesta ni|y [no|abre] abre|respira|los_ojos
    ve|veo|salen|saliendo|salio las|mis|sus tripas|intestinos
    mordio|pico una culebra|vibora|serpiente|alacran|cascabel
    oxigeno [esta|en|de] .. dice|esta|en \\d\\d
    voy_a|va_a parir !con|de
    revento|rompio|rompi|reventaron la|mi|su fuente !de|del|en
    chorro|chorros de sangre
    huele|olia|oliendo a gas .. vomit\\w+|mare\\w+|dolor|despierta|hijos
    me estoy|esta hogando|ahogando !en|con|de
    no entra [el] aire
    dieron|dar|dio|metieron|pegaron un balazo|tiro a|en !pie
    me [acaba_de|acaban_de] picaron|picar|pico [una|un|unas] abejas?|avispas?|alacran|arana .. hinch\\w+|garganta|
        respirar|ahogo
    siento que me voy_a morir aqui|sol[oa]|,|>
    inyecto|puse|puso mucha insulina
    reaccion alergica !{then}|ya|fue|es
    estoy de_parto|en_labor|dando_a_luz !del|pagando
    esta de_parto|en_labor|dando_a_luz y
    voy_a|va_a tener|nacer el|al|mi bebe ya|ahorita|aqui
    no siento|siente [ya] [la|el|mi|media|un] mitad|brazo|cara|lado|piernas|pierna
    tuve|tuvimos|hubo [un] accidente|choque [y|,] necesito|estoy_herid\\w+|ayuda|necesitamos
    fuego|incendio en mi|la casa !de|en|hace|y_perd\\w+
    se_quema|incendio la|mi|una casa
    ya viene [el|mi] bebe
    embarazada [y|estoy|con] sangrando|sangrado|contracciones
    accidente|choque|chocamos [y|de|en|el|carro] [estoy|auto|,|estamos|hay] herid[oa]s?|sangrando|grave|atrapad[oa]
    le|lo|la|me|nos [acaban_de] dispararon|balearon|balacearon|apunalaron|dieron_un_balazo|dieron_un_tiro|atropellaron
        !de|la_renta
    se_esta|me_estoy|se_nos_esta|se_me_esta muriendo !de|por|de_la_risa|lol|mi_cel\\w*|la_pila|el_telefono
    creo|siento que me muero|estoy_muriendo [,] [ayud\\w+] >
    me muero|estoy_muriendo [,] ayud\\w+|auxilio
    peor dolor de cabeza
    dolor [muy|de|tan] fuerte|horrible|insoportable [en|de|del|el] [el|la] pecho|estomago|abdomen|cabeza|vientre
    no puede hablar > !porque|ahora|ahorita
    no puedo hablar bien|claro|derecho !de|por|ahorita|ahora|ingles|espanol|el
    de_repente|subitamente no [puedo] veo|ver|hablo|hablar !el_link|mi_cuenta|la_pagina
    azucar [en|esta|muy|baja] \\d+|baja|alta .. tembl\\w+|desmay\\w+|sudando
    corazon se_me_sale|muy_rapido .. mareada|mareado
    pierna|brazo [se|le] .. hueso
    persona|senor|senora|hombre|mujer tirad[oa] en|afuera
    me|le esta dando algo
    dedo|mano|pie .. [con] sierra|motosierra|machete !regal\\w+
    trag\\w+|tom\\w+|beb\\w+ anticongelante|gasolina|cloro|raticida|veneno|acido
    se ahogo|esta_ahogando|quemo en|con [la|el|el_agua] alberca|piscina|tina|aceite|agua_hirviendo|agua_caliente
    contracciones cada|seguidas|fuertes|muy
    me electrocute|electrocuto
"""
_ES_NOT = """
    yegua|vaca|perra|perrita|gata|gatita|chiva|marrana|coneja|burra .. .. esta de_parto|dando_a_luz
    infarto|ataque|pecho [me] [da] cada_que|cada_vez|ver [ese|esa|el|la|lo|su]
    ataque|infarto con esta|este|esa|su pagina|cuenta|total|bill|precio
    infarto|ataque|derrame ver|al_ver|cuando_vi|viendo|de_ver|con_la_cuenta|con_ese_total|de_risa|lol
    casi [me|nos] desmayo|desmaye|desmayamos|ahogo|caigo [lol|con|cuando|al] lol|con_la_cuenta|con_el_total|con_ese|
        cuando_vi|al_ver|la_cuenta|ese_total
    visita|consulta|cita|cuenta|bill|cobro|curso|clase|taller [\\w+] de|del|por|para [la|el|un|una|primeros|infartos|
        mi] [reaccion|auxilios] alergica|infarto|infartos|derrame|convulsiones|sobredosis|convulsion
    casi [me|le|les|nos] [da|dio|dan|muero] [un|de] infarto|ataque|derrame
    muriendo [el|mi|la] celular|cel|telefono|pila|bateria|carro
    celular|cel|telefono|pila|bateria|carro|negocio|planta|laptop|compu [ya] se_esta|se_me_esta|me_esta muriendo
    troca|carro|camioneta|moto|computadora|lavadora|podadora|motor [se|me] convulsiona|ahoga|ahogo
    factura|cobro|cobran|cobraron|cobro|codigo|codigos|dice|aparece|pusieron|ponen .. dolor|ataque|sobredosis|infarto|
        derrame|convulsiones|hemorragia
    pantalla|boton|pagina|foto|luz|pared .. puso|pone|esta|poniendo
    corazon cuando_vi|al_ver|del_susto|con_la|con_el|de_ver
    sistema|cuenta|app|boton|pagina no reacciona|responde
    no puedo|puede trabajar
    despues|desde|tras del|el derrame|infarto
    bolita|cargando|veterinari\\w+
    perr[oa]|gat[oa] no|se|esta|tuvo
    sacaron|sacan|sacar|saco .. sangre
    raspado|paleta|maquillaje|pintura|disfraz
    dicte|dictado|voz_a_texto|corrector|autocorrector|quise_decir|quise_poner
    dentista|simulacro|pelicula|serie|novela|ensayo
    ni|sin dolor|dolores|sangrado|convulsiones
    estas|esas|tantas cuentas|deudas|facturas
"""

_MONTHS = (
    "jan\\w* feb\\w* march april june july aug\\w* sept?\\w* oct\\w* nov\\w* dec\\w* spring summer fall winter"
    " 2\\d\\d\\d"
)
_LONG_AGO_EN = """
    in|back_in|last|since|of|this_past [the|early|late|may] {months}|year
    last|back_in|in|on may|{months}|year|month|week|summer
    \\d+|few|couple|two|three|six|several [of] months|years|yrs ago
    all|im|hes|shes|is|were|doing [all|both|totally|much|doing] good|fine|healed|better|well|ok now|thank_god|thankfully
"""
_NOW_EN = """
    right_now|help|hurry|cant|again|tonight|ambulance|911|please_send|worse|back_now|today|happening
"""
_MESES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre 2\\d\\d\\d"
_LONG_AGO_ES = """
    en|desde|de|el_\\d+_de {meses}
    el|la|hace ano|verano|invierno|mes|semana|\\d+|unos|varios pasado|pasada|meses|anos
    hace [un|dos|tres|cuatro|cinco|unos|varios|muchos] mes|meses|ano|anos
    del|otra|otro ano|semana|mes|dia
    ya esta|estoy|ando|estamos|anda [muy] bien|mejor|recuperad[oa]|san[oa]
"""
_NOW_ES = """
    ayuda|ayudenme|otra_vez|no_puede|no_puedo|no_responde|no_despierta|no_reacciona|ambulancia|911|urgente|esta_noche|
        hoy|peor|auxilio
"""
_AGO_EN, _AGO_ES = phrases(_LONG_AGO_EN, months=_MONTHS), phrases(_LONG_AGO_ES, meses=_MESES)
_PRESENT_EN, _PRESENT_ES = phrases(_NOW_EN), phrases(_NOW_ES)

RULES = (
    Rule("emergency", "en", "emergency", phrases(_EN_WORD, **_EN_LISTS), phrases(_EN_WORD_NOT)),
    Rule("emergency", "es", "emergency", phrases(_ES_WORD, **_ES_LISTS), phrases(_ES_WORD_NOT)),
    Rule("emergency", "en", "emergency", phrases(_EN, **_EN_LISTS), phrases(_EN_NOT), _AGO_EN, _PRESENT_EN),
    Rule("emergency", "es", "emergency", phrases(_ES, **_ES_LISTS), phrases(_ES_NOT), _AGO_ES, _PRESENT_ES),
)
