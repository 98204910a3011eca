"""A patient who speaks of paying, or of an account as their own.

Nobody whose number it is not asks what they owe; who offers to pay is seldom bankrupt or suing the practice.
"""

from __future__ import annotations

from bot.keywords.names import NAMES
from bot.keywords.phrase import phrases

_EN_LISTS = {
    "name": NAMES,
    "mine": "balance payments? copay receipt refund appointment appt due_date total installments? deductible statement"
    " monthly visit",
}
_OFFERS_EN = """
    can|could|may i|we [please|just|still|maybe|only|at_least|possibly] pay|do|send|give|make|split|put|set_up|start|
        get_on
    ~not|never|aint|i_wont|refuse_to ill|i_will|we_will|ready_to|want_to|happy_to|able_to|i_can|going_to [still|just|be|
        finally|
        go_ahead|and|to|now] pay|paying|send_you|send_the|send_my|send_it|settle|catch_up !a_dime|nothing|a_cent|
        you_nothing|a_penny|
        your_lawyer
    ~not|never|aint|without|stop|im_not paying|sending [you|yall|it|mine|this|the] [the|my|off|in|it|rest|\\d+] now|
        today|tonight|
        tomorrow|friday|monday|tuesday|soon|full|half|off|\\d+|when|next|after|mine|all
    ~not|never then|so|and|,|when i pay|owe|can_pay [you|yall|it|mine]
    lower|smaller|split|minimum|reduce|move|change [my|the|a] payments?|plan|monthly|amount
    how [do|can] [i] catch_up|pay
"""
_PAYS_EN = """
    ~not|isnt|aint|never|wasnt|no|about my [own|full|last|next|new|remaining|correct|current] {mine} !is_wrong_person
    whats|how_much|what [is|do|does|are|was|would] [my|the|i|we] [current|still] owe|balance|total|copay|minimum
    i [still|do] owe [you|yall|it] !nothing|you_nothing|nobody
    resend|send|text|mail|email [me|that|the|my|it|another|a|new|over|to] again|link|receipt|me|plz
    its|still|same me|person|patient >|{name}|here
    update|save|use|keep [it|my|this] this_one|instead|my_file|this_number|it_please|file|records
    but|though|, [the|yes] bills?|account|visit|charge is|was|are mine
    i pay [his|her|their|my|the|for] bills?|him|her
"""
_ES_LISTS = {
    "mine": "saldo pagos? plan cita recibo balance copay mensualidad cuota abono consulta estado_de_cuenta",
}
_OFFERS_ES = """
    ~no|nunca puedo|podria|quiero|quisiera|voy_a|para|asi|hasta|poder|nomas|solo [nomas|solo|les|ya] pagar|pagarles|dar|
        darles|abonar|
        liquidar|ponerme_al_dia
    ~no|ni les|le|lo|yo|ya|ella|ahorita|hoy|manana|entonces|despues|luego [mero|les|lo|le] pago|pague|mando_mi|doy|
        abono !con_gusto|si_me|nada
    pago el|manana|hoy|ahorita|saliendo|llegando|los \\w+
    esperen|esperenme|espereme|aguantenme|denme|deme [hasta|al|un|unos|chance|tantito|tiempo] el|dias|viernes|lunes|
        quincena|hasta|al|chance|
        tantito
    me [los|lo|la|les] esperan|espera|bajan|mueven
    mandele|mandenle el link
"""
_PAYS_ES = """
    ~no_es|ni_es|de|son mi|mis {mine}
    cuanto [les|le|es|seria|sale|queda|fue] [que] debo|es|sale|queda|seria|debemos|fue
    si|pero|aunque [si] soy yo|paciente|la_paciente|el_paciente
    soy \\w+ su|la|el paciente
    mandenme|mandeme|reenvien\\w*|reenvie\\w* [a] el|mi|mi|otra|lo|la|otro|link|un
    guardenlo|guardelo|anotenlo|anotelo|actualicen|actualicenlo|registrenlo|cambienlo|corrijan|corrijanlo|arreglenlo|
        arreglen
    pongan|ponga este|mi|esta
    pero si es mi|mio|mia|fui
    mejor|usen|use [al|el|mi] otro|este
"""
OFFERS_EN = phrases(_OFFERS_EN)
OFFERS_ES = phrases(_OFFERS_ES)
PAYS_EN = (*OFFERS_EN, *phrases(_PAYS_EN, **_EN_LISTS))
PAYS_ES = (*OFFERS_ES, *phrases(_PAYS_ES, **_ES_LISTS))
