# Lo que leen los pacientes. De usted, breve y amable, como lo escribiría una buena recepcionista.
# Las frases que exige la ley o la compañía telefónica están en required.es.ftl.
#
# La á, í, ó y ú no caben en GSM-7 y encarecen el mensaje: se prefiere decirlo sin ellas cuando suena igual de natural.

## El asistente
bot-automated = Le responde un asistente automatizado. Para hablar con una persona, escriba AGENTE.
bot-sorry = Disculpe, no le entendimos.
bot-sorry_again = Todavía no estamos seguros de lo que necesita. Para hablar con una persona, escriba AGENTE.
bot-lost = Disculpe, perdimos el hilo. Sigamos donde nos quedamos.
bot-put_away = Dejamos pendiente { $topic }. Puede volver a preguntar cuando quiera.
bot-passed_on = Gracias. Ya se lo pasamos a la persona que lo revisa.
bot-minor = No podemos darle estos datos por este medio. Pida a su padre, madre o tutor que nos escriba o llame al { $phone }.

## ¿Es usted?
verify-ask = Primero, ¿es usted? Escriba su ZIP y la clave de su estado de cuenta, o su ZIP y fecha de nacimiento. Los mensajes no van cifrados. Si prefiere, use nuestro sitio seguro: { $link }
verify-ask_web = Primero, para saber que es usted, escriba la clave de su estado de cuenta y su ZIP o fecha de nacimiento.
verify-again = Para consultar su cuenta, escriba su ZIP y su fecha de nacimiento, o su ZIP y la clave de su estado de cuenta. O use nuestro sitio seguro: { $link }
verify-again_web = Para consultar su cuenta, escriba la clave de su estado de cuenta y su ZIP o fecha de nacimiento.
verify-one_more = Gracias. Ahora mande otro dato: la clave de su estado de cuenta, su ZIP o su fecha de nacimiento.
verify-one_more_web = Gracias. Escriba también su ZIP o su fecha de nacimiento.
verify-code_web = Gracias. Escriba también la clave de su estado de cuenta.
verify-miss = Disculpe, los datos no coinciden. Revise y escriba su ZIP y la clave de su estado de cuenta o su fecha de nacimiento. O consulte su cuenta en { $link }
verify-miss_web = Disculpe, los datos no coinciden. Revise y escriba la clave de su estado de cuenta y su ZIP o fecha de nacimiento.
verify-declined = De acuerdo. Este es nuestro sitio seguro: { $link } O llame al { $phone }.
verify-declined_web = De acuerdo. Si prefiere, llame al { $phone }.
verify-pause = Para proteger su cuenta, hacemos una pausa de { $minutes } minutos. Intente de nuevo después o llame al { $phone }.
verify-locked = Para proteger su cuenta, por ahora no podemos consultarla por este medio. Llame al { $phone } y una persona le ayuda.

## ¿De quién es la cuenta?
whose-ask =
    ¿De quién se trata? Elija uno:
    { $lines }
whose-line = { $number }. { $name }: { $amount }

## Cómo está la cuenta
standing-nothing = En este momento no debe nada. Gracias.
standing-credit = No debe nada. Tiene { $credit } a su favor. Para recibirlo, escriba REEMBOLSO.
standing-closed = Para este asunto, por favor llame al { $phone }. Una persona le ayuda.
standing-insurance = Su seguro sigue revisando esta cuenta; si quiere, puede esperar.
standing-review = Una persona de la oficina sigue revisando esta cuenta; si quiere, puede esperar.

## Lo que se debe
balance-owed = En total debe { $owed }.
balance-next = Debe { $owed }. Responda 1 para pagar ahora o 2 para pagar a plazos.
balance-small = Debe { $owed }. Responda 1 y le mandamos el enlace para pagar.
balance-several = Por { $name } debe { $owed }. Responda 1 para pagar ahora, 2 para pagar a plazos o 3 para la otra cuenta.
balance-guarantor = Del estado de cuenta { $code } debe { $owed }. Responda 1 para pagar ahora o 2 para pagar a plazos.
balance-plan = Debe { $owed }. El siguiente pago de su plan es de { $amount } el { $day }.
balance-promised = Debe { $owed }. Tenemos anotado que piensa pagar el { $day }. Gracias.
balance-review = En la cuenta aparecen { $owed }. Una persona la sigue revisando y puede esperar. Si quiere pagar ahora, escriba PAGAR.
balance-insurance = Por ahora aparecen { $owed }. Su seguro sigue revisando la cuenta y la cantidad puede cambiar. Puede esperar.

