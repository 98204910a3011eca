"""The patient has died (fact sheet H14). Whose death it was staff find out; phones, pets and links die too."""

from __future__ import annotations

from bot.keywords.mourning import FAR_EN, FAR_ES, OWN_EN, OWN_ES, THEIRS_EN, THEIRS_ES, TOPIC_EN, TOPIC_ES
from bot.keywords.names import NAMES
from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_EN_LISTS = {
    "name": NAMES,
    "kin": "cuz bro sis auntie hubby gramma he she mom mama mother mum dad father husband wife son daughter brother"
    " sister grandma grandmother"
    " granny grandpa grandfather aunt uncle cousin nephew niece baby boyfriend girlfriend fiance fiancee partner"
    " spouse patient nana abuela abuelo abuelita abuelito tio tia suegra suegro stepdad stepmom twin roommate holder"
    " kid child",
    "noun": "mom mama mother dad daddy father husband wife son daughter brother sister grandma grandpa aunt uncle",
    "then": "in last on away suddenly recently peacefully yesterday this a_few two unexpectedly months? years?"
    " january february march april may june july august september october november december sunday monday tuesday"
    " wednesday thursday friday saturday christmas easter thanksgiving cancer covid from_cancer from_covid from_a"
    " from_the due_to",
    "kins": "moms mothers mamas dads fathers daddys husbands wifes sons daughters brothers sisters grandmas grandpas"
    " aunts uncles cousins",
    "not_lost": "job insurance card house phone number wallet purse coverage my his her the",
    "thing": "phone iphone android cell battery car truck van engine motor laptop computer pc tablet ipad router wifi"
    " internet link app site website portal page screen chat thread conversation convo call line card email"
    " code coupon printer fridge refrigerator freezer washer dryer dishwasher furnace ac heater tv bike mower savings"
    " wallet paycheck budget bank_account credit checking diet dog dogs cat cats puppy pup kitten kitty pet pets"
    " hamster"
    " horse pony bird parrot rabbit bunny fish goldfish turtle lizard guinea_pig chicken cow goat plant plants tree"
    " garden signal charger watch machine generator transmission server system",
    "pet": "dog dogs cat cats puppy pup kitten kitty pet pets hamster horse pony bird parrot rabbit bunny fish goldfish"
    " turtle lizard guinea_pig",
    "late": "husbands? wifes? wife mothers? fathers? moms? dads? sons? daughters? brothers? sisters? grandmothers?"
    " grandfathers? aunts? uncles? parents? partners? grandmas? grandpas?",
}
_EN = """
    {kin}|{name}|they|who|already|sadly|reach|person|lady|man|guy|dude|woman [has|have|just|already|had|sadly|
        unfortunately] died !on_me|laughing|down|of_laughter|of_nothing|inside
    ,|and [has|have|just|already|had|sadly|unfortunately] died in|on|last|a|this|two|three|\\d+|yesterday|>
    ^ [sorry|,] died|deceased|dead|passed_away $
    ^ passed_away
    mr|mrs|ms|miss \\w+ [has|have|just|already|sadly] died|passed|passed_away|didnt_survive
    im|its|this_is|is \\w+s widow|widower
    {name} \\w+ [has|have] died|passed|passed_away in|on|last|a|this|two|three|\\d+|yesterday|>
    {kin}|{name}|person|account|reach|for|want|lady|man|woman|guy|dude|who|neighbor|has|have|had|, [has|have|just|
        already|had|sadly|
        recently|suddenly] passed|past|pass|passes away !the_time|time
    {kin}|{name} [has|have|just|already|had|sadly] passed {then} !me|test|your|this_number|the_number|
        (?:the|that|an)_(?:mri|scan|surgery|shot|test|tests|vaccine|procedure|treatment|offer|plan|xray|exam|x)
    {kin} [has|have|just|already|had] passed > !the
    ~is_anyone|if|not deceased|decedent !pet
    hes|shes|{kin}|{name}|who|person|texting|patient [is|was|has_been|has|been|now|already] dead !to_me|battery|
        tired|wrong|right|set|serious|inside|broke|asleep|sure
    {kin} been|has_been dead|deceased|gone [for] two|a_year|years|\\d+|months|since
    a|to|for|from|billing|texting|text|bill|charging|messaging|contacting|my [a|my|his|her] dead person|man|woman|
        people|
        patient|mans|guy|lady|mother|father|husband|wife|relative
    {kin}|{name} was|got killed|murdered
    lost him|her|dad|mom|grandma|grandpa in|last|on|to|this !{not_lost}
    lost [our|my|his|her] {late}|baby to|in|last|on|this|suddenly|>
    lost his|her|their [long|last|hard|own|the] battle|fight !over|for|against_the_insurance
    in the|his|her ground|grave|cemetery|morgue since|at|now|already|>|for
    took|taken his|her|their own life
    departed this life|world|earth
    date of death
    notif\\w+|notice|inform\\w+|aware of his|her|their|the death|passing
    {kin}|he|she|{name}|already kicked the bucket !over|of
    six|6 feet|ft under
    pushing up daisies
    he|she|{kin}|{name} [was|got|been|is|has|have|had|already] cremated
    got|have|picked_up|received his|her|the ashes !lol
    he|she|{kin} [has|have|just] odd [and|in] died|january|february|march|april|may|june|july|august|last|two|september|
        october|november|december
    found [him|her|last|this] [\\w+] dead|deceased !link|end
    has|have passed on >
    gone|went|going [on|home] to be with the_lord|lord|jesus|god|his_maker|her_maker
    for probate
    on this|the|that|your account|bill|statement [has|have|just] died|passed|passed_away
    {kin}|{name}|he|she|patient [just|has] passed \\d+|on_the_(?!mri|scan|surgery|shot|test|vaccine|procedure|
        treatment|offer|plan|xray|exam)\\w+|in_his_sleep|in_her_sleep|at_home|in_hospice|overnight|
        today|sunday|at_the !tests?|classes|kidney|payments?
    pronounced [dead|her|him] last|at|on|dead|this
    {kin}|he|she|{name} didnt|never|aint|not [ever] make|made it [home] through|thru|threw|past|out_of|outta|after
    ~i never [even] woke up [from|again|after] the|her|his|from|after|>
    took|taking him|her|{kin} off life_support|the_vent|the_ventilator|the_machine|the_machines
    turned|shut off the machines?|life_support|vent
    patient|person|man|woman|holder|park|{name} [is] no_longer living|alive
    the late mr|mrs|ms|dr|{name} !fee|fees|charge|notice
    his|her|{kins} heart gave_out|stopped_for_good
    shes|hes|is|are|lying at|in [a|the|\\w+] [and|\\w+] funeral_home|mortuary|morgue
    in|for the hereafter|afterlife
    didnt|never make|made it through|thru the|her|his|that surgery|operation|procedure|transplant|night
    bring|brought her|him back , couldnt
    couldnt bring|revive him|her back|>
    {kin}|hes|shes|is|isnt no_longer|isnt|not|longer living|alive|with_us|among_us !on_(?:our|my|the|this)|at_(?:this|
        our|the)|in_network|as
    in heaven now|with !(?:that|this|these|those|your|my)_new
    with|among the angels|ancestors
    he|she|hes|shes|{kin} went|in [home] [to|be] [be] [with] jesus|heaven|the_lord|god
    god|jesus|lord|cancer|covid|fentanyl|virus took|called|got him|her|mama|mom|dad|my [home|mom|dad|mother|father|
        husband|wife]
    ^ [,] rip $
    rest_in_peace|rip [to] [my|our|to|sweet|little|big] {kin}|{name}|him|her|they
    he|she|they|him|her|{kin} [may|,|let|now] rest_in_peace >
    death certificate|cert
    ~during|before|after|at|to|for|of|from|missed|day_of|with his|her funeral|burial|obituary|memorial_service|cremation
    [the] funeral was|is yesterday|last|on|friday|saturday|today|this|tomorrow
    ~to buried|burying|bury [my|our] [dear|own|sweet|poor|late] him|her|{kin}
    executor|executrix [of|for|to] the|her|his|my [estate|will]
    ~real|the_real his|her|their|the|no estate .. probate|closed|died|deceased|nothing
    handling|settling|closing his|her|their|the|my_\\w+s estate
    in probate
    the|his|her widow|widower !friend|neighbor|coworker
    stillbirth|stillborn|still_birth
    he|she|{kin} [sadly] didnt make it > !to
    he|she|they|who|that|{kin}|{name} didnt survive
    didnt survive the|her|his surgery|operation|accident|cancer|crash|stroke|attack
    {kin}|{name} [has] committed suicide
    died by suicide
    dead people|men dont|cant pay
    sorry to tell|inform [you] .. died|dead|deceased|passed
    patient|{kin} [has] expired
    {kin}|{name}|she|he|already|has [has|just|already|peacefully] crossed over !to|the
    celebration of life
    gone to|on_to glory|be_with_the_lord|be_with_jesus|heaven
    {kin}|she|he|shes|hes is with the_lord|jesus|god|our_lord now
    mr|mrs|ms \\w+ is|was dead|deceased
"""
_EN_NOT = """
    ~his|her|their {thing} [just|has|had|is|s|finally|already|totally|completely|sunday|also|on_us] died|dead|
        croaked
    ~his|her|their|on_my|on_our|on_the|on_this|in_this laptop|computer|phone|iphone|car|
        truck|{pet} [just|has|had] passed|deceased
    died|dead|dies|die [of] laughing|of_nothing|of_laughter|of_laughing|of_boredom|of_embarrassment|from_embarrassment
    rip|rest_in_peace [to|for] [my|our|the|that|this|\\w+] {thing}|bill|bills|balance|debt|plan
    of|in|on the|that|this [first|last|second|third|same|final] game|round|level|season|episode|movie|series|novel
    no|oh wait
    dr|doctor !said|says|told|called|thinks|and|know|that \\w+ !said|says|told|called .. .. he|she|hes|shes|is|
        has [just|
        has|now] died|passed|dead
    dr|doctor !said|says|told|called|thinks|and|know|that \\w+ !said|says|told|called .. , .. he|she|hes|shes [just|
        has|now] died|passed|dead
    it|page|site|portal|website|app|system|screen tells|says|keeps|shows|reads [me|saying|that|my] .. dead|deceased|died
    nobody|no_one|noone|never|didnt|not|isnt|hasnt|aint|havent [has|actually|really|just|yet] died?|dead|passed|deceased
        !in_|through|around
    im deceased
    im [actually|still] [the|your|a] patient|patients >
    who died and|in_there
    debt|bill|balance|claim|file|case is|was|are deceased|dead
    as|off [my|an|the|our] [old] emergency contact
    dead man|mans walking|switch
    passed me|us|out|on|along|it|this|the [on|this|the|your|number|that|out|along|to|test] number|along|to_me|info|
        test|exam|bill|phone
"""
_KIN_ES = (
    "mama mami madre papa papi padre esposo esposa marido hijo hija hermano hermana abuelo abuela abuelita"
    " abuelito tio tia primo prima sobrino sobrina bebe nino nina paciente titular senor senora suegro suegra"
    " cunado cunada viejo viejita viejito mujer novio novia pareja compadre comadre padrino madrina persona"
    " mamita mai pai apa ama ermano ermana ijo ija carnal hermanita hermanito hijito hijita nena nene don dona"
    " paisano abu gordita mijo mija"
)
_ES_LISTS = {
    "name": NAMES,
    "person": _KIN_ES,
    "kin": f"{_KIN_ES} el ella",
    "died": "murio murieron fallecio fallecieron",
    "gadget": "pila bateria carro carrito troca camioneta van moto motor telefono telefonito celular cel iphone tablet"
    " compu computadora laptop internet wifi senal linea_de_internet llamada pagina portal link enlace app sistema"
    " tarjeta impresora refri refrigerador nevera lavadora secadora estufa aire calentador tele reloj cargador"
    " conversacion platica chat grupo minutos codigo cupon seguro_viejo poliza credito quincena cheque cartera sueldo"
    " negocio"
    " cuenta_de_banco cuenta_vieja temporada maquina taladro antena servicio",
    "pet": "grillo perr\\w+ gat\\w+ mascota pez pececito pajar\\w+ peric\\w+ loro caballo yegua vaca becerr\\w+"
    " gallina gallo"
    " conejo hamster tortuga puerco cabra plant\\w+ mata matita arbol",
    "relation": "mama mami madre papa papi padre esposo esposa marido hijo hija hermano hermana abuelo abuela tio tia"
    " suegro suegra primo prima",
    "who": "gordo gorda jefito jefita jefecito viejo amigo amiga dueno duena persona hombre muchacho tata nana yaya"
    " usuario usuaria vieja mom dad"
    " mother father brother sister grandma grandmother grandpa husband wife uncle aunt patient"
    " patroncito chamaco chamaca nieto nieta suegros gemelo gemela tocayo buscan debia",
    "lead": "lo_siento siento disculpe disculpen perdon pues pero porque que hola senora senor senorita joven es no si"
    " buenas buenos dias tardes noches mire oiga ella el y , ay",
    "staff": "dr dra doctor doctora doctorcito enfermer[oa] recepcionista dentista cirujan[oa] terapeuta cajer[oa]"
    " secretari[oa] contador contadora patron patrona jef[ea] maestr[oa] rey reina actor cantante galan",
    "grave": "funeraria cementerio panteon",
    "dead": "muert[oa] fallecid[oa] difunt[oa]",
}
_ES = """
    {kin}|{name}|{who} [que|ya|se|nos|me|tambien|,|apenas|lo|recien|pues|si|pos] {died}
    senor|senora|sr|sra|don|dona|{relation} \\w+ [ya|se|que] {died}
    {died} en [el|la|un|su] accidente|choque|hospital|hospice|cama|sueno|guerra|casa
    {died} de [un] covid|cancer|infarto|azucar|diabetes|neumonia|derrame|paro
    porque|fue_que|decirles?_que|decir_que|decirle_que|avisarle_que|avisarles_que|avisar_que|pues [ya|se] {died} pues|>
    de la|esa|esta cuenta [ya|se] {died}
    {died} [ya|,|a] [el|la|mi|su|nuestr[oa]|tu|don|dona] [querid[oa]|pobre] {person}|{name}|{who}
    < [{lead}] [ya|se|nos|me|que|si] {died} >
    < [{lead}] [ya|se|nos|me|que|si] {died} en|hace|desde|ayer|antier|ahora|anoche|hoy|a_los|por|y|el_\\d+|el_mes|
        el_ano|
        el_lunes|el_martes|el_jueves|el_viernes|el_sabado|el_domingo
    acaba|acaban de morir|fallecer
    ha|haya fallecido|muerto
    ~bateria|bateria_ya|pila|compu|laptop|impresora|estufa|troca|camioneta {kin}|{name}|buscan|ya [ya|se|que] esta|
        nacio {dead} !de_\\w+
    ella|{name} [ya] {dead}
    persona|paciente|titular|senor|senora {dead}
    ^ [ya] esta {dead} $
    a|al|un|una {dead}|muertos !de_\\w+
    los muertos no
    ya_no|no esta|vive con|entre nosotros|vida
    {kin}|{name}|{who} [ya] descanso|partio >
    < [{lead}] ya descanso|partio >
    se nos adelanto|fue [en|el|la|>] !la_luz|luz|el_internet|internet|el_agua|agua
    esta|en con dios|jesus
    esta en el_cielo|la_gloria
    dios|cancer|covid se_lo|se_la|lo|la|me_lo|me_la|nos_lo|nos_la llevo|recogio
    lo|la|los acabamos de enterrar|velar|sepultar|cremar
    lo|la|los enterramos|velamos|sepultamos|cremamos
    bajo tierra [desde|hace|ya|ella|el|>]
    nos|se [nos|me] fue|fueron al|pal cielo !el_(?:precio|costo|cobro|total)|la_(?:cuenta|tarifa|factura)|los_precios
    ^ [que|q|ya] dios [ya] lo|la|los [ya] tiene|tenga en su [santa] gloria
    se lo|la|los llevo [ya|a] el|la|un|dios cancer|covid|azucar|infarto|senor|virus|enfermedad|corazon|>
    cancer|covid|dios|virus|azucar se llevo a
    {kin}|{name}|paciente [ya] expiro
    {kin}|{name}|paciente [ya] paso a mejor vida !o_sea|en|,_o_sea
    {kin}|{name}|paciente [ya] colgo|estiro los|la tenis|guayos|pata
    dimos|dieron|dio [\\w+] cristiana|santa|su sepultura
    le|les dimos sepultura
    desde_que|ya|ayer|donde|hoy lo|la sepulte|enterre|sepultaron|enterraron|cremaron|velaron
    dejo de existir !el_link
    es|era|ya|un|una|pero finad[oa]
    ^ [el|la|mi|es|de] finad[oa] [{kin}] $
    encontraron|encontre|hallaron [ya] sin vida
    mi {kin} ya_no existe
    es difunt[oa]
    dias|meses|ano|anos|semanas|medio|rato de muert[oa]|fallecid[oa]|difunt[oa]
    mataron a mi|nuestr[oa] {kin}
    por|el|sensible|su|aviso|avisar|informarles [de] [su|el|sensible] defuncion|fallecimiento !del_servicio
    se quito la vida
    desconectaron .. maquinas|respirador|ventilador
    perdio la|su [larga] batalla|lucha|pelea !con_el_seguro
    no aguanto|resistio|sobrevivio|soporto [a] la|su operacion|cirugia|quimio|trasplante
    dios|senor [me|nos|ya] recogio
    ya es|son [un] angelit[oa]
    no desperto [mas] [de|el|la|,] operacion|cirugia|anestesia|lunes|martes|domingo|sabado|viernes|jueves|miercoles|>
    no salio|llego con vida|viv[oa]
    ya esta|descansa con|en [el|la|los] [santa] gloria|angeles|angelitos|cementerio|panteon
    lo|la perdimos en|el|hace|por
    perdi|perdimos a|al [mi|nuestro|nuestra|el|la|un] {kin} en|el|por|hace|este|>
    su funeral|entierro|velorio|sepelio
    el entierro|velorio|funeral fue|es
    ^ [que|q] en paz descanse $
    ^ [mi|la|el] {kin} [,|que|q] en paz descanse $
    en paz descanse [mi|el|la|nuestr[oa]|a|don|dona] [querid[oa]|pobre] {person}|{name}
    ^ [que|q] descanse|descansa en paz $
    descanse|descansa en paz [mi|el|la|nuestr[oa]|a|don|dona] [querid[oa]|pobre] {person}|{name}
    {kin}|{name} [que|ya] descansa en paz
    qepd
    q|que , e , p , de
    acta|certificado|partida de defuncion|fallecimiento|muerte
    soy la|el|su viud[oa]
    viuda|viudo de el|mi|paciente|titular
    albacea
    ^ [era|es|de] mi difunt[oa] [{kin}] $
    su|del|la|el difunt[oa] [{kin}]
    < [{lead}] [ya|que|a_\\w+|a_mi_\\w+] lo|la|nos_lo|me_lo mataron|asesinaron
    {kin}|{name} [que|ya] lo|la|nos_lo|me_lo mataron|asesinaron
    no sobrevivio
    mi {kin} passed|died|murio|fallecio
    {kin} [ya] se nos|me fue|fueron .. mes|ano|anos|semana|ayer|cielo
    perdio la vida !laboral
    es|esta occis[oa]
"""
_ES_NOT = """
    ~del|de_la|de_ese|de_esa|de_este|de_esta|de_mi|de|de_ete {gadget}|{pet} [viej[oa]|se|me|ya] [se|me|ya|esta|
        estaba] murio|
        muert[oa]|fallecio
    murio|murieron|fallecio|qepd|descanse|esta_muert[oa] [el|la|mi|los|las|un|una|mis|tu|su|nuestr[oa]|ese|esa] [pinche|
        viejo|pobre|
        ultima|otr[oa]|saldo|de]
        {gadget}|{pet}
    murio|murieron|muert[oa]s? de [la|pura|tanta|tanto] risa|hambre|frio|calor|sueno|cansancio|verguenza|miedo|envidia|
        aburrimiento
    ~de ese|esa|este|esta|mi|la|el bill|deuda|cuenta|plan|pago [ya] [se|esta|me] murio|muert[oa]|descansa
    no|nadie|nunca [se|me] [ha|he|han] murio|fallecido|muerto|fallecio !por_que|porque|solo|todavia
    hizo|hacer|hacerse|hacia|huele|olia|como|acabo [el|a|un|al] [un] muert[oa]
    {gadget} [\\w+] de ustedes|uds [ya|se] murio|muert[oa]
    esta muert[oa] [el|la|ese|esa] asunto|tema|caso|cuenta|deuda|bill|saldo|cobro|linea
    numero|seguro|plan [medico] viejo|anterior [ya|se] [me|esta] murio|muert[oa]
    {staff} [que|de|del|la|me|\\w+] [que|\\w+] [ya|se] {died}
    {died} el|la|mi|un|una {staff}
    {staff} [\\w+] [,] [que] en_paz_descanse|descanse_en_paz|qepd|dios
    gloria [a|al] {staff}
    dr|dra|doctor|doctora \\w+ , [que] [ya|se] {died} >
    le {died} a
    {gadget}|plan|numero|tel|cuenta viej[oa]
    {staff} [\\w+|,|dona|don] [supe|dicen] que [ya|se] {died}
    funeraria|cementerio|panteon donde trabajo|trabaja
    trabaj\\w+ en|de|con [el|la|un|una] {grave}
    cobr\\w+ [un|una|el|la] certificado|acta
    novela|telenovela|serie|pelicula|juego .. .. .. {died}
"""

