"""Words that end and resume texts, and that ask what this line is: STOP, HELP and START in all their forms.

Fact sheet T6: any reasonable wording ends texts. A limit ("not at work") is a preference (F1) and ends none; no more
does the end of autopay (P3). Only START, UNSTOP or the Spanish word for it, as the whole text, resume them (T9, W4).
"""

from __future__ import annotations

from bot.keywords.consent_words import EN_LISTS, ES_LISTS
from bot.keywords.phrase import phrases
from bot.keywords.rule import Rule

_EN_KEYWORD = """
    ^ [{nice}] [{nice}] stop|unsubscribe|quit|revoke|opt_out|stop_all|cease [{nice}|all|stop|quit] [{nice}|stop] $
    ^ [please|,] cancel|end|remove [,] [please|thanks|thank_you] $
    ^ [please|just|hey|ok] remove_me|block_me|take_me_off|go_away|no_texts?|no_texting [please|now|thanks] $
"""
_EN = """
    ~{not}|i|ill|he|she|do_you|so_you stop|quit|cease|discontinue [{all}] {texting} !because|and_talk|and_speak|
        in_circles
    ~{not} stop|quit|cease calling|writing|emailing me|us !and|text|just|start|by|at|on|when
    ~{not} stop|quit hitting_up_my|blowing_up_my|blowing_my|blowing_me|hitting_me_up
    ~{not} stop|quit|cease sending [me|us|{all}] [me|us|{all}] {texts}|stuff|shit|crap !from|about_my
    ~{not} stop|quit|cease sending [me|us] these|those|this|that|anything|things >
    ~{not} stop|quit|cease sending [me|us] >
    ~{not} {stop} [{all}] [{all}] {texts} !about_my|in_english|in_spanish|of|from_the|i|that_i|
        for_(?:the|today|monday|tuesday|wednesday|thursday|friday)
    turn|shut|switch [{all}] {texts} off
    enough|done|fed_up|sick [already] [with|of] [{all}] {texts}
    cut_it_out|knock_it_off !with_(?:the|your)_(?:pop|ads?|popup|popups|music|hold)
    tired [of] [{all}] {texts} >
    im over|done_with [{all}] {texts} >
    how [do|can] i turn|shut [{all}|them] off >
    cease_and_desist|stop_calling_and|stop_calling_or [{all}] {texting}
    no permission|consent to|for text|texting|contact|{texts}
    < [please|kindly] discontinue [please] >
    not interested [,] [please] stop|remove_me
    text|contact|message me again .. report|sue|block
    how [do|can|could|would|to] [i|we|you|make|get] {stop}|get_off|get_out_of|get_rid_of [{all}] {texts}|list >
    < [please|ok|and] no more of these|those|this|that [please|stuff] >
    < please no more >
    refrain|abstain|desist from texting|contacting|sending|messaging|further|any|all
    dont want|need|like any_more|anymore|more|no_more of these|those|this|them !visits|appointments
    discontinue|cease|end|stop [all|these|the|any|electronic|further|automated|those|your] notes|messages|messaging|
        notifications|communications to|on my|this [cell|mobile|home] telephone|phone|number|mobile|cell
    like|want|need|wish these|those|them|it|all_this|{texts} [all] to_end|to_stop|to_cease|ended|stopped >
    no {texts} after this|today|that|now|tonight
    last|final text|message|ding|ping|buzz|msg i get|receive|want|ever_get|should_get|hear|see
    stop using this|my number|phone|cell
    {dont} send me no_more|any_more|anymore|none [of] [these|those|this|that|,|please] >
    texting [thing|stuff|system] aint|isnt|is_not|not for me
    stop|quit [receiving|getting] receiving|getting {texts}|these|this|them|those !paper|in_the_mail
    no [more] {texts} [from|to] [your|you|this|my] [office|clinic|phone|company|again] ever|period|again
    how [do|can|to] [i|we] make|get|stop [{all}|it|them] [{texts}] stop|to_stop|texting >
    make [{all}|them] {texts}|them|these|it_all stop >
    ^ make it stop [make_it_stop] $
    ^ [please|just|so|then] lose it [please|now|then] $
    ~never|i|it|kid|son|daughter said|typed|sent|replied stop [already|\\d+|times|before|and] >
    i said stop !by
    told|asked|asking|begging|telling [you|guys|all|nicely] to stop !by|the|my|charging|billing|taking|eating|drinking|
        smoking|driving|working|using_the
    you|they [guys|all] need|needs|have|has|got to stop [this|it] >
    {texts} need|needs|have|has|got|must to_stop|stop >
    this needs|has|got to stop >
    i|id|we want|like|need [{all}|you] {texts}|you|this to_stop|stopped|gone [please|now] >
    can|could|will|would you [guys|please|just|all] stop [texting|it|now] >
    ~had|made|make|makes|let|having|making|hold me|alone|{texts}|enough|number|phone|up|already|now|fucking|please|
        just|you [,] stop [it|this|now|please|already] >
    < never_mind|nevermind|nvm [just|please|,] stop [it|this|now|please|,] >
    < [please|just] stop [it|that|these|now|already|please] > !,_wait|,_dont_(?:charge|process|run|take|bill)|
        ,_hold_on|,_i_(?:typed|sent|put|clicked|meant|picked|entered|wrote)
    < [please|just] stop this|that|it >
    ~bus|next|last|truck|the|a|my|to|{not} stop [it|this|now|already] or i|ill|im|else
    < [please|just|ok] stop [it|now] i_dont|i_never|i_didnt|youre|you_keep|you_got|you_have|im_not|wrong
    ~can|who|they|he|she|doctor|doctors {dont} [ever|you|please] {do} [to] {me} !{when}|{what}
    ~can|they|doctor|doctors {dont} [ever|you|please] text|message|contact {me} [with] {again}
    < [please|just|so|and] {dont} text|message [here|please|anymore|ok] > !,_call
    {dont} want_to hear from you|yall [guys] again|anymore|ever|>
    dont|no_longer want|need to get|receive these|this|those|it [anymore] >
    {dont} send me anything by text|sms
    why|still .. getting|get these|this stop
    {texts}|texting|text_messaging [is|are] isnt|arent|not [not] ok|okay|allowed|welcome
    ~do|does|doing no [more] texting >
    no [more] texting me|this|us
    {dont} [ever] send|text [{me}] any|anymore|more|no|no_more|another [{all}] {texts}|stuff|shit|crap !about_my|that
    {dont} [ever] send|text [{me}] these|this|those|your [{all}] {texts}|stuff|shit|crap !about_my|that
    {dont} [ever] send {me} anything|nothing [more|else|anymore|again] >
    {dont} send any|anything [more|else|please] >
    dont|no_longer [really] want|wish|care|like|need [to] get|receive|have|for|your|any|these|the|more [{all}]
        {texts} !{when}|to_stop|to_end|turned_off|about_my|in
    dont|no_longer [really] want|wish|need [any|anymore|more|no|to_get] [anymore|more|of] [of] {texts}|these >
    dont|no_longer [really] want|wish|like|need {texts} !{when}|to_stop|to_end|turned_off|in
    dont|no_longer want|wish|like|care|need [to] be texted|messaged|contacted|notified !{when}|by
    dont|never want|need [you|yall|anyone|anybody|people] [guys|all|to] texting|text|message|contact|send|sending me|
        us
    not_another|without_any|any_more {texts} >
    ~get|got|getting|why|havent|receive|received|there|theres|are|been|is|had|so no_more [of] [{all}] {texts}
        !needed|necessary
    < [please|just|ok|want|said|instead|thanks|,] no {texts} [please|to|for|from|thanks|ok|me|this|number|you|at_all]
        >
    want|instead|prefer|me|only|email|mail|call no [more] {texts} >
    delete|erase|lose|forget|trash|toss my|this [phone|cell] number !and|with|to|on|for|its|is|from
    remove my|this [phone|cell] number [please|from|off] [{all}] [{list}|please] >
    take my [phone|cell] number off|down|out [{all}] [{list}|please] >
    ~or i|ill|im|going_to|will|am [just|will] block|blocking|blocked you|this|your|yall
        !(?:number_)?by_(?:accident|mistake)
    or ill|i_will|im [just] block|blocking you|this|your
    < blocking you|this_number
    already unsubscribed|opted_out|texted_stop|said_stop|sent_stop|replied_stop
    revoke|revoking|withdraw|withdrawing|rescind|retract [my|all|any] consent|permission|authorization
    no_longer|dont|didnt|never|not [ever] give|gave|given|have [you|yall] [my|any] consent|permission [to|for|be]
        text|texted|texting|contact|message|send_me|{texts}
    no_longer|dont|didnt|never|not consent|agree|agreed|consented|authorize|authorized [to|being|be|getting|receive|
        you] texted|texting|text|contacted|{texts}
    didnt|never sign_up|signed_up for this|these !bill|charge|plan|visit|payment|service|appointment
    ~and|that|{not} leave me|us [the|tf|fuck|hell|heck|be|f|fucking|please|just] alone
    leave me be >
    leave my|this phone|number|cell [the|fuck|hell] alone
    number|phone doesnt|dont want {texts}
    < [please|just] go away [please|already|now] >
    ~off_the dont call|contact|text list|registry !is_for|right
    put|add|place me|my_number|this_number on|to [the|your|a|internal|national] dont|no call|contact|text
    ~can|they|he|she dont|never [ever] call|contact|email|bother me|us [or] [text|call|contact|me] anymore|again|ever
    dont|never|no call_or_text|text_or_call|calls_or_texts|texts_or_calls
    only contact|reach me|us by|through|via mail|email|letter|post
    prefer .. not|over|than|instead_of|rather_than [a|by|the|your] {texts}|texting
    mail|email|letters?|calls? instead_of|not|rather_than [by] text|texts|texting >
    {texts} arent|isnt|is_not|are_not ok|okay|fine|allowed|welcome|wanted
    not|no_longer ok|okay|fine to|with text|texting|message|messaging me
    if you|yall text|message|contact me one|again [more|time]
    discontinue|cease|halt|terminate [{all}] communications?|contact|correspondence
    no_longer send|receive|sending|contact|text|message [me|to|{all}] {texts}|me|this_number
    keep|keeps|kept {texting} me .. stop|quit [it|please] >
    no further contact|texts|messages
    texted|sent|typed|replied|said|put stop \\d+|twice|three|several|many [times|already]
"""
_EN_OUT = """
    remove|take|get|drop|pull|scratch|delete|erase {me}|my_name|my_info {off} [{off}|{all}|text|contact|mailing|call]
        {list}|{texts}
    remove|take|get|drop me {off} [this|these|that|it|here|please|now|asap|immediately] >
    < [please|just|,] remove|block|delete {me} [please|now|asap|ok|thanks|immediately|today] >
    please remove|block me [now|asap|ok|thanks] >
    want|need|like [to_be|to_get|be|get] {off} [{all}|text] {list}|{texts}
    ~never|didnt|not like|want|request|ask|asking|asked|need to_be|be removed|taken_off|deleted|unsubscribed
        !from_the_plan|from_autopay
    please|just|want_to|need_to|let_me|like_to|do_i|can_i|trying_to unsubscribe !button|by|my_(?!number|phone|cell)\\w+|
        from_my
    < unsubscribe [me|please|now|from|this|these|number] !my_(?!number|phone|cell)\\w+|the|your
    ~un unsubscribe me|please|from_this|from_these|from_all|from_your
    ~am i|we|have [have|already] opted_out|unsubscribed [already|and|but|from] >
    < [please|i|im|id|want|would|like|need|to|do|just] [to|ok] opt|opting [me] out [please|now] !of|from
    please|want_to|need_to|like_to|going_to|do_i|can_i opt [me] out [please|now] !of|from
    opt|opting|opted [me|us] out of|from [receiving|getting|your|the|{all}|being] {texts}|texting|this|these|
        everything|it|contact|texted|communications?|list|all|anything
    never|didnt|not [ever] ask|asked|sign_up|signed_up|opt_in|opted_in [to|for] [get|receive|getting|{all}] {texts}
    keep me out_of|off [your|of|the|this] text|texting|texts|system
"""
_EN_OUT_NOT = """
    {other} list|lists|only
    did|have|has|hope|think|why [you|yall|they] [guys|just|already] take|taken|took|remove|removed|drop|dropped|
        block|blocked|unsubscribe|unsubscribed me
    unsubscribe [me|us|please] from the|my|a|that !{texts}|{list}|{all}|text|mailing|office|clinic|billing|sms
"""
_EN_NOT = """
    didnt|never mean|meant|want to stop|unsubscribe|opt_out|cancel|say|text
    dont|never want|need [you|it|them|guys|{all}] [{texts}] to_stop|to_end|turned_off
    dont want [to] cancel|stop|quit|unsubscribe|opt_out >
    changed my mind !,_i_dont|i_dont|,_dont|and_dont|and_i_dont
    if|once|when i pay .. will|would|do you
    ~to|you|not opt me in
    please|so [,] text me again
    remember when i
    begin again
    call me , dont text
    back [just|,] call|ring|phone me
    ~dont|not|never send|text me [a|the|your] [pay|payment] link|where|wear|how
    dont \\w+ me or
    he|she .. quit texting
    so you can stop|quit reminding
    undo|ignore|cancel [my|the] stop|opt_out|unsubscribe
    put|opt|add|sign|get|let me back
    i|but|and|still|do want|wan|miss them|the_texts|your_texts|the_reminders
    ~can|cant|why dont|never [ever|please|you] stop|quit|remove|unsubscribe|block|cancel|turn_off !charging|billing
    dont take me off
    opt_out|unsubscribe|consent|permission|authorization|authorize|sign_up|signed_up|opt_in .. {money}
    i need|have|got|going to stop texting
    ~can|could|will|would|please why|whyd|did|have|has|how_come [have|did|would|do|has] [you|guys|all|the|your|my|
        these] [guys|{texts}] stop|stopped|quit
    but|just|only|instead|please|,|can_you|and text me|it instead|here|the|my|at|from|when|those
    text|texts is|are|works better|best|easier|fine|ok
    {texts} in english|spanish
    calling|emailing|mailing me [the|my|at|a|on] [statements?|bills?|work|home|it|letters?|receipts?] [,|just|and|
        please] text
    what|when|if [happens|if|i|we] i|we|you text|reply|say|send|type stop
    since|cause|because|after|when you|yall|they quit|stopped texting|reminding|sending|writing
    quit|stopped texting|reminding|sending me [cause|because|when] i asked
    said|told|asked [you|yall|them|yous|to|i|never|just|had] stop because|cause|when|i_thought|but
    said|told|asked [you|yall|them|you_to|yall_to] stop|never_text_me|leave_me_alone|lose_my_number [texting|again]
        .. but|sober|sign_me|find_it|im_good|im_normal|start_back|so_text_me|and_you_actually
    was dramatic|wilding|drunk|mad|angry|kidding|joking|tripping
    thats|its the opposite
    pretend i never
    mistake|accident to cancel|stop|block|unsubscribe|opt_out
    found|find it again
    not asking|saying you|to [to] stop
    so please|resume resume|start
    reminders? for|on monday|tuesday|wednesday|thursday|friday|saturday|sunday|the_\\d+|my_\\w+
    alone with that|the|those fees?|charges?|interest|math
    but|except|yours|these|you yours|ones i like|love|want|need
    have|got my permission|consent|ok to text
    stop [,] thats_not|that_isnt|that_is_not|not_that|wrong_one
    dont bother me none
    sign me up|back [back|up] again|for|>
    unblocked you|yall|u|it|them
    get|want|wan|need|like|have [the|my|those|your|them|get|to] {texts}|them back
    begin|start texting|sending|reminding me again|back
    dont|not|never [want_to|want_to_be|be] drop|remove|removed|dropped me|off|>
"""
_EN_LIMIT = """
    dont|never|cant [ever|you|please] text|message|contact|call|bother|write me|us {when}
    only|please_only [please|ever] text|message|contact|call|write me after|before|between|on|in|at|from
    < no|not texts|texting|messages|calls at|during|before|after|between|on|while|in
    < not at_work|on_sundays?|on_saturdays?|on_weekends?|after_\\d+|before_\\d+ [please] >
"""

