"""Whose death it is: who mourns and speaks of their own bill is alive, and so is their account (decision 7).

`OWN_*` are words about the writer's own money and time, `FAR_*` those that leave no doubt that the dead one is not the
patient; `THEIRS_*` say that the account, the phone or the bill is the dead one's, and win over both.
"""

from __future__ import annotations

from bot.keywords.phrase import phrases

_EN_LISTS = {
    "kin": "mom mother mama dad father daddy husband wife son daughter brother sister grandma grandmother grandpa"
    " grandfather aunt auntie uncle cousin nephew niece partner spouse boyfriend girlfriend fiance fiancee baby twin"
    " kid child stepson nana papa gramma ma pa bro",
    "kins": "hubbys wifeys moms mothers mamas dads fathers daddys husbands wifes sons daughters brothers sisters"
    " grandmas"
    " grandmothers grandpas grandfathers aunts aunties uncles cousins nephews nieces partners spouses babys",
    "account": "accounts? acct bills? balance phone cell number line payments? plan copays? statements? debts? chart"
    " file charges? records? visits? surgery invoices? claims? appointments? paperwork medical_bills? checkup",
    "mine": "payments? bills? balance accounts? acct plan copay appointment appt visit receipt refund installments?"
    " monthly due_date half part amount portion",
    "pay": "pay send settle finish clear mail drop catch_up pay_off start",
    "text": "bill billing text texting message messages messaging charge charging call calling contact contacting"
    " collect_from looking_for asking_for asking remind reminding write_to writing chargin askin_for tell dun",
    "far": "coworker coworkers neighbor neighbors friend friends boss landlord teacher pastor babysitter sitter"
    " classmate manager supervisor ex emergency_contact vet trainer barber",
}
_THEIRS_EN = """
    patients?|pt|decedent|estate|executor|executrix|probate|account_holder|holder !assistance|portal|responsib\\w+
    his|her|hers|{kins}|dead_mans [last|final|medical|old|own|hospital|doctor|payment|cell|er] {account}
    his|hers >
    name is|still|stays [is|still] in|on your|the|yalls
    you [guys|then|just|still|all] billed|texted|charged|called|mailed|bill her|him|them
    he|she|who|{kin} [had|still|never|has|would_have|,|said|already] owed|owes|owe|owing|owin
    {text} [to|a|my|the] him|her|them|dead|deceased|{kin}|he|she|his
    name|him|her|them [right] off|out
    he|she wont|cant|aint|isnt|not [be] [going_to|never|gonna|ever] pay|paying|answer|answering|reply|need|needing|
        coming|owe
    im|this|this_is|its|i_was|he|she|was|is|am|their [is|am] [the|only] his|her|{kins} [little|big|only|best|ex|
        younger|older] {kin}|widow|widower|neighbor|friend|caregiver|roommate|ex|niece|nephew|landlord|nurse|aide|
        grandson|granddaughter|stepson
    < his|her|their {kin}|grandson|granddaughter|widow >
    this|that|it is|was|used_to_be|belonged [to] his|her|{kins}|{kin}|my|him [\\w+] {account}|>
    who pays|handles|do_i_talk_to|takes_care
    is|was|are|were for|of my late
    as his|her|their spouse|wife|husband|widow|widower|next_of_kin|daughter|son|executor|surviving
    his|her|their|the name|obituary|body|papers|portal|password|phone|voicemail|voice|cell on|popped|is|was|in|password|
        ,|>
    first i|we hear|heard|hearing
    cannot|cant|couldnt [come|be|answer|make] come|answer|make_it|reply
    paper|certificate of death
"""
_OWN_EN = """
    can|could|may|if|till|until|when|so|how_can i|we [please|just|still|maybe|only|even|possibly] {pay}|do|give|make|
        have|get|skip|split|wait|move|push|change|use|call|reschedule|lower|bring|put|come|stop_by
    can|could|would|will you|yall [please|guys|just|all|maybe] wait|lower|move|push|extend|waive|give_me|work_with_me|
        resend|let_me|send_me|tell_me_what_i|text_me|reduce|drop
    ill|i_will|i_can|im_going_to|i_could|want_to|need_to|i_wanted_to|ready_to|let_me|we_will|will|able_to [still|just|
        now|finally|go_ahead|be|try|be_able_to|to] {pay}|paying|sending
    my|mine|our [own|next|last|monthly|full|late|whole|first|remaining|payment|part|\\d+] {mine}
    for|on|of|about|with|pay|paying|than|toward mine|myself
    i [still|already|just|actually] owe
    money|cash|funds [is|are|has_been|was|got|been|pretty|real|so|a_little|super|very] tight|short|low|gone|thin
    short|smaller|small check|paycheck
    took|taking|had|off [two|a|some|few|\\d+|the] weeks?|days? [off] off|from_work|cause|because
    for me >
    out_of|off|missed|missing|back_to|lost [some] work|town|country
    bereavement
    {pay}|paying|sending [you|yall|it|the|the_rest|this|now|another|my] [\\d+|half|today|tonight|tomorrow|now|rest]
        today|tonight|tomorrow|now|half|friday|monday|soon|when_i|by|\\d+
    get|have you|it [guys|to] [you|the|my|it|yall|some|\\d+|rest|payment] [payment|rest|of|you] next|by|friday|when|on|
        tomorrow|something
    took|finished|cost|ate|drained|wiped|cleaned all|everything|us|me|my_\\w+ [that] [we|i|out|clean] [had|have|out|put]
    day|week|month|morning of [my|our] {kins} funeral|burial|service|wake
    am|are|were|was|been burying|planning my|our|a|his|her
    that|same morning|mornin|day|week [i|,] couldnt|cant|wasnt|i_was
    my|our|best|good friend|buddy|neighbor [yesterday|today|and|last] yesterday|today|and|last
    manage|afford|do fifteen|twenty|ten|thirty|forty|fifty|\\d+
    cant .. today|tonight|right_now
    {kin} [in_law|just|has|had|,|suddenly|was|also|finally|name] died|passed|dead|killed|
        gone \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+
    lost|buried|burying my|our [best|dear|old] {kin}|friend \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+
    few|couple|more|extra|some [more|extra|of] days|weeks|time
    flew|fly|flying|drove|driving|travel\\w*|plane|airfare|flight|flights|road_trip
    for|on|at|to|paying_for|with|helping_with|pay_for [his|her|the|a|my] [{kins}|big] funeral|services|wake|viewing|
        burial|service|cremation >
    funeral [and|costs?|expenses?|bills?] [i|was|were|cost|wiped|took|really|us|me|left|so] cost|wiped|left_me|
        expensive|
        broke|took|set_us_back|set_me_back|so
    sorry [for|about|im|i|the|my] late|delay|missed|slow|not_answering|forgot
    forgot|missed|miss about|to|my|the|this [due|due_date|payment|bill|deadline|call|text|appointment]
    inherited|inheritance|left_me
    left us [\\w+] money|something|dollars|house|bit|little
    my|our|a budget|hours|check|paycheck|hardship|rent|savings|fixed_income|income|pension|social_security
    whats|what|how_much|how_many [is|are|was|do|would|does] [my|the|left|i|it|due|we|to] [current] total|owe|minimum|
        left|
        due|balance|amount|be
    still due|owe|owing from_me|by_me
    get|run|getting|back me|it|on|under back_on|track|through|my_feet
    i|im|ive|we|were [was|am|been|had|have|just|,] [to|been] busy|gone|away|overwhelmed|distracted|a_mess|in_mourning|
        grieving|raising|watching|helping|behind|caring
    my|our|his|her|wifes|husbands|a|one_of|few|best|close [old|other|dear|best|work|good|upstairs|downstairs|next_door]
        {far} [of|at|from|\\w+|who|was|has|just|had|mine|yours|suddenly] died|passed|dead|deceased|killed
"""
_FAR_EN = """
    one passed|died
    ~the|your|let_the|tell_the|tell dr|doctor|doc|nurse|therapist|surgeon|dentist|receptionist|pharmacist !said|says|
        told|called|thinks|and|know|that [who] [\\w+] [has|just|already|had|took|my|blood|me] died|passed
    {kins}|wifes|husbands|friends|girlfriends|boyfriends|bosss|exs|kids|childrens|neighbors|fiances [best|step] mother|
        mom|dad|father|brother|sister|grandma|grandmother|grandpa|grandfather|uncle|aunt|cousin|friend|son|daughter|
        stepdad|stepmom [just|has|also|suddenly|recently|,|who] died|passed
    my|mine [own|next|last|monthly|late|\\d+] payments?|accounts?|due_date|plan|installments?|monthly|balance|bills?
    the|a smaller|lower payment
    what|how_much|all|balance [do|that|much|is] i|mine [still] owe|on_mine
    for|on|toward|to|pay|make|lower|so mine
    emergency contact
    died|passed when i_was|we_were
    file|record|chart|records|status [should|says|to|as] [not|say|says|to] widow|widowed|married|single
"""
_TOPIC_EN = """
    insurance|policy|coverage|medicare|medicaid|aetna|cigna|champva
    receipts?|refund|reschedule|link
    need|have|want|like|love to move|change|reschedule
    payments|plan|it possible
    any kind|sort of help
    where|how [do|can] i|we pay
    restart|resume|turn_back_on [the|my] \\w+
    funeral_parlors?|gofundme
    my|our|the|old dog|dogs|cat|cats|puppy|pup|kitty|kitten|horse|hamster|parrot|goldfish|bird|bunny
    lol|lmao|haha\\w*
"""