_LATE_EN = """
    my late {late} !payment|fee|charge|boy|kids?|son|daughter|girl|child|brother|sister
    lost him|her|{kin}|papa|{name} in|on|to|last|this|>
    {kin}|{name}|hes|shes|is gone !to|on|back|out|\\w+ing|for|home|off|through|by|up|down|over
    passed >
"""
_LATE_ES = """
    mi difunt[oa] [{kin}]
    se nos|me|ahogo|mato fue|en
    cementerio|panteon|funeraria|velorio|sepelio|cenizas
    {kin}|{name} ya_no existe|vive
    esta {dead}
    partio
"""
_LONG_SINCE_EN = """
    since|before|til|till|until he|she [just|has] died|passed
    since|before|til|till|until|when|after|now_that [my|our|the|his|her] {noun} [just|has] died|passed
    week|day|month|year [that] we|i lost
    died|passed|passed_away [back] in 0\\d|9\\d|19\\d\\d|200\\d|201\\d !>
"""
_LONG_SINCE_ES = """
    desde_que|cuando|antes_de_que|despues_de_que|hasta_que [se|me|nos] {died} mi|nuestr[oa]|la|el
"""
_MAYBE_EN = """
    widow|widower|widowed !friend|neighbor|coworker
    moms|dads|husbands|wifes|fathers|mothers|grandmas|grandpas funeral|burial|obituary|memorial_service|cremation
"""
_MAYBE_ES = """
    {person}|{name} {dead}
    {died}
    lo|la mataron
    finad[oa]
    en paz descanse
    descanse|descansa en paz !en
    dios [ya] lo|la|los [ya] tiene|tenga en su [santa] gloria
    soy|quede|queda viud[oa] !hace|desde_hace
"""
_NEAR_EN = """
    husband|wife|son|daughter|baby|child|kid|hubby [has|have|just|already|had|sadly] died|dead|passed|killed !out|
        laughing|on_me|the|my|it
    lost my|our husband|wife|son|daughter|baby|child !{not_lost}|insurance|job
"""
_PHRASES_EN = phrases(_EN, **_EN_LISTS)
_PHRASES_ES = phrases(_ES, **_ES_LISTS)
_PERHAPS_EN, _PERHAPS_ES = phrases(_MAYBE_EN), phrases(_MAYBE_ES, **_ES_LISTS)
_LATER_EN = (*phrases(_LATE_EN, **_EN_LISTS), *_PERHAPS_EN)
_LATER_ES = (*phrases(_LATE_ES, **_ES_LISTS), *_PERHAPS_ES)
_UNLESS_EN = phrases(_EN_NOT, **_EN_LISTS)
_UNLESS_ES = phrases(_ES_NOT, **_ES_LISTS)
_NEVER_EN = (*_UNLESS_EN, *phrases(_LONG_SINCE_EN, **_EN_LISTS))
_NEVER_ES = (*_UNLESS_ES, *phrases(_LONG_SINCE_ES, **_ES_LISTS))

