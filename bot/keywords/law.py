"""Bankruptcy (fact sheet P12), a patient who has a lawyer (P13), suits and regulators, and military duty (P14)."""

from __future__ import annotations

from bot.keywords.payers import OFFERS_EN, OFFERS_ES
from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_BANKRUPT_EN = """
    ^ [im|in|its|we_are|,] bankruptcy $
    ^ bankruptcy , stop|dont|leave|no_more|you_cant
    ~considering|about|file|consider|declare|no|about_the|of bankruptcy [case|was|got|is|law|has|,|last|in] filed|case|
        court|attorney|lawyer|trustee|filing|papers|paperwork|number|judge|discharge\\w*|protection|chapter|stay|
        petition|order|started|filled
    bankruptcy [,|i|have|ask] .. trustee|court|judge|clerk
    the bankruptcy is|clerk|,|after|and
    helping|helped|have|do me|i|you|a [file] [for] bankruptcy
    filed|filing|declared|in|my|under|through|active [for|a|my|personal] bankruptcy !risk
    11|title_11 usc
    341 meeting|notice|hearing
    filed|filing|file|filin|doing|in|did [for|a|my|under|on|the] 7|13 [on|last|in|this|and|so|,|with] [on|last|in|this|
        and|so|,|with|
        i|tuesday|week] trustee|case|lawyer|attorney|tuesday|monday|week|month|year|got|i|january|march|may|friday
    the|my|our|a trustee [has|s|says|is|handles|pays|said|splits|name|gets|now] has|says|handles|pays|said|splits|name|
        gets|now|of_my|
        in_my|does|will|took
    trustees name|office|email|number|address
    discharge|discharged|discharges [order|papers|letter] from|by|order|papers [from|by|in|hung] the|my|
        a [federal] judge|court|
        bankruptcy
    filed|in|my|under|was|our|his|her [my|a|for|the|his|under] chapter|ch 7|11|13|seven|eleven|thirteen !of|page
    chapter|ch 7|13 bankruptcy|case|trustee|plan|filing|discharge|>
    bankruptcy|my|chapter_13|chapter_7 trustee
    automatic stay
    debts?|bills?|balance|account|it|this|that [was|were|is|got] discharged in|by|through bankruptcy|my_bankruptcy|
        court|chapter
    discharged in [my|the|a] bankruptcy|chapter
    debts were|was discharged
    im|were|we_are bankrupt > !me
    filed chapter
"""
_BANKRUPT_EN_NOT = """
    basically|practically|like filing|filed|declared|in bankruptcy
    company|store|job|employer|bank|business|restaurant|plant|factory|work|shop|place|insurer|bestbuy|
        walmart [\\w+] [just|has|also|i_work_at] filed|declared|is_bankrupt|filing
    make|making|send|sending|drive|driving|put|will [me|us] [to|into|in] bankruptcy
"""
_BANKRUPT_ES = """
    en|proceso|declare|tengo|tenemos|fue|meti|hice [de|en|n|la|me] bankruptcy
    bankruptcy [,|me|ya|esta|se] declare|hecho
    bancarrota !lol|por_las|por_la_(boda|quince|fiesta|escuela)|con_la_(boda|quince|fiesta)|con_las|con_los|hasta_el
    meti|metimos|hice|file|radique|someti|sometimos|estoy_en|tengo|puse [el|un|una|mi|la|en] chapter|capitulo 7|11|13|
        siete|once|trece
    acogi|acogimos a la ley
    fui|fuimos a|en [la] quiebra
    el|la|mi trustee|sindico [de|lo|es|me|paga|tiene]
    un|el|hay stay [automatico|,] no|automatico|,
    declare|declarado|declaramos|declaro|legal|meti|proceso|corte [me|en|a|de|la] quiebra !la_tienda|la_(?:empresa|
        compania|fabrica|aseguranza|clinica)|el_(?:negocio|restaurante|banco)|
        mi_(?:trabajo|jefe|patron)
    quiebra [por] legal|la_corte|corte|declarada
    capitulo 7|11|13|siete|once|trece !de|del
    sindico|fideicomisario [de|del] [la] bancarrota|quiebra|caso
"""
_BANKRUPT_ES_NOT = """
    llevar|mandar|dejar|quedar [a|en|la] bancarrota
    me|nos dejo|dejaron|deja|tiene|tienen [casi|medio|en|la|como] bancarrota
    quede|quedamos|ando|andamos|andaba [casi|medio|en|la|como] bancarrota
    casi|pensando|pienso|tal_vez|quizas [en|me|declararme|estoy] [en|a|la] bancarrota
"""
_PERHAPS_BANKRUPT_EN = "bankrupt|bankruptcy !me|us"
_PERHAPS_BANKRUPT_NOT = """
    chapter 7|13 of|in_the|test|quiz|book|novel
    bankrupt|bankruptcy|bankrupted|bancarrota|quiebra [haha|me|us] lol
    bankrupt until|till|by|from_the|after_the|this_month
    bancarrota|quiebra .. lol
"""
_PERHAPS_BANKRUPT_ES = """
    bancarrota
    en la quiebra
"""