## Pagar
pay-link = Este es su enlace para pagar { $amount }: { $link } Si quiere, puede cambiar la cantidad.
pay-plan = El siguiente pago de su plan es de { $amount }, con fecha { $day }. Puede pagarlo en { $link }
pay-how_much = Debe { $owed }. ¿Qué cantidad quiere pagar ahora?
pay-everyone = Sí. Aquí puede pagar por todos de una vez, y cambiar cada monto: { $link }
pay-later = De acuerdo. Cuando quiera, escriba PAGAR y le mandamos un enlace.
payment_trouble-say = Disculpe la molestia. Este es un enlace nuevo: { $link } Si no funciona, llame al { $phone } o escriba AGENTE para hablar con una persona.
payment_methods-say = Escriba PAGAR y le mandamos un enlace para pagar con tarjeta, incluso HSA o FSA. Para pagar en efectivo, con cheque o por teléfono, llame al { $phone }.

## Un plan
plan-choose = Debe { $owed }. Elija { $choices } pagos mensuales, o escriba la cantidad que puede pagar al mes, por ejemplo $50.
plan-choose_often = Debe { $owed }. Elija { $choices } pagos, { $often }, o escriba la cantidad de cada pago, por ejemplo $50.
plan-choose_rest = Debe { $owed }. ¿En cuántos pagos prefiere el resto, después del primero? O escriba la cantidad de cada pago, por ejemplo $50.
plan-review = Una persona sigue revisando esta cuenta y puede esperar. Si prefiere pagar { $owed } a plazos, elija { $choices } pagos mensuales.
plan-other = No hay problema, no se hizo nada. Podemos hacer { $choices } pagos mensuales. ¿Qué prefiere? O escriba la cantidad que puede pagar al mes.
plan-monthly = Nuestros planes se pagan una vez al mes. ¿Qué prefiere: { $choices } pagos, o una cantidad al mes?
plan-not_offered = Podemos hacer { $choices } pagos mensuales. ¿Qué prefiere? O escriba la cantidad que puede pagar al mes.
plan-longest = El plan de mayor plazo por este medio es de { $count } pagos. Queda así:
plan-confirm = { $terms } Total { $total }, sin intereses ni cargos. Responda 1 para empezar, 2 para cambiarlo.
plan-confirm_page = { $terms } Total { $total }, sin intereses ni cargos. Responda 1 para leerlo y firmarlo, 2 para cambiarlo.
plan-reply_one = Para empezar este plan, por favor responda con un 1. Para cambiarlo, responda 2.
plan-changed = La cantidad que debe ya no es la misma. Este es el plan con los montos nuevos:
plan-new_days = Una fecha de este plan ya pasó. Este es el plan con fechas nuevas:
plan-started = Listo, su plan queda activo. El primer pago es de { $amount } el { $day }. Si necesita cambiarlo, escriba y lo vemos.
plan-started_now = Listo, su plan queda activo. Haga hoy el primer pago, de { $amount }, en { $link } Si necesita cambiar el plan, escriba y lo vemos.
plan-sign = Este es su plan para leer y firmar: { $link } Empieza cuando lo firme.
plan-in_full = Con eso paga todo. Este es su enlace para pagar { $owed }: { $link }
plan-too_small = Es una cantidad muy baja para un plan. Puede pagarla toda o en partes en { $link }
plan-have_one = Ya tiene un plan. El siguiente pago es de { $amount } el { $day }. Para cambiarlo, escriba lo que necesita.
plan-insurance = Su seguro sigue revisando esta cuenta. Cuando termine, podemos hacer un plan. Mientras tanto puede esperar.
plan-person = Una persona de la oficina lo va a ver con usted y le escribe.
plan-declined = No hay problema. No se hizo nada. Cuando quiera, escriba PLAN.
plan-first_day = El primer pago puede ser cualquier fecha de los siguientes { $days } días.
plan-second_day = El segundo pago puede ser hasta { $days } días después del primero. Queda así:
plan-monthly_only = Nuestros planes se pagan una vez al mes. Queda así:
plan-least = Cada pago es de { $least } o más. Queda así:
plan-payday = Empieza un viernes. Si le pagan otro día, escriba la fecha.