_ES_KEYWORD = """
    ^ [{nice}] [{nice}] alto|basta|paren|parenle|parele|no_mas|desuscr\\w+|desinscr\\w+|desapunt\\w+|detenganse
        [{nice}|stop|alto|basta] $
    ^ [{nice}] stop por_favor|ya|gracias|no_mas|alto|basta|oigan [{nice}|stop|no_mas|basta] $
    ^ ya|por_favor|oigan|no_mas stop [{nice}] $
    ^ [ya|por_favor|,] {keyword} [,] [ya|por_favor|gracias] $
    ^ para ya|por_favor|stop $
"""
_ES = """
    ~no|nunca {dejen}|pare|paren|parenle|para [ya] de {writing} !{paper}
    ~no|nunca {dejen}|pare|paren|parenle|para [ya] de mandar\\w*|enviar\\w*|estar_mandando\\w* [{all}|por_favor]
        {texts}|esto|eso|cosas?|nada|chingaderas|mamadas|babosadas|madres?|mugres?|vos|>
    ~no|nunca {dejen} el|con_el|de_hacer|de_mandar spam
    ~no|nunca pare|paren|parenle|parele|parale|basta|alto [ya|con|a|de] [{all}] {texts}
    ^ no|ya_no quiero mas [por_favor] $
    < [ya|por_favor] paren|basta|alto|parenle|parele [ya|por_favor] >
    ~no|que|los paren [ya|por_favor] $
    ~que|porque|aunque|si|ahorita|orita|ahora no [me|nos] [vuelvan|vuelva|vuelvas|a] {write} [{all}] [por_favor|
        a_este_numero] !{when}|al|para|noche|orita|usted|uste|en_ingles|explicaciones|mas_explicaciones|,_llame
    no [me] vuelvan|vuelva|vuelvas [a] {writing}
    no [me] vuelvan|vuelva|vuelvas a mandar\\w* >
    no [me] {send}|mandar|enviar|pongan [{all}] {texts}|nada|spam|chingaderas !de_voz|en_ingles|del_plan|a_mi_casa|
        a_mi_e?mail|a_mi_correo|
        al_correo|
        {when}
    no|nunca [me] vuelvan|vuelva a mandar|enviar|mandarme|enviarme [{all}] {texts}|nada
    no [me] {send} mas >
    ya_no [me|nos] {write}|{send} [{all}] [{texts}] [por_favor|a_este_numero] >
    ya_no [me|nos] {write}|{send} {texts}|nada|mas|a_este_numero !explicaciones
    que ya_no|no me escriban|molesten|contacten|texteen !{when}
    ni_un|ni_otro|no_mas|sin|nada_de [mas] {texts} [mas|por_favor] >
    no quiero|deseo|necesito|quisiera|me_interesa\\w*
        !(?:el_|ese_|un_|su_|tu_)?(?:recordatorio|aviso|mensaje_de_recordatorio) [{all}|recibir|que_me_lleguen]
        [{all}] {texts} !de_voz|en|{when}
    no quiero|deseo que me|nos escriban|manden|envien|texteen|contacten|molesten|avisen !el|la|a_la|al
    no quiero recibir|saber [mas|ya] nada [de] [ustedes] >
    no me sigan escribiendo|mandando|enviando|molestando
    no me avisen|notifiquen|recuerden [mas|ya|nada] >
    < [por_favor|ya|,] no {textos} [por_favor|ya|gracias|mas] >
    ~no|puedo {end} [{all}] {texts}|suscripcion !{club}|de_mi|del|sin_(?:leer|leerlo|querer)|por_error
    < [no|gracias|,|quiero] salirme >
    ~no {remove} [de|{all}] lista|{texts}|sistema|base|contactos !{club}
    ~no {remove} [ya|por_favor|de_aqui|de_esto|de_ahi] >
    ~no {drop} [de|ahi|ya] mi|este numero|telefono|celular|cel !de_tarjeta|de_cuenta|y|anterior|viejo|de_el|de_la|del
    ~no|queria|quise dar|darme|denme|deme|den|dame de baja [ya|por_favor|de|a|con|please|gracias] [{all}] {texts}|
        lista|esto|aqui|ahi|numero|telefono|cel|celular|sistema|servicio|pues|from|una_vez|una|inmediato|ahora|ahorita|
        hoy|inmediatamente|>
    desinscrib\\w+|desapunt\\w+|desuscrib\\w+ [me] [de|,|por_favor|ya|a] [{all}] {texts}|esto|aqui|ahi|lista|
        por_favor|>
    cero|ni_un|ni_uno [solo] {texts} [mas|por_favor|please|,|ya] >
    ^ ni uno|un mas $
    ~dias|semanas|meses|pesos|dolares , ni uno mas >
    fin de|a|con [{all}] {texts}
    abst\\w+ de {writing}|mandar\\w*|enviar\\w*
    retir\\w+|sacar\\w*|quitar\\w*|borrar\\w*|eliminar\\w* [me|mi_numero|mi_cel] de|d|del aqui|ahi|lista|la_lista|
        esta_lista|esa_lista|los_mensajes|los_textos|estos_textos|sistema
        !de_(?!mensaj|texto|contact|envio|record)\\w+|el_cargo|el_cobro
    permiso|consentimiento|autorizacion para|de|a [{all}] {texts} [lo|les|se] [lo|la] retir\\w+|revoc\\w+|quit\\w+|
        cancel\\w+
    ya_no me {send} esto|estos|estas_cosas|cosas|eso !por_correo|por_email|al_correo
    ~no stop mandandome|escribiendome|texteandome|enviandome|mandando|de_mandar\\w*|de_escribir\\w*
    {remove} de esto|esta_cosa|aqui|ahi|eso|estos
    no [yo] [lo|los|les] autorice|autorizo que me escribieran|mandaran|textearan|contactaran|escriban|texteen
    no les|le di|doy permiso|consentimiento|autorizacion de|para|d|que usar|escribir\\w*|textear\\w*|mandar\\w*|me
    no quiero|deseo|quisiera continuar|seguir recibiendo !atencion|el_plan|cuidado
    no quiero|deseo|quisiera continuar|seguir con [{all}] {texts}|esto
    hart[oa] con|de [{all}] {texts}
    no quiero estar|seguir en esto|la_lista|esta_lista|su_lista|lo|los [de] [los|{texts}]
    no me|nos anden|esten|ande|este mandando|escribiendo|texteando|enviando !al|a_la|cartas
    ya me di|habia_dado|he_dado de baja
    en|a la lista de [los|las] que no
    ~no bloqueenme|bloqueeme|bloqueame|los_bloqueo|las_bloqueo|los_voy_a_bloquear|voy_a_bloquear\\w*
    dejenme|dejeme|dejame|dejennos en_paz|tranquil[oa]|de_molestar !con_es[ea]|con_mi|la_cuenta|el_saldo|ya_te|ya_le|
        dice_mi|le_(?:grite|dije|
        grito)
    no [me] chinguen|jodan mas|ya|tanto >
    ya_no [me] jodan|chinguen >
    no mensajes|textos|llamadas [,|y|ni] no|ni mensajes|textos|llamadas !me|he|han|recib\\w+|tengo
    prohibid[oa] [volver] [a] mandarme|escribirme|textearme|mensajearme|contactarme
    como paro|cancelo|detengo|bloqueo|quito|desactivo [{all}] {texts}
    como salgo [de] [la|esta] lista
    quiero dejar_de recibir [{all}] {texts}
    como [le] hago [para] ya_no|no recibir [{all}] {texts}
    como hago [para] que [ya] no me escriban|manden|molesten|texteen
    nunca|no [les|le] di|doy|tienen|autorice|autorizo|dimos [mi|permiso|que|a|de|para] [me] {texts}|manden|
        escribirme|textearme|contactarme
    nunca|no pedi|autorice|solicite [que_me|estos|sus|recibir|me] {texts}|manden
    retiro|revoco|retirar|revocar [mi|el] permiso|consentimiento|autorizacion !de_pago|de_cobro|para_cobr\\w+
    no me|nos apunte|inscribi|suscribi|registre a|para|en esto|{texts}
    pedi|dije|digo|dicho|pedimos que pararan|dejaran|dejen [de] [escribir\\w*|molestar\\w*|mandar\\w*] >
    dije|digo|dicho|pedi que no|ya_no [me] escriban|texteen|molesten|contacten
    dije|digo|dicho|pedi que no|ya_no [me] manden [mas|{all}] {texts}|esto|eso|nada|cosas|y|>
    ya puse|mande|escribi|dije alto|stop|basta|parar|baja !a_lo|al|en_lo
    puse|mande|escribi|dije|respondi alto|stop|basta|parar|baja y|pero [me|aun|todavia|igual|nada|ya] [volvio\\w*|
        volvieron|a|sigue|siguen|vuelven] llegar|llego|llegan|llegando|mandando|escribiendo|siguen|sigue|otro
    si me|nos vuelven|vuelve|siguen [a] escrib\\w+|mand\\w+|molest\\w+ .. bloque\\w+|denunci\\w+
    mejor|prefiero|mandenlo|solo .. [,] ya_no|no por mensajes?|textos? >
    prefiero .. no|que|en_vez_de [mas|por] {texts} >
    no me llamen|llame|llames mas|nunca|otra_vez
    harto|harta|cansad[oa]|fastidiad[oa]|hasta_la_madre .. {texts} .. paren|ya_no|no_manden|basta
    cuesta|cuestan|cobran .. [,] no manden|escriban
    no more {textos}
    cesen|suspendan|detengan [el|los] envio !de_(?!mensaj|texto|los_mensaj|estos_mensaj|avis)\\w+
    ya stop con|ya|de|los
    stop a|de los|sus|estos {texts}
    stop|quit por_favor|mensajes|textos|con_los|con_sus|con_tantos|con_tanto
    stop ya [no] >
    stop [,] ya_no|no quiero|manden|escriban
    que [tengo_que|debo|hay_que|le] poner|mandar|escribir|hacer [pa|para] que [esto|ya|los] [no] pare|paren|dejen|pare
    [de|d] esto|eso|eto [,|ya] para ya|ya_para
    no me interesa que me escriban|manden|texteen|contacten
    les|le dije que no|ya_no >
"""
_ES_NOT = """
    no [quiero|se] [que] dejen|deje|paren|pare|quiten|borren|den_de_baja|me_den|me_quiten|me_borren|me_saquen|bloqueen
    no|nunca queria|quise|dije|puse|mande|escribi|quiero dar\\w*|cancelar\\w*|alto|parar|stop|que_paren
    puse|mande|escribi|di|equivoque|cancele [alto|stop|parar|de_baja|los|me|al] por_error|por_equivocacion|
        sin_querer|poner
    fue sin_querer|por_error
    si quiero|quiero_seguir [recibir|recibiendo|que|los|me] {texts}|escriban|manden
    {texts} [solo|nomas] en ingles|espanol
    {texts} [si|esos|los|por_aqui|asi] [si] estan_bien|dejenlos|dejen|me_gustan|sirven|sigan
    avisenle|avisele|mandenle|escribanle|escribanme|texteenme|textenme [a|mejor|por] mi|al|texto|por
    mejor|prefiero|si|pero [todo|mandenmelo|mandenmel\\w+|mandenlo|que] por|x textos?|mensajes?|aqui
    por textos? esta|mejor|si bien|>
    ~no|nunca ahora|ya|este|aqui|aca|asi [si] [me] si|pueden|puede|escribanme|escriban escribir\\w*|escribanme|
        escriban|mandar\\w*|mandenme
    escribanme|mandenme|manden|mandeme [todo|a|por|al] de_nuevo|otra_vez|este|aca|aqui
    fue|era [una|un|por|mi] rabieta|enojo|coraje|berrinche|error|hijo|hija
    por ahora|lo_pronto|el_momento
    ~no ya|si los|las quiero|necesito|ocupo
    mandenme|mandeme|mandame [nomas|solo] el|un link|enlace
    sino aca|aqui
    activen|activar|activenlos|activenme otra|de_nuevo|{texts}|los
    sin avisos?|aviso|recordatorios?
    alto|stop|pare [,] eso_no|esa_no|no_era|no_fue
    no|ni [quiero|que] me|nos dejen|deje|dejes|paren de|los|mis
    ~no|nunca|me|nos vuelvan|vuelva|vuelvanme a avisar\\w*|mandar\\w*|poner\\w*|escribir\\w*
"""
_ES_LIMIT = """
    no me {write}|{send}|llamen|llame [{texts}] {when}
    solo|unicamente escribanme|escribame|mandenme|textenme|llamenme [{texts}] despues|antes|entre|los|en|por_la|a_las
    < no en_el_trabajo|los_domingos|los_fines_de_semana >
"""

