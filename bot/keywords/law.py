"""Bankruptcy (fact sheet P12), a patient who has a lawyer (P13), suits and regulators, and military duty (P14)."""

from __future__ import annotations

from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_BANKRUPT_EN = """
    ~considering|about|file|filing_for|into|consider|declare|of|to|a|go|going|personal bankruptcy
    filed|filing|declared|in|my|under|through|active [for|a|my|personal] bankruptcy !risk
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
    make|making|send|sending|drive|driving|put|will [me|us] [to|into|in] bankruptcy
"""
_BANKRUPT_ES = """
    bancarrota
    declare|declarado|declaramos|declaro|legal|meti|proceso|corte [me|en|a|de|la] quiebra
    quiebra [por] legal|la_corte|corte|declarada
    capitulo 7|11|13|siete|once|trece !de|del
    sindico|fideicomisario [de|del] [la] bancarrota|quiebra|caso
"""
_BANKRUPT_ES_NOT = """
    llevar|mandar|dejar|quedar [a|en|la] bancarrota
    casi|pensando|pienso|tal_vez|quizas [en|me|declararme|estoy] [en|a|la] bancarrota
"""
_PERHAPS_BANKRUPT_EN = "bankrupt|bankruptcy !me|us"
_PERHAPS_BANKRUPT_ES = """
    bancarrota
    en la quiebra
"""

_LISTS = {
    "lawyer": "lawyer lawyers attorney attorneys counsel legal_team law_firm lawyers_office attorneys_office paralegal",
    "acts": "says said told will is has handles handling advised contact sent sending wants needs asked going_to"
    " already on_it paying pays pay knows can would asks",
    "talk": "talk speak call calling contact communicate deal reach send direct refer email write go",
    "abogado": "abogado abogada abogados licenciado licenciada bufete",
    "hace": "va dijo dice llamar\\w* contact\\w* comunic\\w* lleva llevando esta viendo pag\\w* manda mando tiene"
    " sabe los les me lo",
}
_LAWYER_EN = """
    {talk} [with|to|out|it|everything|this|all|bills|any|questions] [to|with|through] my|our|his|her|their [\\w+]
        {lawyer} !friend
    my|our|his|her|bankruptcy|accident|injury|malpractice|divorce [\\w+] {lawyer} {acts} !hi|hello|a_friend
    i|we|have|got|hired|retained|hiring|getting [have|got|hired|retained|already|a|an|my] {lawyer} !friend|bill|joke
    i|we have|got|hired|retained a|an personal_injury|injury|bankruptcy|accident lawyer|attorney
    represented|representation by [a|an|legal|my|the] [\\w+] {lawyer}
    through|thru|with|from|to|at my|our [\\w+] {lawyer} >
    hear|hearing|letter from my|our {lawyer}
    < my {lawyer} >
    legal_aid|law_firm|legal_representation !friend|number
    letter of protection
    personal_injury|injury|accident|malpractice|divorce|bankruptcy {lawyer} !near|in|advertis\\w+|recommend\\w*
    lawyer_up|lawyered_up|lawyering_up
    i need a lawyer for this|you
"""
_PERHAPS_LAWYER_EN = "~power_of|of|district|states|state lawyer|attorney|lawyers|attorneys !general"
_LAWYER_EN_NOT = """
    power_of attorney
    my [\\w+] is a|an lawyer|attorney
"""
_LAWYER_ES = """
    hable|hablen|hablar|comuniquese|comuniquense|llamen|llame|contacten|contacte|entiendanse [con|a|al] mi|nuestro|
        nuestra {abogado}
    mi|nuestro|nuestra {abogado} [del|de|la|accidente|bancarrota|ya|se] {hace} !saludos
    voy|vamos [a] [ir|hablar] con un|mi {abogado}
    tengo|tenemos|consegui|conseguir|contrate|contratar [ya|un|una|a] {abogado} !amigo|amiga
    representa|representad[oa] [por|un|una|mi] {abogado}
    por medio de mi|nuestro|un {abogado}
    manos|despacho|carta|noticias de [un|una|mi] {abogado}
    caso [del] .. lleva [un|una|mi] {abogado}
    lleva [un|una|mi] {abogado} >
    representante legal
    ayuda_legal|asistencia_legal|legal_aid lleva|me|nos
    < [con] mi {abogado} >
    van a saber|oir de mi {abogado}
    mi lawyer|attorney
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
    i|we|im|are suing|sueing|sued !is
    suing|sue you|yall|your|the|them|this|him|her|over|for
    did you sue
    get sued
    see|taking|take|took|meet you|yall|this|it|them|me [all] [to|in] court|small_claims|the_judge
    going|go to court >
    filed|filing|file|pending|a|the|class_action|my lawsuit|law_suit
    lawsuit|litigation|subpoena|malpractice
    cease and desist
    court summons|papers|judgment|judgement|order|hearing
    served [with] [court|legal] papers|summons|subpoena
    got|received|received_a|got_a court|legal papers|summons|subpoena
    send|sent [you] this to court
    garnish\\w*
    judge|court|divorce_decree|decree said|says|ordered|orders|ruled
    court ordered
    judgement|judgment against|from
    {tell} .. [to|with|the] {regulator}
    report|reporting you|this|yall to the_state|the_government
    attorney_general|cfpb|medical_board|insurance_commissioner
    hipaa violation|complaint|breach|violations
    violates|violating|violated|violation|violate [of|the|my|federal|state] hipaa|fdcpa|tcpa|privacy|rights|law|laws
    fdcpa|tcpa|fcra
    breaking the|federal law|laws
    this|thats|its [is|totally|so|highly] illegal
    illegal harassment|billing|collection
    no_surprises_act|surprise_billing
    statute of limitations
    press|pressing charges
    taking|take|pursue|pursuing|with legal action
"""
_SUIT_EN_NOT = "ask|tell|call|with|to|aunt|dr|mrs|is sue"
_SUIT_ES = """
    los|las|te|a|voy|vamos|van|estan {sue}
    {sue} los|a|por
    poner|puse|meter|hay|interponer|por [una|la] demanda|denuncia
    demanda por|contra|legal|colectiva
    llevar|llevo|vemos|veremos|ver|mando|mandaron [a|en|los|esto] [a|en|la] corte|juzgado|tribunal|tribunales
    citacion|citatorio|papel|papeles|orden|carta de [la|el] corte|juez|juzgado
    juez|jueza dijo|ordeno|dice|mando
    orden del juez|de_cese
    reportar|reporto|denunciar|denuncio|quejarme|queja [los|con|ante|en|a|al] [con|ante|a|al|el|la] {official}
    los|las|te [voy|vamos] [a] denunciar|denuncio|reportar|reporto !a_un|el_pago
    queja con|ante el|la|cfpb
    fiscal|procurador|procuraduria
    violan|violaron|violando|violacion|viola [de|mi|mis|la|el] ley|leyes|hipaa|privacidad|derechos
    es|esto|hacen [es] ilegal
    negligencia|mala_practica
    ley de no sorpresas
    cese y desista
    proceso|acciones|accion|via legal|legales
    voy_a|vamos_a sue
"""
_SUIT_ES_NOT = "ano fiscal"