## Cada cuánto se paga un plan, dentro de las frases de arriba
shape-month = { $count } pagos mensuales: { $parts }. El primero es el { $day }.
shape-half_month = { $count } pagos, el 1 y el 15 de cada mes: { $parts }. El primero es el { $day }.
shape-quincena = { $count } pagos quincenales, el 15 y a fin de mes: { $parts }. El primero es el { $day }.
shape-two_weeks = { $count } pagos, uno cada dos semanas: { $parts }. El primero es el { $day }.
shape-week = { $count } pagos semanales: { $parts }. El primero es el { $day }.
shape-down = { $down } hoy y luego { $rest }
shape-down_one = { $down } hoy y luego { $amount } el { $day }.
shape-two_days = { $down } el { $first } y luego { $amount } el { $day }.
often-half_month = el 1 y el 15 de cada mes
often-quincena = el 15 y a fin de mes
often-two_weeks = uno cada dos semanas
often-week = uno por semana

plan_status-none = En este momento no tiene un plan de pagos. Escriba PLAN para ver las opciones.
plan_status-active = De su plan ha pagado { $paid }. Pagos que faltan: { $left }. El siguiente es de { $amount } el { $day }.
plan_status-offered = Su plan empieza cuando lo firme. Puede firmarlo en { $link }
plan_status-done = Su plan ya queda pagado por completo. Gracias.
plan_status-over = Su plan ya no sigue en curso. Escriba PLAN para hacer otro o AGENTE para hablar con una persona.
change_plan-say = El siguiente pago de su plan es de { $amount } el { $day }. Una persona va a revisar el cambio y le escribe.
change_plan-what = El siguiente pago de su plan es de { $amount } el { $day }. Responda 1 para moverlo, 2 para saltarlo una vez, 3 para pagos menores o 4 para terminar el plan.
change_plan-when = ¿Qué fecha le sirve para pagar { $amount }? Puede ser hasta el { $day }.
change_plan-confirm = Su plan nuevo: { $count } pagos, { $parts }. El siguiente es el { $day }. Responda 1 para aceptar o 2 para dejarlo igual.
change_plan-confirm_one = Su pago de { $amount } pasa al { $day }. Responda 1 para aceptar o 2 para dejarlo igual.
change_plan-reply_one = Para aceptar, responda solo con un 1. Para dejarlo igual, responda 2.
change_plan-done = Listo. El siguiente pago de su plan es de { $amount } el { $day }.
change_plan-kept = De acuerdo. Su plan sigue igual: { $amount } el { $day }.
change_plan-end = Puede terminar el plan. Le queda por pagar { $owed }, sin intereses ni cargos. Responda 1 para terminarlo o 2 para dejarlo.
change_plan-ended = Su plan ha terminado. Debe { $owed }. Escriba PLAN para uno nuevo o PAGAR para un enlace.
change_plan-card = Una tarjeta puede pagar cada parte en su fecha. Puede dejarla o quitarla en { $link }
change_plan-card_again = Su tarjeta ya no paga nada sola. Para que pague el plan nuevo: { $link }

## Una promesa
promise-ask = Gracias. ¿En qué fecha piensa pagar?
promise-which = ¿Quiere decir el { $first } o el { $second }? Responda 1 para el primero o 2 para el segundo.
promise-past = Esa fecha ya pasó. ¿En qué fecha piensa pagar?
promise-noted = Gracias. Anotamos que piensa pagar el { $day }. Cuando quiera, escriba PAGAR y le mandamos un enlace.
promise-later = Gracias. Como es una fecha lejana, una persona de la oficina le va a escribir.
promise-none = De acuerdo. Escriba la fecha cuando la sepa, o PAGAR cuando quiera pagar.
promise-insurance = Gracias. Su seguro sigue revisando esta cuenta y puede esperar. Le avisamos cuando termine.