_LISTS = {
    "lawyer": "lawyer lawyers attorney attorneys counsel legal_team law_firm lawyers_office attorneys_office paralegal",
    "acts": "says said told will is has handles handling advised contact sent sending wants needs asked going_to"
    " already on_it paying pays pay knows can would asks sed filed",
    "talk": "ask talk speak call calling contact communicate deal reach send direct refer email write go",
    "taxes": "taxes impuestos inmigracion pasaporte visa",
    "abogado": "abogado abogada abogados licenciado licenciada bufete",
    "hace": "se_encarga va dijo dice llamar\\w* contact\\w* comunic\\w* lleva llevando esta viendo pag\\w* manda"
    " mando tiene"
    " sabe los les lo",
}
_LAWYER_EN = """
    {talk} [with|to|out|it|everything|this|all|bills|any|questions] [to|with|through] my|our|his|her|their [\\w+]
        {lawyer} !friend
    my|our|his|her|bankruptcy|accident|injury|malpractice|divorce [\\w+] {lawyer} {acts} !hi|hello|a_friend
    i|we|have|got|hired|retained|hiring|getting [have|got|hired|retained|already|a|an|my] {lawyer} !friend|bill|joke
    i|we have|got|hired|retained a|an personal_injury|injury|bankruptcy|accident lawyer|attorney
    through|thru|with|from|to|at my|our [\\w+] {lawyer} now|instead|>
    will|going_to|gonna|im get|getting a|an|my {lawyer}
    hear|hearing|letter from my|our {lawyer}
    < my {lawyer} >
    legal_aid|law_firm !friend|number|card|phone
    ~at|work|works legal_representation !friend|number
    im|we_are|am|are|now|being|fully|legally represented >
    im|we_are|am|are|be|being|now represented by|,
    represented party
    got|have|hired|retained|with representation [now|,|on|already] [now|,|already] >
    counsel of_record|advised|has|said|told|says
    by|to|through|with|told_by counsel !el\\w+|office|ing
    esq is|will|of|about|has|>
    letter of protection
    personal_injury|injury|accident|malpractice|divorce|bankruptcy {lawyer} !near|in|advertis\\w+|recommend\\w*
    lawyer_up|lawyered_up|lawyering_up !the_street
    i need a lawyer for this|you
"""
_PERHAPS_LAWYER_EN = "~power_of|of|district|states|state lawyer|attorney|lawyers|attorneys !general"
_LAWYER_EN_NOT = """
    power_of attorney
    my [\\w+] is a|an lawyer|attorney
    tax|estate|real_estate {lawyer}
    {lawyer} .. .. taxes
    {lawyer} pays me
    checks?|money|cash [from|at|out_of] my {lawyer}
    divorce|immigration|custody|criminal|tax|dui|estate|visa {lawyer} [already|just|fees?|is|bill|all] took|fees?|
        charged|costs?|expensive|retainer|wiped|ate|
        drained|billed
    legal_aid|law_firm volunteer|shifts?|class|job|intern|receptionist
    work|works|working|job|intern|clean|volunteer|books|receptionist|paralegal at|for|in|with [a|the|my|this] [local|
        small|big|\\w+] law_firm|
        law_office|legal_aid
    are|is [you|this|it] [a|the] [collection|debt|agency|,|a] .. law_firm
    legal_aid [lady|person|guy|office|worker] [told|said] [me|you] [that|about|to] ask|doctors_offices|about|apply
"""
_LAWYER_ES = """
    hable|hablen|hablar|comuniquese|comuniquense|llamen|llame|contacten|contacte|entiendanse [con|a|al] mi|nuestro|
        nuestra {abogado}
    ~ni mi|nuestro|nuestra {abogado} [del|de|la|accidente|bancarrota|ya|se] {hace} !saludos
    voy|vamos [a] [ir|hablar] con un|mi {abogado}
    tengo|tenemos|consegui|conseguir|contrate|contratar [ya|un|una|a] {abogado} !amigo|amiga
    representa|representad[oa] [por|un|una|mi] {abogado}
    por medio de mi|nuestro|un {abogado}
    manos|despacho|carta|noticias de [un|una|mi] {abogado}
    asunto|caso|todo|cuenta|demanda|lo|esto [de|lo|medico|legal|esto|ya] lleva|maneja|tiene|ve el|la|mi|un|una|nuestro|
        su licenciad[oa]|abogad[oa]|
        bufete|firma|lic
    mi {abogado} me dijo|aconsejo|pidio|recomendo [que]
    {abogado} [que|de|del|ya|me|,|mi|caso] [me] dijo|dice|aconsejo [me|mi] que_no|que_yo_no
    {abogado} [que|me|ya|esta|ya_me] llevando|lleva [mi|el|lo|la|este|un] caso|demanda|accidente|lo_de|de
    contacten|dirijan|dirijanle|dirigir|manden|mandenle|pregunten|diganle|preguntenle|hablenle|llamenle|
        comunicarse [toda|todo|el|la|su|comunicacion|bill|
        cuenta|factura|ahi] [a|con] al|mi|el|la|un {abogado}|representante_legal|firma
    lleva [un|una|mi] {abogado} >
    representante legal
    ayuda_legal|asistencia_legal|legal_aid lleva|me|nos
    < [con] mi {abogado} >
    a|con mi {abogado} >
    van a saber|oir de mi {abogado}
    mi lawyer|attorney
"""
_LAWYER_ES_NOT = """
    {abogado} .. .. {taxes}
    {abogado} , .. .. {taxes}
    no me|nos manden|mande|manda [al|con|a] [el|un] {abogado}
    son|es|eres [ustedes|el|un|una] despacho|bufete
"""
_PERHAPS_LAWYER_ES = "abogado|abogada|abogados"