_DUTY_EN = """
    deployed|active_duty|military_orders|boot_camp|servicemember|service_member|scra !the_app|an_update
"""
_DUTY_ES = "servicio_militar|servicio_activo|ordenes_militares|mision_militar|desplegado|desplegada"

RULES = (
    Rule("bankruptcy", "en", "legal", phrases(_BANKRUPT_EN), phrases(_BANKRUPT_EN_NOT)),
    Rule("bankruptcy", "es", "legal", phrases(_BANKRUPT_ES), phrases(_BANKRUPT_ES_NOT)),
    Rule("bankruptcy", "en", "legal", phrases(_PERHAPS_BANKRUPT_EN), sure=False),
    Rule("bankruptcy", "es", "legal", phrases(_PERHAPS_BANKRUPT_ES), sure=False),
    Rule("attorney", "en", "legal", phrases(_LAWYER_EN, **_LISTS), phrases(_LAWYER_EN_NOT)),
    Rule("attorney", "es", "legal", phrases(_LAWYER_ES, **_LISTS)),
    Rule("attorney", "en", "legal", phrases(_PERHAPS_LAWYER_EN), sure=False),
    Rule("attorney", "es", "legal", phrases(_PERHAPS_LAWYER_ES), sure=False),
    Rule("litigation", "en", "legal", phrases(_SUIT_EN, **_SUIT_LISTS), phrases(_SUIT_EN_NOT)),
    Rule("litigation", "es", "legal", phrases(_SUIT_ES, **_SUIT_LISTS), phrases(_SUIT_ES_NOT)),
    Rule("scra", "en", None, phrases(_DUTY_EN)),
    Rule("scra", "es", None, phrases(_DUTY_ES)),
)