## Por qué
details-lines =
    La cuenta sale de esto:
    { $lines }
    Si algo no le parece correcto, escriba lo que es.
details-none = No tenemos los detalles por este medio. Una persona los va a buscar y le escribe.
details-guarantor = Por privacidad, eso lo tiene que responder una persona. Le va a escribir.
line-charged = Cargos: { $amount }
line-insurance_paid = Pagos de su seguro: { $amount }
line-adjusted = Ajuste: { $amount }
line-you_paid = Pagos de usted: { $amount }
line-refunded = Devuelto a usted: { $amount }
line-written_off = Descuento: { $amount }
line-owe = Usted debe: { $amount }
line-credit = A su favor: { $amount }

## Algo está mal
dispute-say = Gracias por avisarnos. Una persona lo va a revisar y mientras tanto no le mandamos recordatorios. ¿Qué es lo que no le parece correcto? Puede escribirlo por este medio.
insurance-say = Gracias. Lo vamos a revisar con su seguro y mientras tanto no le mandamos recordatorios. Puede mandarnos una foto de su tarjeta del seguro: { $link }
insurance-say_web = Gracias. Una persona lo va a revisar con su seguro y mientras tanto no le mandamos recordatorios. Si tiene un seguro nuevo, llame al { $phone }.
already_paid-say = Gracias por avisarnos. Una persona va a buscar su pago y mientras tanto no le mandamos recordatorios. ¿En qué fecha y de qué forma lo hizo?
already_paid-link = Gracias. Le avisamos en cuanto aparezca su pago. Una persona lo va a revisar y mientras tanto no le mandamos recordatorios.
refund-say = Gracias por avisarnos. Una persona va a revisar sus pagos y le escribe.
hardship-offer = Gracias por su confianza. Por ahora no le mandamos recordatorios y una persona va a ver qué ayuda hay para usted. Para ver pagos mensuales bajos, responda 1.
hardship-say = Gracias por su confianza. Por ahora no le mandamos recordatorios. Una persona va a ver qué ayuda hay para usted y le escribe.
complaint-say = Lo sentimos de verdad y queremos resolverlo. Escriba lo ocurrido, o escriba AGENTE y le responde una persona.
complaint-again = Le entendemos y lo sentimos. Una persona de la oficina le va a escribir.

## Quién escribe
third_party-say = Gracias por ayudar. Por privacidad solo podemos hablar con el paciente o con quien recibe la cuenta. Puede escribirnos desde su celular o llamar al { $phone }.
deceased-say = Sentimos mucho su pérdida. Por ahora no tiene que hacer nada. Una persona de la oficina se encarga, y puede llamarnos al { $phone }.
legal-say = Gracias por avisarnos. Una persona de la oficina se encarga. Por favor llame al { $phone } y denos los datos de su abogado o del caso.
ask_identity-say = Le escribe el asistente automatizado de { $practice }. Para estar seguro, llame al teléfono de la oficina que usted ya tiene o escriba { $site } en su navegador. Responda STOP para no recibir mensajes.
ask_identity-call = Le escribe el asistente automatizado de { $practice }. Para estar seguro, llame al teléfono de la oficina que usted ya tiene. Responda STOP para no recibir mensajes.
wrong_number-removed = Disculpe la molestia. Ya quitamos este teléfono de nuestra lista.
suspicion-noted = Gracias por avisarnos. Una persona lo va a revisar y mientras tanto no le mandamos recordatorios.

## Una persona
staff-coming = { $has_hours ->
    [yes] Una persona de la oficina le va a escribir. Atendemos { $hours }. También puede llamar al { $phone }.
   *[no] Una persona de la oficina le va a escribir. También puede llamar al { $phone }.
    }
