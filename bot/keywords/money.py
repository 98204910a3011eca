"""What holds a bill back: a dispute (fact sheet F8, P6), hardship (P9), and the wish that autopay ends (P3)."""

from __future__ import annotations

from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_LISTS = {
    "this": "this that it the_bill this_bill that_bill the_charge this_charge these_charges the_balance that_much"
    " the_amount",
    "wrong": "wrong incorrect not_right isnt_right not_correct isnt_correct inaccurate fraudulent",
    "bill": "bill charge charges balance amount",
    "esto": "esto eso nada tanto esa_cuenta esta_cuenta ese_cargo la_cuenta el_cargo",
    "cobro": "cobro cuenta cargo factura recibo monto bill",
    "plan": "medicare medicaid insurance health_plan",
    "seguro": "seguro aseguranza medicaid medicare medi_cal insurance",
    "must": "should was_supposed_to shouldve is_supposed_to shoulda has_to needs_to must should_have supposed_to",
    "auto": "auto_pay autopay auto_payments? automatic_payments? auto_draft autodraft auto_withdrawals? auto_debit"
    " automatic_withdrawals? recurring_payments?",
}
_DISPUTE_EN = """
    i dont|never|shouldnt owe {this}|you|anything|a_dime
    [i|im|to|we] dispute|disputing|contest|contesting {this}|the
    your|my|the|this|that|these {bill} is|are|isnt|cant_be [all|totally|so] {wrong}|right|correct !address
    billed|charged|sent|charging [me|us] [for|the] wrong amount
    < wrong {bill} >
    i|we was|were never seen|treated
    i|we never had|got|received|did|saw that|this|the service|procedure|test|visit|treatment|shot|doctor
    overcharged|overcharging|over_charged
    billing error|mistake
    not my {bill} >
    {this} isnt|is_not my {bill}
"""
_DISPUTE_EN_NOT = """
    how|if|why [do|can|would] [i] dispute
    dispute the payment with
    i paid it
"""
_DISPUTE_ES = """
    ~ya|si yo|que no [le|les|yo] debo {esto}
    no les|le debo nada|eso|tanto
    disputar|disputo|disputando|impugnar [la|el|esta|este|esa|ese|un] {cobro}
    reclamar|reclamo [por|de] [la|el|ese|este|esa] {cobro}
    {cobro} [esta|es] equivocad[oa]|incorrect[oa]|mal|wrong
    [esta] mal la|el {cobro}
    cobraron|cobran|cobrando [me|estan] mal|de_mas|algo_que_no|lo_que_no
    error en mi|la|el|esta {cobro}
    nunca [me] hicieron|dieron ese|esa|eso|el|la [servicio|prueba|estudio|examen|tratamiento]
    no me hicieron eso|ese_estudio|esa_prueba|nada_de_eso
    no estoy de_acuerdo con el|la|ese|esa|esta|este {cobro}
"""
_DISPUTE_ES_NOT = """
    ya [lo] pague|liquide
    seguro|aseguranza dice
"""
_PAID_EN = """
    i|we|ive already paid|payed [{this}|for|you|in_full] >
    {this} was|is|has_been [already] paid [already|in_full|off] >
    i paid [{this}] already|in_full|last_week|last_month >
    < [i] already paid [{this}|you] >
    i paid it >
"""
_PAID_ES = """
    ya [lo|la|les|le|se] pague|pagamos|liquide [eso|esto|esa_cuenta|todo|la_cuenta|ese_cargo] >
    ya [lo|la|les|le|se] pague y no
    ya esta|quedo|fue pagad[oa]|liquidad[oa] [eso|esto|todo] >
"""
_PAID_EN_NOT = """
    how much|left|remaining
    is|was|did|has|if [it|this] [was|is] paid
    paid [off|it|already] \\?
"""
_PAID_ES_NOT = """
    cuanto|cuantos [me|de] debo|falta|queda|quedan|mi
    pagado|pague [ya|todo|eso] \\?
"""
_INSURED_EN = """
    [my] {plan} {must} [have|be] cover|covered|pay|paid [for|all] [{this}|all|everything] >
    my|the {plan} covers {this}|everything|all
"""
_INSURED_ES = """
    {seguro} [lo|me|tiene_que|debe|tenia_que|deberia|mi] cubre|cubrir|pagar|cubrirlo|pagarlo [todo|eso|esto|la_cuenta] >
    lo cubre|debe_pagar mi|el {seguro}
"""
_INSURED_EN_NOT = "if|whether|does|will|says my|the {plan}"
_INSURED_ES_NOT = "cubre|pagar [todo|eso|esto] \\?"

_ESTIMATE_EN = """
    filed|file|filing|opened|started|submitted|open|have [a|an|the|my|federal|gfe|formal] dispute [with|through|to|
        the] cms|hhs|federal|government
    good faith estimate .. less|lower|more|over|higher|was|said|different|dispute
    more|over|higher|above|exceeds [than|the] [my|the|your] good_faith_estimate|gfe
    gfe dispute
"""
_ESTIMATE_ES = """
    disputa|queja|reclamo [federal] con|ante cms|hhs
    estimad[oa]|estimacion de buena fe .. menos|mas|era|decia|dijo|disput\\w+
    mas [de|del|que] [lo|el] estimado de_buena_fe
"""