_SUIT_LISTS = {
    "regulator": "attorney_general ag cfpb consumer_financial ftc fcc bbb better_business hhs ocr"
    " office_for_civil_rights medical_board insurance_commissioner state_board authorities department_of_\\w+"
    " dept_of_\\w+",
    "tell": "report reporting reported complain complaining complaint complaints filed filing turning",
    "sue": "demandar demandarlos demandarlas demandare demando demandando demandarte",
    "official": "fiscal procurador\\w* cfpb gobierno junta_medica bbb autoridades el_estado la_ley consumidor",
}
_SUIT_EN = """
    ill|going_to|will|want_to|gonna|about_to|should sue !is|card
    i|we|im|are suing|sueing|sued !is|for_peace
    suing|sue you|yall|your|the|them|this|him|her|over|for !peace
    did you sue
    gonna|going_to|will|about_to|you|yall get sued
    see|taking|take|took|meet you|yall|this|it|them|me [all|people|guys] [to|in] court|small_claims|the_judge
    going|go to court >
    filed|filing|file|pending|a|the|class_action|my lawsuit|law_suit
    lawsuit|litigation|subpoena|malpractice !drama|show|movie|series|insurance|podcast|documentary
    cease and desist
    court summons|papers|judgment|judgement|order|hearing
    send|sent [you] this to court
    garnish|garnishing|garnishments?
    garnished me|us|without
    you|yall|clinic|are|been|being [you|have|already|going_to_be] garnished
    judge|court said|says|ordered|orders|ruled
    judgement|judgment against|from
    {tell} .. [to|with|the] {regulator}
    report|reporting you|this|yall to the_state|the_government
    attorney_general|cfpb|insurance_commissioner
    ~on_the_state|on_the medical_board
    hipaa violation|complaint|breach|violations
    violates|violating|violated|violation|violate [of|the|my|federal|state] hipaa|fdcpa|tcpa|privacy|rights|law|laws
    fdcpa|tcpa|fcra
    see|file|filing|filed|two|three|more|many lawsuits
    lawsuits filed
    breaking the|federal law|laws !of_my
    this|thats|its [is|totally|so|highly] illegal
    illegal harassment|billing|collection
    no_surprises_act|surprise_billing
    ~jury summons !for_jury|to_jury
    process server
    got|get|getting|been|was|were|being|im|just|i served [me|us|at|with|by] papers|over|for|by|friday|monday|today|
        at_my|with|yesterday|
        last|> !the|breakfast|food
    served papers
    you|they|clinic|hospital [guys|are|re|already|have|people] sued|suing|sueing me|us
    plaintiff|defendant|default_judgment|default_judgement|pro_se
    court [date|is|on|hearing] [is|the|on|about|in] [the|over|about|for|on] [\\w+] .. this|your|yall [exact|same|
        bill] bill|balance|debt|clinic
    started|filed|filing|bring|bringing|brought|contested|answered|answer [a|your|the|our|my] suit !case
    in_front_of|see|tell_it_to the|a judge|magistrate
    statute of limitations
    press|pressing charges
    going|go|went|headed to the cops
    police|sheriffs?|cops report filed|made|on_file|number|about_this|for_(?:fraud|identity)|against
    called|calling|call the cops|police|sheriff about|on|over|for [this|the|your|that|u] charge|charges|fraud|you|
        clinic|bill|card
    identity theft|fraud .. .. police|cops|sheriff
    class action time|lawsuit|coming|against|suit|here_we
    small_claims >
    aclu [is] [going_to|gonna] love|hear|call|sue
    taking|take|pursue|pursuing|with legal action
"""
_SUIT_EN_NOT = """
    ask|tell|call|with|aunt|dr|mrs|is|talk_to|spoke_to|text_to sue
    child support|custody
    landlord|ex|neighbor|boss|roommate|employer|contractor|credit_card|bank|walmart|city|insurance [company|husband|
        wife] is|for|to|over|was|took|in [taking|suing|sued|me|court]
        [me|over|to] court|taking|suing|sued
    suing|sue|taking|took|sued my|the|an|our|his|her|their ex|neighbor|landlord|boss|employer|contractor|roommate|
        mechanic|company_that|dealership|roofer
    lawsuit|litigation|subpoena|malpractice \\? no|oops|i_mean|lol
    lawsuit on my file|account|name|record
    court order|papers .. .. [new] name
    court|judge|decree .. .. .. ex
    ex|divorce .. .. .. court|judge|decree
    sue , my|our|the
    didnt|dont|wont|never|not [want|going|to|gonna] sue
    my|new|last|legal|first|change|change_my name .. court|judge
    jury duty|summons
    about [the|this|that|,] no_surprises_act
    no_surprises_act [thing|,] notice|form|paper|thing|cover|covers|apply|mean
    traffic|speeding ticket|court
"""
_SUIT_ES = """
    los|las|te|a|voy|vamos|van|estan {sue} !a_nadie
    {sue} los|a|por
    poner|puse|meter|hay|interponer|por [una|la] demanda|denuncia
    demanda por|contra|legal|colectiva
    por [la] via judicial|legal
    llevar|llevo|vemos|veremos|ver|mando|mandaron [a|en|los|esto] [a|en|la] corte|juzgado|tribunal|tribunales
    citacion|citatorio|papel|papeles|orden|carta de [la|el] corte|juez|juzgado
    juez|jueza dijo|ordeno|dice|mando
    orden del juez|de_cese
    reportar|reporto|denunciar|denuncio|quejarme|queja [los|con|ante|en|a|al] [con|ante|a|al|el|la] {official}
    los|las|te [voy|vamos] [a] denunciar|denuncio|reportar|reporto !a_un|el_pago
    queja con|ante el|la|cfpb !manager|gerente|encargad[oa]|supervisora?|doctora?|recepcion|senorita|jefe|jefa|oficina|
        clinica
    fiscal|procurador|procuradora|procuraduria !de_la_(?:novela|serie|pelicula)|carnet|de_mi_(?:espos[oa]|marido|mujer|
        casa|vieja)
    sirvieron|entregaron|notificaron|trajeron|dejaron [unos|los|con|me] papeles [de|del|por|en|el|a] [la|el|su|mi|por|
        de|mis] [corte|juez|bill|
        cuenta|demanda|trabajo|casa|deuda] !del_plan|del_seguro|del_alta|para_llenar
    papeles [de|que|por|para|,|a_la_casa|a_la] .. juez|corte|tribunal
    ~una_cita|medica la|una|llego|esta citacion|citatorio !medica|con_el_doctor|con_la_doctora
    me|nos [han|estan|acaban_de|van_a|quieren] demandaron|demandado|demandando|demandar
    me|nos|van_a|quieren embarg\\w+ !la
    representad[oa]s? legalmente|legal|por_un|por_una|por_licenciad\\w+|por_abogad\\w+
    meti|puse|lleve a|en small_claims|corte|la_corte !y
    violan|violaron|violando|violacion|viola [de|mi|mis|la|el] ley|leyes|hipaa|privacidad|derechos
    es|esto|hacen [es] ilegal
    negligencia|mala_practica
    ley de no sorpresas
    cese y desista
    proceso|acciones|accion|via legal|legales
    voy_a|vamos_a sue
    los|las|me|nos|te llevo|voy_a_llevar|llevare a juicio|corte|tribunales
    reporte de|con policia|la_policia
    robo|robaron [de|mi|la] identidad
"""
_SUIT_ES_NOT = """
    ano|deduccion|cierre|fines|recibo|comprobante fiscal
    my|our|your|the fiscal
    ley de no sorpresas que viene|dice|aparece|sale
    cambio de nombre
    no [los|te|les|me|se] [voy|vamos|quiero|pienso|vine] [a] {sue}
    ex|divorcio .. .. juez|jueza|corte
    ex|divorcio .. , .. juez|jueza|corte
    juez|jueza|corte .. .. .. ex|divorcio
    custodia|manutencion|adopcion
    multa|ticket|infraccion de transito|trafico
"""