RULES = (
    Rule("deceased", "en", "deceased", _PHRASES_EN, _NEVER_EN, (*OWN_EN, *FAR_EN, *TOPIC_EN), THEIRS_EN, brief=True),
    Rule("deceased", "es", "deceased", _PHRASES_ES, _NEVER_ES, (*OWN_ES, *FAR_ES, *TOPIC_ES), THEIRS_ES, brief=True),
    Rule("deceased", "en", "deceased", _LATER_EN, aside=(*_NEVER_EN, *FAR_EN, *TOPIC_EN), beside=THEIRS_EN, brief=True),
    Rule("deceased", "es", "deceased", _LATER_ES, aside=(*_NEVER_ES, *FAR_ES, *TOPIC_ES), beside=THEIRS_ES, brief=True),
    Rule("deceased", "en", "deceased", (*_PHRASES_EN, *_PERHAPS_EN), _UNLESS_EN, FAR_EN, THEIRS_EN, sure=False),
    Rule("deceased", "es", "deceased", (*_PHRASES_ES, *_PERHAPS_ES), _UNLESS_ES, FAR_ES, THEIRS_ES, sure=False),
    Rule("deceased", "en", "deceased", phrases(_NEAR_EN, **_EN_LISTS), _UNLESS_EN, sure=False),
)