_HARDSHIP_EN = """
    cant|couldnt|unable_to|not_able_to|never [even|really|to] afford {this}|to_pay|anything [bill|right_now|now|
        to_pay] >
    [i|we|just|husband|wife] lost my|his|her|our job|jobs
    laid off
    im|were|am|currently|became unemployed|out_of_work|homeless|jobless
    hardship|financial_assistance|financial_aid|charity|charity_care|sliding_scale|sliding_fee
    i|we|have|got have|got no income|money
    no [money|income] coming in
    im|flat|dead [so|dead|flat|super] broke [now|right_now|lol] >
    dont have the_money|any_money|that_kind_of_money >
    cant pay {this} [bill|at_all|ever] $
"""
_HARDSHIP_ES = """
    no puedo|podemos|podre pagar|pagarlo|pagarla [eso|esto|la_cuenta|tanto|nada|esa_cuenta|esta_cuenta] $
    perdi|perdio|perdimos [mi|el|su] trabajo|empleo|chamba
    estoy|quede|ando|encuentro desemplead[oa]|sin_trabajo|sin_empleo|sin_dinero|quebrad[oa]|broke
    me despidieron|corrieron|descansaron del|de_mi|en_el trabajo|jale|chamba|empleo
    no tengo|tenemos dinero|plata|lana|con_que|ingresos|income [pagar|ahorita|para_pagar] >
    ayuda|asistencia financiera|economica
    caridad|bajos_recursos
    no me alcanza [el_dinero|para_pagar|para_comer|para_pagar_esto] >
"""
_HARDSHIP_EN_NOT = """
    payments?|monthly|installments|a_month|per_month|all_at_once|at_once|split|break_it|in_full|half|weekly
    until|till|friday|next_week|next_month|payday|paycheck|tomorrow|later|yet
    link|website|page|card|app|online
"""
_HARDSHIP_ES_NOT = """
    pagos|mensual\\w*|cuotas|abonos|poco_a_poco|al_mes|por_mes|de_un_jalon|todo_junto|de_golpe|la_mitad
    viernes|quincena|la_otra_semana|hasta|manana|despues|lunes
    pagina|tarjeta|en_linea|no_abre|internet
"""

_AUTOPAY_EN = """
    stop|cancel|end|turn_off|quit|shut_off|discontinue|remove|disable|revoke [my|the|all|any|this|from|me] {auto}
    take|get|remove me off|from|out_of [the|of] {auto}
    dont|stop|quit|no_more|never charging|debiting|charge|debit|withdraw|withdrawing my|from card|account|bank|
        my_account
    stop|dont|quit [taking|take] taking|take [my] money|payments from|out
    turn [my|the] {auto} off
    no_more {auto}
    dont|not want anything|nothing|any_money coming|taken out of|from my card|account|bank
"""
_AUTOPAY_ES_LISTS = {
    "end": "cancele cancelen cancelar cancela paren parar pare detengan detener quiten quitar quiteme quitenme"
    " suspendan suspender desactiven desactivar apaguen"
}
_AUTOPAY_ES = """
    ~no {end} [el|los|mi|mis|ya|me] pagos?|cobros?|cargos?|debitos? automatic[oa]s?
    ~no {end} [el|mi] autopay|autopago|auto_pay|debito_automatico
    no me cobren automatic[oa]|automaticamente
    paren|dejen|pare|deje de cobrarme|cobrar|sacarme|sacar [el_dinero] de|a|en mi|la tarjeta|cuenta|debit|debito|banco
    ya_no saquen|cobren|descuenten|pasen|carguen [el|mas|pagos|cobros|dinero|nada|de|a|en] mi|la tarjeta|cuenta|banco
"""

RULES = (
    Rule("gfe_dispute", "en", "dispute_charge", phrases(_ESTIMATE_EN)),
    Rule("gfe_dispute", "es", "dispute_charge", phrases(_ESTIMATE_ES)),
    Rule("dispute", "en", "dispute_charge", phrases(_DISPUTE_EN, **_LISTS), phrases(_DISPUTE_EN_NOT)),
    Rule("dispute", "es", "dispute_charge", phrases(_DISPUTE_ES, **_LISTS), phrases(_DISPUTE_ES_NOT)),
    Rule("dispute", "en", "already_paid", phrases(_PAID_EN, **_LISTS), phrases(_PAID_EN_NOT)),
    Rule("dispute", "es", "already_paid", phrases(_PAID_ES), phrases(_PAID_ES_NOT)),
    Rule("dispute", "en", "insurance_issue", phrases(_INSURED_EN, **_LISTS), phrases(_INSURED_EN_NOT, **_LISTS)),
    Rule("dispute", "es", "insurance_issue", phrases(_INSURED_ES, **_LISTS), phrases(_INSURED_ES_NOT)),
    Rule("hardship", "en", "hardship", phrases(_HARDSHIP_EN, **_LISTS), phrases(_HARDSHIP_EN_NOT)),
    Rule("hardship", "es", "hardship", phrases(_HARDSHIP_ES), phrases(_HARDSHIP_ES_NOT)),
    Rule("stop_autopay", "en", "change_plan", phrases(_AUTOPAY_EN, **_LISTS)),
    Rule("stop_autopay", "es", "change_plan", phrases(_AUTOPAY_ES, **_AUTOPAY_ES_LISTS)),
)