staff-waiting = { $has_hours ->
    [yes] Tenemos su mensaje y una persona le va a escribir. Atendemos { $hours }. Mientras tanto puede preguntar lo que debe o pedir un enlace para pagar.
   *[no] Tenemos su mensaje y una persona le va a escribir. Mientras tanto puede preguntar lo que debe o pedir un enlace para pagar.
    }
staff-not_understood = { $has_hours ->
    [yes] Disculpe, seguimos sin entenderle. Una persona de la oficina le va a escribir. Atendemos { $hours }. También puede llamar al { $phone }.
   *[no] Disculpe, seguimos sin entenderle. Una persona de la oficina le va a escribir. También puede llamar al { $phone }.
    }
staff-taken = Hola, soy { $name }, de { $practice }. Con gusto le ayudo.

## Cosas breves
receipt-say = Una persona le va a mandar su recibo al domicilio que tenemos.
receipt-so_far = Hasta ahora ha pagado { $paid }. Aquí puede ver o imprimir sus recibos: { $link }
receipt-so_far_web = Hasta ahora ha pagado { $paid }. Una persona le va a mandar su recibo al domicilio que tenemos.
update_info-say = Gracias. Una persona le va a llamar o escribir para confirmarlo, y después lo cambia.
medical-say = Para citas, recetas y resultados, llame a la oficina al { $phone }. En una emergencia, llame al 911.
not_now-say = No hay problema. Escriba cuando pueda.
thanks-say = Con gusto. Escriba cuando quiera.
affirm-say = Muy bien. Escriba cuando quiera.
deny-say = De acuerdo. Escriba cuando quiera.
opt_in-say = Usted recibe nuestros mensajes. Para confirmarlo, responda START.
opt_in-start = Para volver a recibir nuestros mensajes, responda START.
language-ask = Reply 1 for English. Responda 2 para seguir en español.
language-set = Claro, seguimos en español.
language-other = Disculpe, solo escribimos en inglés y en español. Una persona va a buscar a alguien que hable su idioma. También puede llamar al { $phone }.
ssn-never = Por favor, nunca mande su seguro social por mensaje. No lo guardamos.
card-never = Por favor, nunca mande su tarjeta por mensaje. No la guardamos. Para pagar, escriba PAGAR y use el enlace que le mandamos.
media-got = Gracias. No podemos abrir fotos por este medio. Una persona la va a ver.

greet-hello =
    Hola. ¿En qué le ayudamos? Responda 1, 2, 3 o 4.
    1. Lo que debo
    2. Pagar ahora
    3. Pagar a plazos
    4. Hablar con una persona
menu-ask =
    ¿En qué le ayudamos? Responda 1, 2, 3 o 4.
    1. Lo que debo
    2. Pagar ahora
    3. Pagar a plazos
    4. Hablar con una persona
menu-detour = Puede preguntar lo que debe y por qué, pagar, pagar a plazos o avisarnos si algo no le parece correcto. Para hablar con una persona, escriba AGENTE.

clarify-ask =
    ¿Se refiere a
    1. { $first }, o a
    2. { $second }?
    Responda 1 o 2.
texts-ask = ¿Ya no quiere recibir nuestros mensajes? Responda 1 para no recibirlos o 2 para seguir.
texts-kept = Muy bien, le seguimos escribiendo.

topic-balance = lo que debe
topic-pay = pagar ahora
topic-payment_trouble = un problema al pagar
topic-payment_methods = las formas de pago
topic-plan = un plan de pagos
topic-plan_status = el estado de su plan
topic-change_plan = un cambio en su plan
topic-promise = pagar en otra fecha
topic-details = el porqué de la cuenta
topic-dispute = un error en la cuenta
topic-insurance = su seguro
topic-already_paid = un pago que ya hizo
topic-refund = una devolución
topic-hardship = ayuda si no le alcanza
topic-complaint = una queja
topic-third_party = escribir por otra persona
topic-wrong_person = un número equivocado
topic-deceased = una persona que ha muerto
topic-legal = un asunto legal
topic-ask_identity = saber con quién habla
topic-staff = hablar con una persona
topic-receipt = un recibo
topic-update_info = sus datos nuevos
topic-medical = una cita o su salud
topic-opt_in = recibir nuestros mensajes
topic-not_now = otro momento
topic-thanks = nada por ahora
topic-language = el idioma
topic-menu = lo que podemos hacer
topic-greet = un saludo
topic-affirm = un sí
topic-deny = un no