_START = "^ [please|ok|,] start|unstop [,] [please|thanks] $"
_EMPEZAR = "^ [por_favor|ok|,] empezar|iniciar [,] [por_favor|gracias] $"
_HELP = """
    ^ [please|hi|hello|,] help [,] [me] [please|thanks] $
    ^ info $
"""
_AYUDA = "^ [por_favor|hola|,] ayuda|ayudame|ayudeme|ayudenme|informacion [,] [por_favor|gracias|please] $"

_OUT_EN = phrases(_EN_OUT, **EN_LISTS)
_UNLESS_EN = phrases(_EN_NOT, **EN_LISTS)

RULES = (
    Rule("opt_out", "en", "opt_out", phrases(_EN_KEYWORD, **EN_LISTS), whole=True),
    Rule("opt_out", "en", "opt_out", _OUT_EN, (*phrases(_EN_OUT_NOT, **EN_LISTS), *_UNLESS_EN)),
    Rule("opt_out", "es", "opt_out", phrases(_ES_KEYWORD, **ES_LISTS), whole=True),
    Rule("opt_out", "en", "opt_out", phrases(_EN, **EN_LISTS), _UNLESS_EN),
    Rule("opt_out", "es", "opt_out", phrases(_ES, **ES_LISTS), phrases(_ES_NOT, **ES_LISTS)),
    Rule("contact_pref", "en", "not_now", phrases(_EN_LIMIT, **EN_LISTS)),
    Rule("contact_pref", "es", "not_now", phrases(_ES_LIMIT, **ES_LISTS)),
    Rule("help", "en", "help", phrases(_HELP), whole=True),
    Rule("help", "es", "help", phrases(_AYUDA), whole=True),
    Rule("start", "en", "opt_in", phrases(_START), whole=True),
    Rule("start", "es", "opt_in", phrases(_EMPEZAR), whole=True),
)
