"""The number belongs to somebody else (fact sheet S4, decision 6): "who is this" is a question, not this."""

from __future__ import annotations

from bot.keywords.names import NAMES
from bot.keywords.payers import PAYS_EN, PAYS_ES
from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_EN_LISTS = {
    "name": NAMES,
    "word": "bill max mark sue joy faith grace_period",
    "one": "person guy lady man woman patient one dude individual people girl",
    "phone": "number phone cell line",
    "seek": "looking_for texting want think trying_to_reach contacting after seeking need you_think mean",
    "mr": "mr mrs ms miss dr",
    "texting": "texting messaging contacting calling reaching",
    "else": "someone_else somebody_else another_person a_different_person other_people",
    "shop": "shop store restaurant bakery salon church garage warehouse dealership hotel motel school barbershop gym"
    " diner"
    " pizzeria laundromat library firehouse plant factory farm bar cafe deli place",
    "text": "texts? messages? calls reminders bills",
}
_EN = """
    ~the|a|called|dialed|texted|gave_you|put_the|is_this|is_the|i_have|if wrong {phone} [sorry|lol|dude|bro|man|
        please|,] >
    you|youve|they|think|must [guys|must|all|have|got] [have|got|has|dialed|texted|texting|reached|hit] [a|the] wrong
        {phone} !on|of|for|down|in|listed
    youre|are_you|keep [all|been|guys] {texting} [the|a] wrong {phone}|{one}
    have|got|reached|texted|texting|contacted|messaged|messaging|contacting [the|a] wrong {one} >
    ^ [hi|hey|sorry|,|you_have|its|no|the|you|think|i] wrong !one {phone}|{one} [sorry|,|please|lol] $
    ~is this_is|its|thats the|a wrong !one|people {phone}|{one} >
    misdialed|mistaken_identity
    wrong {phone}|{one} [and|,] stop|remove|lose|delete
    im|this|its not|isnt|aint [{mr}] {name} > !account|bill|fault
    im|this not|isnt|aint [{mr}] {name} \\w+ >
    im|this not|isnt mr|mrs|ms|miss \\w+ >
    < [sorry|nope|,] not [{mr}] !{word} {name} !anymore [\\w+] >
    ^ no {name} here $
    im|its|this not|isnt [the|a|that] {one} [you|youre|that_you|who_you|your] [are|re] {seek}
    im|this_is not who|whom you|youre [are|re] {seek}
    ^ [no|sorry|,] thats|this|that|its isnt|not me $
    my name|names isnt|not [even] !spanish|english|right|correct|on \\w+ >
    dont know [any|a] {name} [\\w+] [,|sorry|and] >
    dont_know|dunno|no_idea who [that|this_person|that_person|{name}] [is|are] you|youre|{name}|thats|that [are]
        {seek}|is [or|,] >
    ~is this|its not|isnt the right number|person >
    this|thats not|isnt [the] number|phone|cell for|of {name}
    this [number|phone] belongs|belonged to someone|somebody|another
    this used to be someone|somebody|someones|another
    ^ [nope|no|sorry|,|nah] wrong !one {phone}|{one} $
    ^ [i] dont_know|idk|no_idea who thats|this_is|{name}_is [,|sorry|lol] $
    ^ not the right {phone} $
    {phone}|this isnt|not|no_longer hers|his|theirs [anymore|now] >
    theres no {name} here|at
    no {name} at this|here
    < [sorry|,|i|we] dont know|recognize him|her|them|this_person|that_person [sorry] > !,_the|,_dr|,_doctor
    < [sorry|,|i] dont_know|no_idea who thats|this_is [,|sorry] > !\\?
    < [this] isnt|not|no_longer his|her|their {phone} [anymore|now]
    never heard_of|met [any] {name}|this_person|that_person|that_name [\\w+] >
    nobody|no_one|anybody|anyone|theres_no_one [here] by|with that|this name
    nobody|no_one [here] named|called that|{name}|this
    no_one|nobody [named|called] [{name}] here by|with|named
    no such person
    he|she|they|{name}|\\w+_\\w+ doesnt|no_longer|dont live|lives here|at_this_number
    he|she|they|{name} doesnt|no_longer|dont have|has|own|use|uses this {phone}
    isnt|not|no_longer his|her|their {phone} [anymore|now] >
    {phone} belongs to someone|somebody [else]
    just|recently got|received|have|was_given this [new|phone|cell] number|line|phone !so_dont|,_update
    i|ive got|had this {phone} [about|a|since|only|in|like|last|few|couple] week|weeks|month|months|year|yesterday|
        recently
    bought this {phone} used|secondhand
    new owner|user|holder of|for this {phone}
    get|getting his|her {text} .. not|but_im_not him|her
    ~my|sorry_that|oops_that|last {text}|this [was|is|are|were] [meant|intended|supposed] [to|be|for] {else} >
    {text} isnt|arent|wasnt|not [meant|intended] for me >
    this isnt [meant] for me >
    not for me im_not|,_im_not [your|a]
    meant|trying to text|reach|message|contact {else}
    you must|may be|have looking_for|texting|reached {else}|the_other|the_wrong|a_different
    different person [with] [the] same name
    im|i not|never|isnt [been|was|ever] [a|your] patient|client [at|there|here|of|yours] [there|here|yours|
        your_clinic] > !portal|but|,
    never been a|your|one patient|client !there_before|here_before|before [there|here|of|at]
    dont have a doctor|dr there|here
    person|guy|lady|owner|girl|he|she|they|someone had this|my {phone} before
    previous|prior|old|last|former owner|user|holder of this !house|car|place
    wrong !{word} {name} !on_this|on_the [lol|,|sorry|\\w+] >
    im|i not [a] mr|mrs|ms|miss \\w+ and|,|but|i|lol
    im|i \\w+ but not the one [you|youre] [want|looking|are]
    looking for the other \\w+
    this is|its a [a|my] business|company|work|commercial|store|restaurant line|phone|number|cell [no|not|>]
    nobody|no_one|no_patients|no_patient here [named|by|called|with] [that|{name}] >
    believe|afraid|think [that] you|youve [have] reached|contacted the wrong {phone}|{one}|party|individual
    not that|the lady|man|guy|woman|person > !but
    not who you|youre [are|think] texting|think|looking
    < [nope|no|sorry|,] not !{word} her|him|{name} >
    thats not my_name|my_number > !on|but
    < thats not me >
    ^ [sorry|,] not me [sorry|,] $
    not me wrong
    dunno who you want
    < [hi|hey|sorry|sir|maam|uh|no|,|um] this|its is|a|an|the [a|an|the|our] [\\w+] {shop} >
    {shop} phone|line [whoever|not|we|nobody|,] whoever|not|we|nobody|no
    have|got|has|mistaken me [confused|mistaken] confused|mistaken|for [with|for|another|someone|somebody] another|
        someone|somebody|some_other|a_different
    theres|is|there [is] no|not_a|not_any {name}|one|mr|mrs who|that|by_the_name [lives|works|stays] lives|works|
        stays|here|of
    different|another person has|owns|got this|the {phone} [now]
    {texting}|texted|messaged|reached|texting|got a|some|the [total|complete|random] stranger|random_person|
        random_number
    < [and|but|,|girl|sorry] im|i_am not [a|the] she|he|her|him >
    who [had|has] this {phone} before|previously [me|now|,] [me|not|im|i]
    whoever|whom|who you|yall|youre [are] want|wanted|looking_for|need|billing [used_to] had|have|has|changed [this]
        [number|{phone}]
    not the {name} who|that|you|youre
    im not acquainted|familiar with [the|this|that] person|individual|name|gentleman|lady
    i|we do_not|dont know the|that|this gentleman|individual|person [named|,|you|sorry|at] >
    name [on|you] [it|there|have|gave|used] is_not|isnt|not|aint mine >
    ive owned|had this line|number|phone [for|since|over|about|roughly] [for|since] \\d+|ten|two|years|many|over
    you|yall [have|got|must] [have|got|a] [the] wrong digits|guy|girl|dude
    dont have [any] kids|children .. isnt|not for_me|me|mine
    youve|you_have|u [just] reached|texted|called|contacted|messaged a|the|our church|school|business|restaurant|office|
        company|shop|store|salon|garage|pizzeria
    whom are you trying
    youve reached \\w+ [\\w+] pizza|restaurant|auto|garage|salon|plumbing|church
    ~dont who is|are maria|{name}
"""
_EN_NOT = """
    misspelled|misspelt|spelled|spelt|nickname|abbreviation|autocorrect
    money|cash|budget|savings who
    being the wrong
    number off|on|from my|your|the card|paper|letter|statement|bill
    for my [\\w+] dad|mom|son|daughter|kid|kids|husband|wife|mother|father|grandma|grandpa
    caregiver|guardian
    her|his|their husband|wife|son|daughter|mom|dad|kid >
    same person|guy|lady|woman|me
    gave|give|put|entered|typed|listed|text|texted|dial|dialed|call|called [you|them|in|down|the|a] wrong {phone}|
        {one}
    have_i|do_i_have [got|the|a] wrong {phone}|{one}
    im her|his|their|the [\\w+] daughter|son|wife|husband|mom|mother|dad|father|sister|brother|caregiver|guardian|poa
"""
_ES_LISTS = {
    "name": NAMES,
    "palabra": "julio luz alma consuelo remedios refugio esperanza",
    "phone": "numero telefono celular cel linea number",
    "one": "persona paciente senor senora senorita muchacha muchacho joven",
    "err": "equivoco equivocaron equivocaste equivocan equivoca confundio confundieron confunde",
    "his": "de_ella de_el de_otra_persona de_esa_persona",
    "texts": "mensajes? textos? llamadas? recordatorios?",
}
_ES = """
    ~de|al|sale|member|a_un|era|es_este_el|tienen_mi|les_di_el|mi|marque_el|puse_el|di_el|deje_el|use_el|anote_el|
        llame_al|escribi_el {phone} equivocado|incorrecto|wrong|errado|erroneo !en|del|de_cuenta|de_poliza|
        de_tarjeta|de_miembro|de_grupo|lo_puse|el_de|es|que_tienen|al_pagar|de_seguro|de_abonos|dice
    < disculpe|perdon|usted|creo_que|lo_siento|senor|senora|joven [,|usted] esta|estan|estas equivocad[oa]s? [senor|
        senora|joven|,] >
    esta|estan|estas equivocad[oa]s? de|con [el|la] {phone}|{one}
    se|te [ha|han|has] {err} de|con [el|la] {phone}|{one} !en_mi
    < disculpe|creo_que|creo|perdon|lo_siento [,] se|te {err} [senor|senora|joven|,] >
    ~pasaron_con_la|mandaron_a_la|mandaron_con_la|comunicaron_con_la|conectaron_con_la {one} equivocad[oa] !a_la|al|
        me_(?:dio|dijo|cobro|atendio)
    wrong persona|gente|numero
    {name}|ese|esa [yo|,] no soy >
    no soy ni vivo|conozco
    ni soy {name}
    anterior|antiguo|previo duen[oa]|propietari[oa] [del|de|les|este] {phone}|les|este|del
    duen[oa] anterior|de_antes [de|del|este] [este|ese] {phone}|les|debe
    aqui|aca|esto [ya] es un|una|la|el|puro taller|restaurante|tienda|iglesia|negocio|casa_particular|panaderia|
        escuela|bakery|pizzeria|peluqueria|barberia|carniceria|taqueria|ferreteria|lavanderia|bodega|compania|
        oficina_de_abogados
    soy|somos un|una|la taller|restaurante|tienda|iglesia|panaderia|negocio|taqueria|compania
    busca|buscan|buscando|busquen [a] [la|una|el] otra|otro [persona|gente|senora|senor] [,|,_aqui|>]
    a ella|el|{one} [yo] no la|lo conozco|ubico
    no se_llama|llama nadie
    nadie aqui|aca|ahi [se] se_llama|llama|conoce
    ningun|ninguna {name} [aqui|>]
    ya_no es el {phone} de [la|el|don|dona] [sra|sr|senora|senor|{name}|,] [{name}|,|\\w+]
    no soy [la|el|yo|ni] [senor|senora|sra|sr|don|dona|senorita] {name} [\\w+] [\\w+] > !pero
    ~segundo_nombre|apellido no es [la|el|senor|senora|sra|sr|don|dona|senorita] !{palabra} {name} [\\w+] [\\w+] > !pero
    no soy [esa|ese|la|el] {one}|quien|usted [que] [usted|ustedes] busca|buscan|creen|cree|quieren|piensa
    no soy esa|ese [{one}] > !que
    no soy quien|la_que|el_que|la_persona_que busca|buscan|creen|cree|usted
    ~si|por_que|aunque|que [ese|esa|este|,|no] no soy yo [,|senor|joven|disculpe] >
    no me llamo !para|con_|sin_|valued|patient|paciente
    mi nombre no es !con_|sin_|asi
    no es mi nombre >
    no conozco|conosco|conocemos a [ningun\\w*|esa|ese|la|nadie|una] [{one}|{name}|con|esa] [{name}|ese|nombre|
        persona] >
    no la|lo|los|le conozco [a|,] [esa|ese] {name}|{one}|senor|senora
    no se|sabemos quien es|sea [esa|ese|la|el] {name}|{one}
    quien es {name} [\\?|,] aqui|yo|no_conozco|ese|no
    aqui|aca|ahi no vive|es|hay|existe|trabaja|corresponde [nadie|ningun\\w*|ella|esa|el|ese|,|senor\\w*|joven|
        disculpe] [{name}|persona|con|,] [ese|nombre] >
    no vive|es aqui [,|ya|senor\\w*|joven|disculpe] > !el_link|donde
    no hay nadie|ningun\\w* [aqui] con|llamad[oa]|que_se_llame|de_nombre|{name}|que_se
    ya_no tiene|usa|utiliza este|ese|esta {phone} !para
    ya_no vive aqui
    aqui|aca no vive ningun\\w* \\w+ >
    ya_no es su|el {phone} [de] [ella|el|{name}] >
    {phone} [ya] no|ya_no|ahora [es] {his} !tarjeta
    {phone} es de_ella|de_el|de_otra_persona !tarjeta
    {phone} ya_es mio
    no es [el|mi|su] {phone} de el|ella|esa|ese|otra
    este|esto es [un|el] {phone} de|del negocio|trabajo|empresa|restaurante|tienda
    ^ es el {phone} del|de negocio|trabajo|restaurante
    este {phone} es|ahora_es|lo_tengo|me_lo_dieron [un|de|desde|hace] nuevo|mio|hace_poco|negocio|trabajo|empresa|
        otra_persona
    acabo|acaban [me] de darme|dar|agarrar|sacar|comprar|conseguir|darme [este|el|esta|me] {phone}
    nuev[oa] duen[oa]|propietari[oa]|usuari[oa] [de|del] [este|esta] {phone}
    {one}|duen[oa]|otr[oa] de|del|que [antes|anterior|este] tenia|tuvo|usaba|antes [este] {phone}|tenia
    llegan|llega|llegando|recibo [siempre|muchos|sus|los] {texts} [que_son] de|para otr[oa]s?|alguien|{name}
        [persona|gente|mas] >
    {texts}|esto|eso|recado no es|son|era|eran|va|van para mi|nosotros > !pagar
    no son|era para mi [,|joven] >
    mando|mandaron|escribe|escriben|mandando a|al otra|otro {one}|numero
    busca|buscan|buscando a otr[oa] {one}|{name}
    otr[oa] con mi [mismo] nombre
    no soy|somos [un|ni|su] paciente de|suy[oa]|ahi|en|aqui|su [ustedes|ahi|esa_clinica|ese_lugar|ese_doctor] > !pero
    nunca|jamas he|fui sido|paciente [su|un] paciente|de|ahi
    {phone} es [de|del] [un|una|mi] negocio|trabajo|empresa|restaurante|tienda [,] > !pero
    compre este {phone} usado
    comunicado|comunico con [la|una] {one}|numero equivocad[oa]|incorrect[oa]
    marco|ha_marcado|marcaron mal [,] no|aqui|soy|usted
    fallo|falto de numero
    {one} ya_no usa|tiene|ocupa este|ese
    no soy el|la senor|senora \\w+ [mijo|mija|joven] >
    < [este|ese|,] [ya] no es su {phone} [,] >
    me equivocaron de {phone}
    ^ equivocad[oa] [,|senor\\w*] $
    no es el {phone} de {name}
    tiene|tienen mal el {phone} !de_tarjeta
    no conozco a nadie llamad[oa]|que_se_llame
    ^ [no|,] no soy el|ella|yo [,|disculpe] $
    esta|estan|estas marcando|llamando|escribiendo mal
    ^ no_soy_yo|perdon|disculpe [,] wrong number|person
    wrong number|person [,] senor\\w*|joven|disculpe|no_soy_yo
    {texts}|texto|recado pa|para un|una|alguien|otra [muchacha|senora|senor|muchacho|persona] que|ke no conozco|conosco
    muchacha|muchacho|senora|senor|persona|hombre|mujer que|ke no conozco|conosco
    este|aqui es|somos un|una taller|negocio|restaurante|tienda|iglesia|escuela|oficina|ferreteria|panaderia
"""
_ES_NOT = """
    soy su|la|el hija|hijo|esposa|esposo|mama|papa|hermana|hermano|nieta|nieto|cuidadora|tutor|madre|padre
    pero|yo [yo] pago|soy_su|le_ayudo
    soy su|la|el|quien \\w+ que|la [la|lo|le] cuida|cuido|ayuda
    es mi|para_mi|para_el|para_la [\\w+] nin[oa]|hij[oa]|plebe|suegr[oa]|mujer|espos[oa]|mama|papa|bebe|abuel[oa]|
        marido
    vivo con ella|el
    enfermera|recepcionista|ventanilla .. la {one} equivocad[oa]
    snatched|robaron|stole [mi|my|el] phone|celular|telefono
    no lo es
    cajero|tarjeta|fax\\w+
    a mi nombre
    firmo|hablo|llamo|contesto no soy yo
    abreviatura|apodo|abreviado
    con|sin [una|la] h|s|z|j|g|y|ll|k|th|c|b|v|tilde|acento|mayuscula
    cobro|cuenta|cargo|recibo|factura|cobraron|cobran|bill|monto|cantidad|receta|codigo
"""

_WRONG_EN = phrases(_EN, **_EN_LISTS)
_WRONG_ES = phrases(_ES, **_ES_LISTS)
_UNLESS_EN = phrases(_EN_NOT, **_EN_LISTS)
_UNLESS_ES = phrases(_ES_NOT, **_ES_LISTS)

RULES = (
    Rule("wrong_number", "en", "wrong_person", _WRONG_EN, _UNLESS_EN, PAYS_EN, brief=True),
    Rule("wrong_number", "es", "wrong_person", _WRONG_ES, _UNLESS_ES, PAYS_ES, brief=True),
)