## Mensajes que empezamos nosotros
nudge-first = { $has_name ->
    [yes] { $practice }: Hola { $name }, tenemos un mensaje sobre su cuenta: { $link } Si tiene dudas, responda. Para no recibir mensajes, responda STOP.{ $law }
   *[no] { $practice }: Tenemos un mensaje sobre su cuenta: { $link } Si tiene dudas, responda. Para no recibir mensajes, responda STOP.{ $law }
    }
nudge-again = { $has_name ->
    [yes] { $practice }: Hola { $name }, un recordatorio de su cuenta: { $link } Si tiene dudas, responda. Para no recibir mensajes, responda STOP.{ $law }
   *[no] { $practice }: Un recordatorio de su cuenta: { $link } Si tiene dudas, responda. Para no recibir mensajes, responda STOP.{ $law }
    }
nudge-plan_due = { $has_name ->
    [yes] { $practice }: Hola { $name }, hay novedades en su cuenta: { $link } Si tiene dudas, responda. Para no recibir mensajes, responda STOP.{ $law }
   *[no] { $practice }: Hay novedades en su cuenta: { $link } Si tiene dudas, responda. Para no recibir mensajes, responda STOP.{ $law }
    }

## Qué pasó con algo que nos enviaron, en la página
insurance-news = { $practice }: Hay novedades en su cuenta: { $link } Si tiene dudas, responda. Para no recibir mensajes, responda STOP.{ $law }

## Un plan que se paga solo (hoja de datos P3, P4)
autopay-notice = { $kind ->
    [bank] { $practice }: El { $day } su cuenta { $last4 } paga { $amount } de su plan. Detalles: { $link } Para no recibir mensajes, responda STOP.{ $law }
   *[card] { $practice }: El { $day } su tarjeta { $last4 } paga { $amount } de su plan. Detalles: { $link } Para no recibir mensajes, responda STOP.{ $law }
    }
autopay-notice_plain = { $practice }: Pronto usaremos el permiso que nos dio. Vea la fecha: { $link } Para no recibir mensajes, responda STOP.{ $law }
autopay-again = { $practice }: El pago de su plan, { $amount }, no se pudo hacer. Lo intentaremos otra vez el { $day }. Para pagar antes: { $link } Para no recibir mensajes, responda STOP.{ $law }
autopay-again_plain = { $practice }: No pudimos usar el permiso que nos dio. Vea por qué: { $link } Para no recibir mensajes, responda STOP.{ $law }
autopay-off = { $practice }: No pudimos usar el permiso que nos dio y ya no lo usaremos. { $link } Para no recibir mensajes, responda STOP.{ $law }
autopay-stopped = Listo. Ya no tomaremos los pagos de su plan por nuestra cuenta. Su plan sigue igual. Escriba PAGAR cuando quiera y le mandamos un enlace.

## Recibos
receipt-paid = { $practice }: Gracias. Recibimos su pago de { $paid }. Le queda por pagar { $owed }.
receipt-got = { $practice }: Gracias. Recibimos su pago. Puede verlo en { $link }
receipt-paid_each =
    { $practice }: Gracias. Recibimos su pago de { $paid }:
    { $lines }
    Quedan por pagar { $owed }.
receipt-paid_each_all =
    { $practice }: Gracias. Recibimos su pago de { $paid }:
    { $lines }
    Ya no queda nada por pagar.
words-share = { $name }: { $amount }
words-share_code = Estado de cuenta { $code }: { $amount }
words-share_other = Otra cuenta: { $amount }
receipt-paid_all = { $practice }: Gracias. Recibimos su pago de { $paid }. Ya no debe nada.

## Cómo se dicen las cosas
words-or = o
words-or_before_8 = u
words-then = , luego
words-times = { $count } de { $amount }
words-day = { $day } de { $month }
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sep
month-10 = oct
month-11 = nov
month-12 = dic
