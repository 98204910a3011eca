"""The number belongs to somebody else (fact sheet S4, decision 6): "who is this" is a question, not this."""

from __future__ import annotations

from bot.keywords.names import NAMES
from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_EN_LISTS = {
    "name": NAMES,
    "one": "person guy lady man woman patient one dude individual people girl",
    "phone": "number phone cell line",
    "seek": "looking_for texting want think trying_to_reach contacting after seeking need you_think mean",
    "mr": "mr mrs ms miss dr",
    "texting": "texting messaging contacting calling reaching",
    "else": "someone_else somebody_else another_person a_different_person other_people",
    "text": "texts? messages? calls reminders bills",
}
_EN = """
    ~the|a|called|dialed|texted|gave_you|put_the|is_this|is_the|i_have|if wrong {phone} [sorry|lol|dude|bro|man|
        please|,] >
    you|youve|they|think|must [guys|must|all|have|got] [have|got|has|dialed|texted|texting|reached|hit] [a|the]
        wrong {phone} !on|of|for|down|in|listed
    youre|are_you|keep [all|been|guys] {texting} [the|a] wrong {phone}|{one}
    have|got|reached|texted|texting|contacted|messaged|messaging|contacting [the|a] wrong {one} >
    ^ [hi|hey|sorry|,|you_have|its|no|the|you|think|i] wrong {phone}|{one} [sorry|,|please|lol] $
    misdialed|mistaken_identity
    wrong {phone}|{one} [and|,] stop|remove|lose|delete
    im|this|its not|isnt|aint [{mr}] {name} > !account|bill|fault
    im|this not|isnt|aint [{mr}] {name} \\w+ >
    im|this not|isnt mr|mrs|ms|miss \\w+ >
    < [sorry|nope|,] not [{mr}] {name} [\\w+] >
    ^ no {name} here $
    im|its|this not|isnt [the|a|that] {one} [you|youre|that_you|who_you|your] [are|re] {seek}
    im|this_is not who|whom you|youre [are|re] {seek}
    ^ [no|sorry|,] thats|this|that|its isnt|not me $
    my name|names isnt|not [even] \\w+ > !right|spelled|correct|on|in|showing
    my names not \\w+ > !right|spelled|correct|showing
    dont know [any|a] {name} [\\w+] [,|sorry|and] >
    dont_know|dunno|no_idea who [that|this_person|that_person|{name}] [is|are] you|youre|{name}|thats|that [are]
        {seek}|is [or|,] >
    dunno|dont_know who you want
    this|its not|isnt the right number|person >
    this|thats not|isnt [the] number|phone|cell for|of {name}
    this [number|phone] belongs|belonged to someone|somebody|another
    this used to be someone|somebody|someones|another
    ^ [nope|no|sorry|,|nah] wrong {phone}|{one} $
    ^ [i] dont_know|idk|no_idea who thats|this_is|{name}_is [,|sorry|lol] $
    ^ not the right {phone} $
    {phone}|this isnt|not|no_longer hers|his|theirs [anymore|now] >
    theres no {name} here|at
    no {name} at this|here
    < [sorry|,|i|we] dont know|recognize him|her|them|this_person|that_person [sorry|,] >
    < [sorry|,|i] dont_know|no_idea who thats|this_is [,|sorry] > !\\?
    < [this] isnt|not|no_longer his|her|their {phone} [anymore|now]
    had|have this {phone} .. [year|years|months] .. not_him|not_her|isnt
    never heard_of|met [any] {name}|this_person|that_person|that_name [\\w+] >
    nobody|no_one|anybody|anyone|theres_no_one [here] by|with that|this name
    nobody|no_one [here] named|called [that|{name}|this]
    no_one|nobody [named|called] [{name}] here by|with|named
    no such person
    he|she|they|{name}|\\w+_\\w+ doesnt|no_longer|dont live|lives here|at_this
    he|she|they|{name} doesnt|no_longer|dont have|has|own|use|uses this {phone}
    isnt|not|no_longer his|her|their {phone} [anymore|now] >
    {phone} belongs to someone|somebody [else]
    just|recently got|received|have|was_given this [new|phone|cell] {phone}
    i|ive got|had this {phone} [about|a|since|only|in|like|last|few|couple] week|weeks|month|months|year|yesterday|
        recently
    bought this {phone} used|secondhand
    new owner|user|holder of|for this {phone}
    [keep|always] getting|get|receiving [his|her|your] {text} for|meant_for {else} >
    get|getting his|her {text} .. not|but_im_not him|her
    {text}|this [was|is|are|were] [meant|intended|supposed] [to|be|for] {else} >
    {text} isnt|arent|wasnt|not [meant|intended] for me >
    this isnt [meant] for me >
    < not for me > !thanks
    not for me im_not|,_im_not [your|a]
    meant|trying to text|reach|message|contact {else}
    you must|may be|have looking_for|texting|reached {else}|the_other|the_wrong|a_different
    different person [with] [the] same name
    im|i not|never|isnt [been|was|ever] [a|your] patient|client [at|there|here|of|yours] [there|here|yours|
        your_clinic] > !portal|but|,
    never been a|your|one patient|client [there|here|of|at] !before
    dont have a doctor|dr there|here
    person|guy|lady|owner|girl|he|she|they|someone had this|my {phone} before
    previous|prior|old|last|former owner|user|holder of this
    wrong {name} [lol|,|sorry|\\w+] >
    im|i \\w+ but not the one [you|youre] [want|looking|are]
    looking for the other \\w+
    this is|its a [a|my] business|company|work|commercial|store|restaurant line|phone|number|cell [no|not|>]
    nobody|no_one|no_patients|no_patient here [named|by|called|with] [that|{name}] >
    {name}|he|she doesnt|no_longer use|uses this {phone}
    believe|afraid|think [that] you|youve [have] reached|contacted the wrong {phone}|{one}|party|individual
    not that|the lady|man|guy|woman|person > !but
    not who you|youre [are|think] texting|think|looking
    < [nope|no|sorry|,] not her|him|{name} >
    thats not my_name|my_number > !on|but
    < thats not me >
    ^ [sorry|,] not me [sorry|,] $
    not me wrong
    dunno who you want
    dont have [any] kids|children .. isnt|not for_me|me|mine
    sir|hello|maam [,] you have misdialed
"""
_EN_NOT = """
    gave|give|put|entered|typed|listed|text|texted|dial|dialed|call|called [you|them|in|down|the|a] wrong {phone}|{one}
    have_i|do_i_have [got|the|a] wrong {phone}|{one}
    im her|his|their|the [\\w+] daughter|son|wife|husband|mom|mother|dad|father|sister|brother|caregiver|guardian|poa
"""
_ES_LISTS = {
    "name": NAMES,
    "phone": "numero telefono celular cel linea",
    "one": "persona paciente senor senora senorita muchacha muchacho joven",
    "err": "equivoco equivocaron equivocaste equivocan equivoca confundio confundieron confunde",
    "not_bill": "cobro cuenta cantidad monto cargo el_cobro la_cuenta en_el en_la de_cuenta",
    "his": "de_ella de_el de_otra_persona de_esa_persona mio ahora_es_mio",
    "texts": "mensajes? textos? llamadas? recordatorios?",
}
_ES = """
    ~de|es_este_el|tienen_mi|les_di_el|mi {phone} equivocado|incorrecto|wrong !en
    < [disculpe|perdon|,|usted|creo_que|lo_siento] esta|estan|estas equivocad[oa]s? [senor|senora|joven|,] >
    esta|estan|estas equivocad[oa]s? de|con [numero|persona|telefono|el_numero]
    se|te [ha|han|has] {err} de|con [el|la] {phone}|{one}
    < [disculpe|creo_que|creo|perdon|lo_siento|,] se|te {err} [senor|senora|joven|,] > !{not_bill}
    {one} equivocad[oa]
    no soy|es [la|el|yo|ni] [senor|senora|sra|sr|don|dona|senorita] {name} [\\w+] [\\w+] > !pero
    no soy [esa|ese|la|el] {one}|quien|usted [que] [usted|ustedes] busca|buscan|creen|cree|quieren|piensa
    no soy esa|ese [{one}] > !que
    no soy quien|la_que|el_que|la_persona_que busca|buscan|creen|cree|usted
    ~si|por_que|aunque [ese|esa|este|,|no] no soy yo [,|senor|joven|disculpe] >
    no me llamo !para
    mi nombre no es
    no es mi nombre >
    no conozco|conosco|conocemos a [ningun\\w*|esa|ese|la|nadie|una] [{one}|{name}|con|esa] [{name}|ese|nombre|
        persona] >
    no la|lo|los|le conozco [a|,] [esa|ese] {name}|{one}|senor|senora
    no se|sabemos quien es|sea [esa|ese|la|el] {name}|{one}
    quien es {name} [\\?|,] aqui|yo|no_conozco|ese|no
    aqui|ahi no vive|es|hay|existe|trabaja|corresponde [nadie|ningun\\w*|ella|esa|el|ese|,|senor\\w*|joven|
        disculpe] [{name}|persona|con|,] [ese|nombre] >
    no vive|es aqui [,|ya|senor\\w*|joven|disculpe] > !el_link|donde
    no hay nadie|ningun\\w* [aqui] con|llamad[oa]|que_se_llame|de_nombre|{name}|que_se
    ya_no tiene|usa|utiliza este|ese|esta {phone} !para
    ya_no vive aqui
    ya_no es su|el {phone} [de] [ella|el|{name}] >
    {phone} [ya|no|ahora|es] {his} !tarjeta
    este {phone} es|ahora_es|lo_tengo|me_lo_dieron [un|de|desde|hace] nuevo|mio|hace_poco|negocio|trabajo|empresa|
        otra_persona
    acabo|acaban [me] de darme|dar|agarrar|sacar|comprar|conseguir|darme [este|el|esta|me] {phone}
    nuev[oa] duen[oa]|propietari[oa]|usuari[oa] [de|del] [este|esta] {phone}
    {one}|duen[oa]|otr[oa] de|del|que [antes|anterior|este] tenia|tuvo|usaba|antes [este] {phone}|tenia
    llegan|llega|llegando|recibo [siempre|muchos|sus|los] {texts} [que_son] de|para otr[oa]s?|alguien|{name}
        [persona|gente|mas] >
    {texts}|esto|eso|recado no es|son|era|eran|va|van para mi|nosotros > !pagar
    no es|son|era para mi [,|joven] > !pagar|facil
    mando|mandaron|escribe|escriben|mandando a|al otra|otro {one}|numero
    busca|buscan|buscando a otr[oa] {one}|{name}
    otr[oa] con mi [mismo] nombre
    no soy|somos [un|ni|su] paciente de|suy[oa]|ahi|en|aqui|su [ustedes|ahi|esa_clinica|ese_lugar|ese_doctor] > !pero
    nunca|jamas he|fui sido|paciente [su|un] paciente|de|ahi
    {phone} [es|de|del] [un|una|mi|de] negocio|trabajo|empresa|restaurante|tienda [,] > !pero
    compre este {phone} usado
    comunicado|comunico con [la|una] {one}|numero equivocad[oa]|incorrect[oa]
    marco|ha_marcado|marcaron mal [,] no|aqui|soy|usted
    fallo|falto de numero
    {one} ya_no usa|tiene|ocupa este|ese
    no soy el|la senor|senora \\w+ >
    < [este|ese|,] [ya] no es su {phone} [,] >
    me equivocaron de {phone}
    ^ equivocad[oa] [,|senor\\w*] $
    no es el {phone} de {name}
    tiene|tienen mal el {phone} !de_tarjeta
    no conozco a nadie llamad[oa]|que_se_llame
    ^ [no|,] no soy el|ella|yo [,|disculpe] $
    esta|estan|estas marcando|llamando|escribiendo mal
    yo no tengo hijos [,] no es para mi
    ^ no_soy_yo|perdon|disculpe [,] wrong number|person
    wrong number|person [,] senor\\w*|joven|disculpe|no_soy_yo
"""
_ES_NOT = """
    soy su|la|el hija|hijo|esposa|esposo|mama|papa|hermana|hermano|nieta|nieto|cuidadora|tutor|madre|padre
    pero|yo [yo] pago|soy_su|le_ayudo
    cobro|cuenta|cargo|recibo|factura|cobraron|cobran|bill|monto|cantidad|receta|codigo
"""

RULES = (
    Rule("wrong_number", "en", "wrong_person", phrases(_EN, **_EN_LISTS), phrases(_EN_NOT, **_EN_LISTS)),
    Rule("wrong_number", "es", "wrong_person", phrases(_ES, **_ES_LISTS), phrases(_ES_NOT, **_ES_LISTS)),
)