_ES_LISTS = {
    "kin": "mama mami madre papa papi padre esposo esposa marido hijo hija hermano hermana abuelo abuela abuelita"
    " abuelito tio tia primo prima sobrino sobrina bebe nino nina senor senora suegro suegra cunado cunada viejo"
    " viejita viejito mujer novio novia pareja compadre comadre padrino madrina apa ama nieto nieta nana viuda viudo"
    " hijito hijita roommate vecina vecino",
    "account": "cuentas? bill biles bills recibos? facturas? saldo balance deudas? telefono cel celular numero linea"
    " pagos? plan cargo consulta citas? expediente copays? visita cirugia operacion aparato nombre",
    "mine": "pago pagos cuenta recibo saldo bill biles plan cita mensualidad cuota abono balance deuda parte"
    " factura copay seguro",
    "pay": "pagar pago pagare pagarles pagarle dar doy liquidar liquido saldar abonar abono deposito depositar cubrir",
    "write": "escrib\\w+ mand\\w+ cobr\\w+ llam\\w+ textear\\w* busca\\w* busque\\w* envi\\w+ marc\\w+",
    "far": "vecin[oa] companer[oa] amig[oa]s? jef[ea] casero conocid[oa] maestr[oa] pastor contacto_de_emergencia",
}
_THEIRS_ES = """
    pacientes?|titular|albacea|sucesion
    {account}|cobro [es|era|esa|ese|a|,|del_plan|de_pagos|ahi|nombre] de|del|d [mi|el|la|lo|un] {kin}|ella|muert\\w+|
        difunt\\w+|don|dona
    su|sus [ultim[oa]|mismo] {account}|celular
    {write} [a|le|una|un] [mi|un|una|la|el|su] muert[oa]|difunt[oa]|fallecid[oa]|ella|{kin}
    {write} [a|le] el >
    {write} [el|la|los|las] {account}|cobro al panteon|cementerio|cielo
    le|la|lo siguen|estan|va|van|vayan|anden|sigan|vuelvan [a|de] {write}
    escribirle|mandarle|cobrarle|cobrandole|mandandole|escribiendole|buscandolo|buscandola|llamarle|marcarle
    ~que|quien va|puede|podra|van [ya|a|poder] [a] pagar|pagarle|contestar|contestarles|responder|ir
    es|era|son|eran|{account} del? finad[oa]
    el|ella|quien|que_el|que_ella [les|ya|le|nos|aun|todavia] debia|debe|tenia|era|pagaba !el_que|la_que|quien
    buscan|preguntan|mencionan|busca|buscas
    soy|es|atte|somos|, [yo|su] su|sus|el|la|hij[oa]|quien hija|hijo|esposa|esposo|viuda|viudo|hermana|hermano|mama|
        papa|nieta|nieto|sobrina|sobrino|novia|novio|nuera|yerno|cunada|mayor|comadre|compadre|mujer|tia|tio|prima|primo
    la|el|soy|somos|su viuda|viudo|hijos de
    de el|ella >
    mensaj\\w+|textos?|cartas? al? [una?] difunt[oa]|muert[oa]
    es|era|son|eran de mi difunt[oa]
    el|la|los de la|esa|esta|ese|este cuenta|plan|bill|factura|cita
    certificado|acta|partida|copia de|del [defuncion|fallecimiento|muerte|la|su]
    cierren|cerrar|cierre|quiten|quitenl[oa]|borren|borrenl[oa]|saquenl[oa]|cancelen [la|su|esa|de|ya|el] [su] cuenta|
        expediente|nombre|del|de|ya|>
    ustedes|hospital|clinica|doctor lo|la|dejaron|mataron|me_lo
    informar\\w*|comunico|comunicarles|avisarles|les_aviso|notific\\w+|decirles|lamento [con|les|que|a|le|ustedes]
    dar|deis|den de baja
    aun|todavia|ustedes [le|les|lo|la|ustedes|todavia] {write}|desean|desea|sale|mencionan
    persona|senora|senor que|a_quien [usted|ustedes] buscan?|dice|quieren
    su control|cita|estudio|tratamiento
"""
_OWN_ES = """
    les|le|ahi_les|puedo|podria|quiero|voy_a|yo|poder|para|pa|asi_que|hoy|manana|ya|para_poder|yo_si|debo|y|si [ya|les|
        le|
        nomas|solo|nada_mas|puedo|solamente|mejor|este_mes] {pay} !el_doctor
    me|nos [pueden|puede|podrian|podria] [esperar|esperan|espera|dan|dar|bajan|bajar|mueven|mover|corren|correr|
        aguantan|
        aguantar|dejan|dejar] esperan|esperar|espera|esperen|dan|dar|bajan|bajar|mover|mueven|correr|corren|aguantar|
        aguantan|dejan|mandan|mandar
    denme|deme|dame|dennos|esperenme|espereme|aguantenme|tenganme|mandenme|mandeme|pasenme [unos|un|mas|otra|chance|una|
        tantito]
    mi|mis|mio|mios|nuestr[oa] [\\d+|propi[oa]|proxim[oa]|ultim[oa]|pago] {mine}
    mis \\d+
    cuanto|cuanta|que|lo_que [es|les|es_lo_que|le|yo|aun|todavia|me|seria] [que] [yo] debo|falta|queda|minimo
    < [y|oiga|ahora] cuanto es|seria|debo|me
    me atrase|atrase|atrasado|retrase|olvido|paso|falta
    atrasad[oa]|al_corriente|al_dia|corto|corta|apretad[oa]|en_ceros|sin_dinero|sin_un_peso|gastos|gaste|gastamos
    ando|andamos|estoy|estamos|me_fui|fuimos en|alla|fuera|a|con [de|la|mi|el] [pais|familia] !el_cementerio
    viaje|viajamos|viajar|viajo|volamos|vuelo
    regreso|regrese|regreso|vuelvo|volvi|regresamos|boletos?|avion|pasaje
    no he tenido|podido cabeza|tiempo|pagar
    no fui|pude|pudimos a|ir|mandar|pagar|contestar|contestarles
    para|pal|pa|del|por|en el funeral|entierro|velorio|sepelio
    mover|cambiar|bajar|correr|posponer mi|el|la pago|cuota|mensualidad|cita
    herede|herencia !el_telefono|el_cel
    \\d+ al mes
    les mando|mandare \\d+|el|mi|los|lo|otro|pago|dinero
    mi|un|una|nuestr[oa]|otr[oa] {far} [de|del|trabajo|mi|\\w+|que|ya|se] murio|fallecio
    murio|fallecio|murieron mi|un|una|se_mi|se_me_mi {far}
    fixed|mi|una pension|cheque|quincena
    murio|fallecio|murieron|enterramos|enterre|perdi [a|se] mi|nuestr[oa]|una?|
        al {kin} \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+
    {kin} [que|ya|se|nos|me|tambien|,|apenas] murio|fallecio|
        difunt[oa] \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+ \\S+
    a mi me toca
    quiero|quisiera|voy_a volver|usar|cambiar
    me mude|traslade|mudo|cambie
    vendi|vendimos la|mi casa
    ayuda|ayudan|ayudando a pagar
    me|nos dejo|dejaron [un|una|unos|algo] dinerito|dinero|centavos|herencia|casa|poco
    con eso liquido|pago
    papeles mios|dicen
    rato|tiempo que soy viud[oa]
    este mes [nomas|solo|no] [puedo|alcanzo|alcance|tengo|me]
    tengo mi propio|propia
"""
_FAR_ES = """
    murio|fallecio|murieron|enterramos|velorio [la|el|de|un|una] abuela|abuelo|mama|papa|tia|tio|hermano|hermana|suegra|
        suegro|prima|primo|esposo|hijo de|lejano mis|mi|unos|la|un|y
    la|el {kin} de mis?|una|un \\w+ [\\w+] [ya|se] murio|fallecio
    contacto de emergencia
    que_me|que_nos ayudaba|cuidaba|atendia|veia|llevaba|rentaba
    lo|pagos|cuentas|la|bill mio|mios|mias|mia
    lo que yo|les debo|debo
    yo tambien
    mi|mis|nuestr[oa] propi[oa] {mine}
    mi|mis pago|pagos|mensualidad|cuota|abono|cita|recibo|quincena
    estado civil
    mi|de_mi primer|primera|ex esposo|esposa|marido|mujer
    cuando [yo] era|tenia|estaba nin[oa]|chic[oa]|chiquit[oa]|pequen[oa]|joven|\\d+
"""
_TOPIC_ES = """
    seguro|aseguranza|poliza|medicare|medicaid|aetna|champva|eob
    recibos?|comprobante|reembolso|devuelv\\w+|rebot\\w+|tarjeta
    reprogram\\w+|chequeo
    no llego|alcanzo a [la|mi] cita|consulta
    es|era buen momento
    yo cumplo
    yo me encargo
    mi|la|el|nuestr[oa] gat[oa]|gatit[oa]|perr[oa]|perrit[oa]|mascota|perico|caballo|yegua|conejo|hamster
    jaja\\w*|jeje\\w*
"""
THEIRS_EN = phrases(_THEIRS_EN, **_EN_LISTS)
OWN_EN = phrases(_OWN_EN, **_EN_LISTS)
FAR_EN = phrases(_FAR_EN, **_EN_LISTS)
THEIRS_ES = phrases(_THEIRS_ES, **_ES_LISTS)
OWN_ES = phrases(_OWN_ES, **_ES_LISTS)
FAR_ES = phrases(_FAR_ES, **_ES_LISTS)
TOPIC_EN, TOPIC_ES = phrases(_TOPIC_EN), phrases(_TOPIC_ES)