_DUTY_EN = """
    deployed|active_duty|military_orders|boot_camp|servicemember|service_member|scra !the_app|an_update
"""
_DUTY_ES = "servicio_militar|servicio_activo|ordenes_militares|mision_militar|desplegado|desplegada"

_BROKE_EN, _BROKE_ES = phrases(_BANKRUPT_EN), phrases(_BANKRUPT_ES)
_SUED_EN, _SUED_ES = phrases(_SUIT_EN, **_SUIT_LISTS), phrases(_SUIT_ES, **_SUIT_LISTS)
_NOT_SUED_EN, _NOT_SUED_ES = phrases(_SUIT_EN_NOT), phrases(_SUIT_ES_NOT, **_SUIT_LISTS)
_NOT_BROKE = phrases(_PERHAPS_BANKRUPT_NOT)

RULES = (
    Rule("bankruptcy", "en", "legal", _BROKE_EN, (*phrases(_BANKRUPT_EN_NOT), *_NOT_BROKE), OFFERS_EN),
    Rule("bankruptcy", "es", "legal", _BROKE_ES, (*phrases(_BANKRUPT_ES_NOT), *_NOT_BROKE), OFFERS_ES),
    Rule("bankruptcy", "en", "legal", (*_BROKE_EN, *phrases(_PERHAPS_BANKRUPT_EN)), _NOT_BROKE, sure=False),
    Rule("bankruptcy", "es", "legal", (*_BROKE_ES, *phrases(_PERHAPS_BANKRUPT_ES)), _NOT_BROKE, sure=False),
    Rule("attorney", "en", "legal", phrases(_LAWYER_EN, **_LISTS), phrases(_LAWYER_EN_NOT, **_LISTS), OFFERS_EN),
    Rule("attorney", "es", "legal", phrases(_LAWYER_ES, **_LISTS), phrases(_LAWYER_ES_NOT, **_LISTS), OFFERS_ES),
    Rule("attorney", "en", "legal", phrases(_PERHAPS_LAWYER_EN), sure=False),
    Rule("attorney", "es", "legal", phrases(_PERHAPS_LAWYER_ES), sure=False),
    Rule("litigation", "en", "legal", _SUED_EN, _NOT_SUED_EN, OFFERS_EN),
    Rule("litigation", "es", "legal", _SUED_ES, _NOT_SUED_ES, OFFERS_ES),
    Rule("litigation", "en", "legal", _SUED_EN, _NOT_SUED_EN, sure=False),
    Rule("litigation", "es", "legal", _SUED_ES, _NOT_SUED_ES, sure=False),
    Rule("scra", "en", None, phrases(_DUTY_EN)),
    Rule("scra", "es", None, phrases(_DUTY_ES)),
)
