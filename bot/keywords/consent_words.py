"""The lists of words that the phrases about texts are made of: what is ended, how, and what is not meant."""

from __future__ import annotations

_TEXTOS = (
    "textos? textitos? mensajes? mensajitos? avisitos? mensaje_de_texto recordatorios? avisos?"
    " notificacion(?:es)? alertas?"
)
_TEXTS = "texts? text_messages? messages? sms reminders? text_reminders? notifications? alerts? text_alerts? spam"
EN_LISTS = {
    "texts": _TEXTS,
    "texting": "texting messaging contacting bothering harassing spamming bugging pestering annoying notifying"
    " reminding",
    "stop": "stop quit cease discontinue end cancel block disable silence mute kill turn_off shut_off",
    "not": "dont dont_ever dont_you never not didnt wont cant doesnt wouldnt",
    "dont": "dont never do_not please_no",
    "do": "text message contact dm sms notify bother harass spam remind write",
    "all": "wit w all the this these those that your my any of so many stupid damn fucking automated future further"
    " more other with it out getting receiving",
    "me": "me us this_number this_phone my_number my_phone my_cell",
    "nice": "im not_interested please now ok okay just thanks thank_you already hey hi hello and yes no guys , \\?"
    " bro bruh dude man omg ugh sir maam fucking damn immediately asap today it lol",
    "when": "at during before after between while until till unless when early late past so right_now now today"
    " tonight tomorrow on_weekends? on_holidays? on_sundays? on_mondays? on_saturdays? on_fridays? on_tuesdays?"
    " on_thursdays? on_wednesdays? in_the every because im from_\\d+",
    "what": "the a an my that_link any_link it how with_the",
    "again": "anymore again ever no_more in_the_future from_now_on on_this on_here about",
    "list": "lists? texting database system contacts? campaign subscription",
    "off": "off of from out out_of off_of",
    "other": "newsletters? newsletter_emails? emails? e_mails? paper mail mailings? mailing snail_mail"
    " marketing_emails?"
    " surveys? survey calls phone_calls robocalls voicemails? letters? statements? paperless portal autopay auto_pay"
    " app"
    " magazine insurance policy study trial dental vision plan program credit convenience arbitration raffle"
    " promotions?"
    " promo marketing ads catalog donation donations fundraising waitlist waiting",
    "money": "autopay auto_pay auto automatic plans? payments? charges? card insurance portal paperless emails?"
    " surgery treatment procedure records",
}

ES_LISTS = {
    "texts": f"{_TEXTS} {_TEXTOS}",
    "textos": _TEXTOS,
    "all": "esa ese esta este los las el la sus tus estos esos estas mas de tanto tantos tantas mi mis tu su todos"
    " me ya mas nunca otro ningun nuevamente jamas otra_vez de_nuevo con a",
    "dejen": "dejen deje deja dejense cesen cese",
    "writing": "escrib\\w+ molestar\\w* textear\\w* contactar\\w* llamar\\w* fastidiar\\w*"
    " acosar\\w* joder\\w* chingar\\w* mensajear\\w* estar_\\w+ndo",
    "write": "escriban? escribas? texteen? textees? textee molesten? molestes? moleste contacten? contacte contactes"
    " mensajeen notifiquen avisen? fastidien",
    "send": "manden? mande mandes envien? envie envies",
    "paper": "cartas? las_cartas el_recibo recibos? los_recibos la_factura facturas? el_bill los_bills biles papel"
    " papeles"
    " el_estado el_correo correos? emails? los_emails por_correo por_email la_cuenta_a al_correo a_mi_casa a_la_casa"
    " el_link en_ingles en_espanol a_mi_(?!cel|tel|num)\\w+ cosas_por_correo propaganda al_trabajo a_la_direccion",
    "club": "a_mi_(?:hij|espos|ex|mama|papa|sobrin|niet|herman)\\w* del_plan del_pago del_autopay del_boletin"
    " de_la_cita de_mi_cita del_correo de_correo de_correos del_email"
    " de_emails? por_email por_correo de_los_correos del_seguro del_portal de_la_app del_newsletter el_plan mi_plan"
    " mi_tarjeta el_pago mi_cita la_cita el_mail el_telefono_de de_espera del_cobro del_medicaid del_programa del_cable"
    " del_gym del_gimnasio de_netflix de_spotify del_internet del_periodico de_la_revista al_gym de_la_universidad",
    "when": "en_el en_la los_domingos los_sabados los_fines los_lunes el_domingo el_sabado el_lunes el_viernes antes"
    " despues de_noche tan entre durante a_esta a_estas a_las cuando mientras hoy ahorita ahora hasta por_la"
    " al_trabajo porque manana en_este_momento",
    "nice": "por_favor ya gracias ok hola si no oiga oigan mejor , \\? please ahora mismo senor senora lol",
    "keyword": "pare parar quitar baja detener_mensajes parar_mensajes cancelar cancelen cancele detener salir"
    " parale deten bloquear quitenme saquenme borrenme eliminenme",
    "end": "cancel\\w+ desactiv\\w+ suspend\\w+ deteng\\w+ apag\\w+ elimin\\w+ bloque[ea]\\w* quiten quite",
    "remove": "quitenme quiteme quitame saquenme saqueme sacame borrenme borreme borrame eliminenme elimineme"
    " eliminame remuevanme remuevame me_quiten me_saquen me_borren me_eliminen",
    "drop": "saquen saque borren borre eliminen elimine quiten quite olviden olvide remueva remuevan quitar borrar"
    " eliminar",
}
