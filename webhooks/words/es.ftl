# Lo que los pacientes leen en nuestras páginas. Frases cortas y amables, de usted; "nosotros" es el consultorio.

## Todas las páginas
title = Página segura
help = ¿Necesita ayuda? Llame al { $phone }
chat-here = O escríbanos por chat aquí
language = English
language-label = See this page in English
ours = Sheepdog lleva esta página para el consultorio.
go-back = Volver
continue = Continuar
sign-out = Salir
signed-out-h = Ya salió de la página
signed-out = Ya nadie puede ver su cuenta aquí. Para volver, abra el enlace otra vez.
something-wrong = Por favor, revise esto

## Enlaces que no abren
expired-h = Este enlace ya terminó
expired = Para cuidar su cuenta, los enlaces sirven solo { $days } días.
expired-todo = Para pedir uno nuevo, mande la palabra PAGAR al { $number } o llámenos al { $phone }.
expired-todo-call = Para pedir uno nuevo, llámenos al { $phone }.
unknown-h = Este enlace no funciona
unknown = Puede que falte una parte de la dirección. Abra otra vez el enlace de su mensaje de texto.
unknown-todo = Si eso no ayuda, responda al mensaje de texto y le mandaremos un enlace nuevo.
closed-h = Llámenos, por favor
closed = Esta página no puede recibir un pago en este momento. Llámenos al { $phone } y una persona le ayudará.

## ¿Es usted?
prove-h = Primero, ¿es usted?
prove-why = Lo preguntamos para que nadie más vea su cuenta.
prove-one = Llene uno de estos datos. Con uno basta.
prove-two = Llene dos de estos datos. Con dos basta.
prove-two-code = Llene dos de estos datos. Lo mejor es el código de su estado de cuenta y uno más.
birth = Fecha de nacimiento
birth-hint = Por ejemplo, mes 3, día 2, año 1984
birth-month = Mes
birth-day = Día
birth-year = Año
zip = Código postal
zip-hint = Cinco números, de la dirección de su casa
code = Código del estado de cuenta
code-hint = En su estado de cuenta, como K7M2QX9B
other-proof = Usar mi código postal o el código del estado de cuenta
not-you = ¿No es usted, o es un número equivocado? Llame al { $phone } y lo corregimos.
real = ¿Cómo sé que esto es de verdad?
real-1 = Si tiene dudas, no escriba nada aquí.
real-2 = Llame al número del consultorio que usted ya tiene, como el de su estado de cuenta.
real-3 = O escriba nuestra dirección web, { $site }, y busque allí nuestro número.
real-4 = Nunca pedimos por mensaje un número de tarjeta, una contraseña ni un número de seguro social.
guest = Pagar sin identificarse
guest-note = Si sabe el monto, usted u otra persona puede pagarlo sin ver la cuenta.

missing-one = Llene su fecha de nacimiento, su código postal o el código de su estado de cuenta.
missing-two = Llene dos de los tres: fecha de nacimiento, código postal, código del estado de cuenta.
birth-bad = Revise la fecha de nacimiento. Use números: mes 3, día 2, año 1984.
zip-bad = Un código postal tiene cinco números, como 80203.
code-bad = Revise el código. Está en su estado de cuenta, como K7M2QX9B.
no-match = No pudimos comprobarlo. Revíselo e intente otra vez, por favor.
no-match-help = Después de unos intentos esta página se cierra un rato, para cuidar su cuenta. Siempre puede llamarnos al { $phone }.
locked-h = Esta página está cerrada por ahora
locked-half = Fueron varios intentos que no pudimos comprobar. Para cuidar la cuenta, espere 30 minutos y abra su enlace otra vez.
locked-staff = Fueron demasiados intentos que no pudimos comprobar. Una persona del consultorio puede abrirla.
locked-todo = O llámenos al { $phone }. Con gusto le ayudamos.
locked-staff-todo = Llámenos al { $phone }, por favor.
need-grown-up-h = Pida ayuda a su madre, padre o tutor
need-grown-up = No podemos mostrar esta cuenta a menores de 18 años. Su madre, padre o tutor puede llamarnos al { $phone }.

## Lo que debe
owe = { $name }, usted debe
owe-waits = { $name }, por ahora aparecen
owe-plain = El monto que se debe es
as-of = al { $day }
how = Cómo llegamos a este monto
line-charged = Cargos
line-insurance_paid = Pagó el seguro
line-adjusted = Ajustes
line-you_paid = Usted pagó
line-refunded = Se le devolvió
line-written_off = Se descontó
line-left = Usted debe
statement = Estado de cuenta { $code }
pay = Pagar { $amount }
pay-all = Pagar todo, { $amount }
pay-other = Pagar otro monto
pay-over-time = Pagar poco a poco
looks-wrong = Algo no está bien
cant-pay = No puedo pagar ahora
a-person = Hablar con una persona
other-ways = Otras formas en que podemos ayudar
nothing-h = { $name }, usted no debe nada
nothing-plain = No se debe nada
nothing = Hoy no hay nada que pagar en esta página.
credit = Usted tiene { $amount } a su favor. Podemos devolvérselo o guardarlo para su próxima cuenta. Llámenos al { $phone }.
under-review = Usted nos dijo que algo no está bien. Lo estamos revisando, y puede esperar a que le avisemos.
insurance-waits = Su seguro todavía puede pagar una parte. Puede esperar hasta entonces.
claim-card = Tenemos su tarjeta del seguro desde el { $day } y la enviaremos a su seguro. No tiene que pagar nada hasta que respondan.
claim-sent = La enviamos a su seguro el { $day }. No tiene que pagar nada hasta que respondan.
claim-full = Su seguro respondió el { $day }: paga toda esta cuenta.
claim-part = Su seguro respondió el { $day }: paga una parte de esta cuenta.
claim-late = El monto que ve aquí puede tardar unos días en cambiar. Puede esperar hasta entonces para pagar.
claim-none = Su seguro respondió el { $day }: no paga esta cuenta. Si cree que es un error, llámenos. Lo revisaremos con usted.
plan-on = Su plan está en marcha: { $amount } a más tardar el { $day }.
plan-on-link = Ver su plan
plan-offered = Hay un plan que espera su acuerdo.
plan-offered-link = Leer y aceptar
promised = Usted dijo que pagará a más tardar el { $day }. Gracias por avisarnos.
open-payment = Estamos comprobando un pago de { $amount }. Por favor, no lo pague otra vez.
open-payment-link = Ver cómo va
begun-payment = Usted empezó a pagar { $amount }.

## Otro monto
amount-h = ¿Cuánto quiere pagar?
amount = Monto en dólares
amount-hint = Por ejemplo, 50 o 50.25
amount-owed = Usted debe { $owed } en total.
amount-missing = Escriba un monto, como 50 o 50.25.
amount-low = El monto más pequeño que podemos recibir aquí es { $least }.
amount-high = Usted debe { $owed }. Escriba ese monto o menos.
amount-far = Para más de { $most }, llámenos al { $phone }, por favor.
guest-h = Pagar un monto que ya sabe
guest-private = Aquí no verá la cuenta, ni la mostraremos.

## Revise antes de pagar
review-h = Revise antes de pagar
review-to = Para
review-amount = Monto
review-for = Concepto
review-for-account = Pago a la cuenta
review-left = Después de esto deberá
review-next = La página siguiente pide su tarjeta. No se cobra nada antes de que la confirme allí.
review-go = Seguir y pagar { $amount }
review-change = Cambiar el monto
went-stale = Esta página estuvo abierta mucho tiempo. Revise el monto otra vez, por favor.
no-till = En este momento no podemos recibir tarjetas en esta página. Llámenos al { $phone }, por favor.

## Después de pagar
paid-h = Gracias. Recibimos sus { $amount }.
paid-left = Todavía debe { $left }.
paid-all = Ya no debe nada.
paid-credit = Pagó { $credit } más de lo que debe. Una persona lo revisará y le llamará o le escribirá.
paid-close = Puede cerrar esta página.
receipt = Recibo
receipt-date = Fecha
receipt-amount = Monto
receipt-to = Pagado a
receipt-number = Número de recibo
receipt-print = Imprimir o guardar
to-balance = Ver lo que debe ahora
checking-h = Estamos comprobando su pago
checking = Esto puede tardar un minuto. Por favor, no pague otra vez: lo averiguaremos, y su dinero está seguro.
checking-self = Esta página vuelve a mirar por sí sola.
check-again = Mirar otra vez
declined-h = La tarjeta no fue aceptada
declined = No se cobró nada. Puede intentar otra vez o usar otra tarjeta.
try-again = Intentar otra vez
unfinished-h = No ha terminado de pagar
unfinished = Todavía no se cobró nada.
finish = Seguir y pagar { $amount }
ended-h = Este pago no se terminó
ended = No se cobró nada. Puede empezar otra vez.

## Pagar poco a poco
plans-h = Pagar poco a poco
plans-sub = { $owed } en partes iguales. Sin intereses ni cargos.
plan-option = { $count } pagos
plan-parts = { $first }, luego { $rest }
plan-first = El primero es el { $day }.
plan-monthly = O díganos cuánto puede pagar cada mes
plan-monthly-hint = Por ejemplo, 50
plan-go = Ver este plan
plan-pick = Elija uno, o escriba cuánto puede pagar cada mes.
plan-none = No podemos hacer un plan en esta página. Llámenos al { $phone } y una persona buscará una forma con usted.
plan-too-low = Con { $amount } al mes harían falta más pagos de los que podemos hacer aquí. Llámenos al { $phone } y buscaremos una forma.
plan-has = Usted ya tiene un plan. Para cambiarlo, llámenos al { $phone }.

## Algo no está bien
wrong-h = ¿Qué no está bien?
wrong-dispute = No conozco esta cuenta, o no estuve allí
wrong-amount = El monto no es correcto
wrong-insurance = Mi seguro debe pagar esto
wrong-paid = Ya pagué esto
wrong-person = Esta cuenta no es mía
wrong-pick = Elija qué no está bien.
wrong-more = Cuéntenos más, si quiere
wrong-more-hint = No escriba números de tarjeta ni datos de salud, por favor.
wrong-send = Mandar al consultorio
wrong-done-h = Gracias por avisarnos
wrong-done = Una persona lo revisará. Mientras tanto no le mandaremos recordatorios de esta cuenta, y no tiene que pagar antes de que le avisemos.

wrong-file = Agregue fotos o papeles, si quiere
file-hint = Fotos (JPEG o PNG) o PDF, hasta { $many } archivos de { $most } MB cada uno.
file-photo = Una foto que se lea bien, en JPEG o PNG.
file-again = Lo que escribió sigue aquí. Elija sus archivos otra vez, por favor.
file-empty = Este archivo está vacío y no se envió nada. Elíjalo otra vez, o elija otro.
file-large = Este archivo es demasiado grande y no se envió nada. Elija uno de hasta { $most } MB, o tómele una foto.
file-heic = No podemos abrir este tipo de foto (HEIC) y no se envió. Tómela otra vez desde esta página, o elija una captura de pantalla.
file-kind = No podemos abrir este tipo de archivo y no se envió. Elija una foto (JPEG o PNG) o un PDF.
file-broken = Esta foto no llegó completa y no se envió. Elíjala otra vez, o tome una nueva.
file-many = Elija hasta { $many } archivos a la vez. Todavía no se envió nada.
file-day = Hoy nos envió muchos archivos y estos no se enviaron. Puede enviarlos mañana, o llámenos al { $phone }.

## La tarjeta del seguro
card-link = Tengo seguro
card-h = Envíenos su tarjeta del seguro
card-sub = Tome una foto de cada lado. Le preguntaremos a su seguro, y usted puede esperar a que respondan antes de pagar.
card-front = El frente de la tarjeta
card-back = El reverso de la tarjeta
card-back-hint = Déjelo sin foto si no hay nada en el reverso.
card-more = Cuéntenos más, si quiere
card-send = Mandar al consultorio
card-front-missing = Elija una foto del frente de su tarjeta, por favor.
card-have-front = Ya tenemos el frente de su tarjeta.
card-have-back = Ya tenemos el reverso de su tarjeta.
card-have-both = Ya tenemos los dos lados de su tarjeta. Aquí puede enviar fotos nuevas.
card-done-h = Gracias, ya tenemos su tarjeta
card-done = La enviaremos a su seguro. No tiene que pagar nada hasta que respondan, y no le mandaremos recordatorios. En esta página verá cómo va.

## No puedo pagar ahora
cannot-h = Busquemos una forma
cannot-sub = No está en problemas. Díganos qué le ayudaría.
cannot-later = Puedo pagar para cierta fecha
cannot-day = ¿Qué día?
cannot-day-hint = Desde mañana hasta el { $last }
cannot-over-time = Puedo pagar poco a poco
cannot-help = No puedo pagar y necesito ayuda
cannot-more = Qué pasó, si quiere contarlo
cannot-pick = Elija qué le ayudaría.
cannot-day-missing = Escriba el día para el que puede pagar.
cannot-day-far = Elija un día desde mañana hasta el { $last }. Para un día más lejano, llámenos al { $phone }.
cannot-promised-h = Gracias
cannot-promised = Anotamos que pagará a más tardar el { $day }. No le mandaremos recordatorios antes.
cannot-helped-h = Gracias por avisarnos
cannot-helped = Una persona se comunicará con usted sobre cómo ayudarle. No le mandaremos recordatorios por { $days } días.

## Cómo escribirle
contact-link = Cómo le escribimos
contact-h = Cómo le escribimos
contact-lang = Idioma
contact-days = Días para nuestros mensajes
day-mon = Lunes
day-tue = Martes
day-wed = Miércoles
day-thu = Jueves
day-fri = Viernes
day-sat = Sábado
day-sun = Domingo
contact-from = No antes de
contact-to = No después de
contact-hours-wrong = Elija una hora final más tarde que la primera, o deje las dos vacías.
contact-paper = Escríbanme cartas, no mensajes
contact-paper-hint = Igual respondemos a sus mensajes.
contact-save = Guardar
contact-done-h = Gracias
contact-done = Desde ahora lo haremos así.
contact-stop-h = No más mensajes
contact-stop = No mandaremos más mensajes de cuentas a su número. Para recibirlos otra vez, mándenos START.
contact-stop-go = Parar los mensajes
contact-is-stopped = Nuestros mensajes están parados. Para recibirlos otra vez, mándenos START.
contact-stopped-h = Los mensajes están parados
contact-stopped = No mandamos más mensajes de cuentas a su número. Todavía puede pagar aquí o llamarnos al { $phone }.

## Hablar con una persona
person-h = Hablar con una persona
person-call = Llámenos al { $phone }.
person-hours = Estamos { $hours }.
person-ask = O pida que nos comuniquemos con usted:
person-send = Pedir que me contacten
person-done-h = Una persona se comunicará con usted
person-done = Ya avisamos al consultorio. También puede llamarnos al { $phone }.

## El acuerdo del plan
agree-h = Su plan de pagos
agree-parts = { $count } pagos
agree-total = Total { $total }, sin intereses ni cargos
agree-schedule = Cuándo es cada pago
agree-number = Pago
agree-due = Fecha
agree-amount = Monto
agree-read = Leí este plan y estoy de acuerdo.
agree-tick = Marque la casilla para aceptar.
agree-check = Revisar y aceptar
agree-go = Aceptar y empezar
agree-review-h = Revise antes de aceptar
agree-change = Volver
agree-other = Quiero otro plan
agree-paper = Prefiero recibirlo en papel
agree-paper-done-h = Se lo mandaremos en papel
agree-paper-done = El consultorio le mandará este plan por correo. Empieza cuando usted lo firme y lo devuelva. También puede llamarnos al { $phone }.
agree-keep = Abrir este plan para imprimirlo o guardarlo
agree-changed = Algo en este plan cambió mientras usted leía. Por favor, léalo una vez más.
agree-stale-h = Este plan cambió
agree-stale = El monto que debe no es el mismo que cuando hicimos este plan. Puede elegir otra vez.
agree-gone-h = Este plan ya no está abierto
agree-gone = Puede elegir otro plan o llamarnos al { $phone }.
agree-choose = Elegir un plan
agree-none-h = Todavía no hay un plan aquí
agreed-h = Su plan ya empezó
agreed = El primer pago, { $amount }, es el { $day }. Le avisaremos antes de cada uno.
agreed-on = Aceptado el { $day }.
agreed-copy = Abrir su copia
agreed-copy-note = Guárdela o imprímala. Siempre será la misma.
agreed-pdf = Su plan en PDF
agreed-pay-now = Pagar la primera parte ahora
agreed-ended = Este plan terminó.
agreed-done = Este plan está pagado por completo. Gracias.

## Que un plan se pague con tarjeta
auto-offer-h = Que se pague con su tarjeta
auto-offer = Puede dejar una tarjeta y cada pago se hace en su día. Le avisamos antes de cada uno. Usted decide, y puede pararlo cuando quiera.
auto-start = Dejar una tarjeta
auto-h = Revise y dé permiso
auto-tick = Leí esto y doy permiso para estos pagos.
auto-tick-missing = Marque la casilla si quiere dar permiso para estos pagos.
auto-go = Dar permiso
auto-not = No, yo haré cada pago
auto-keep = Abrir esta hoja para imprimirla o guardarla
auto-on-h = Su plan se paga solo
auto-on-bank = Cada pago sale de su cuenta de banco terminada en { $last4 }. Le avisamos antes de cada uno.
auto-on-card = Cada pago sale de su tarjeta terminada en { $last4 }. Le avisamos antes de cada uno.
auto-see = Verlo o pararlo
auto-stop = Pararlo ahora
auto-other-card = Usar otra tarjeta
auto-plan = Volver a su plan
auto-off-h = Esto está parado
auto-none-h = No se dejó ninguna tarjeta
auto-off = Nada se cobra solo. Su plan sigue igual y usted puede hacer cada pago.
auto-later-h = Eso no funcionó
auto-later = La página de tarjetas no responde ahora. No se cobró nada y no se perdió nada. Intente más tarde o llámenos al { $phone }.
auto-doc-title = Permiso para tomar los pagos del plan
auto-doc-what-bank = Usted nos permite tomar estos pagos de su plan de su cuenta de banco terminada en { $last4 }, y ningún otro.
auto-doc-what-card = Usted nos permite tomar estos pagos de su plan de su tarjeta terminada en { $last4 }, y ningún otro.
auto-doc-schedule = Cuándo y cuánto
auto-doc-day = Se toma el
auto-doc-before = Le avisamos al menos { $days } días antes de cada pago, por mensaje, o por correo si los mensajes no le llegan. Si no pudimos avisarle a tiempo, ese día no se toma.
auto-doc-less = Nunca tomamos más de lo que debe. Si paga una parte de otra forma, tomamos menos o nada.
auto-doc-change = Si un pago va a ser de otra cantidad, le avisamos al menos { $days } días antes.
auto-doc-again = Si un pago no pasa, podemos probar otra vez { $days } días después, y le avisamos. No cobramos nada por eso.
auto-doc-stop = Puede pararlo cuando quiera, gratis: en esta página, con un mensaje que diga "cancelar pagos automáticos", o por teléfono al { $phone }.
auto-doc-texts = Si manda STOP, nuestros mensajes terminan, pero estos pagos no. Párelos de una de las formas de arriba.
auto-doc-choice = Usted decide. Su plan es el mismo con esto o sin esto.
auto-doc-kept = No guardamos el número de su tarjeta o cuenta. Lo guarda la empresa que maneja los pagos por nosotros.

doc-title = Acuerdo de plan de pagos
doc-between = Entre { $practice } y { $patient }
doc-intro = Usted debe { $total } hoy. Lo pagará en { $count } pagos, como se ve aquí.
doc-cost = No hay intereses ni cargos. Usted paga { $total } en total, y ni un centavo más.
doc-early = Puede pagar antes, pagar más o pagar todo cuando quiera. No cuesta nada.
doc-how = Puede pagar en la página que le mandamos por mensaje, por teléfono, por correo o en el consultorio. No tiene que guardar una tarjeta.
doc-late = Si un pago se atrasa, no hay cargo por atraso. Llámenos y buscaremos una forma. Después de { $days } días podemos terminar el plan, y el resto se debe como antes.
doc-change = Para cambiar o terminar este plan, llámenos al { $phone } o responda a nuestros mensajes.
doc-dispute = Si cree que la cuenta está mal, díganos al { $phone }. Usted conserva todo su derecho a cuestionarla, también después de aceptar.
doc-paper = Puede tener este plan en papel, gratis. Pídalo al { $phone }.
doc-made = Hecho el { $day }. Versión { $version }.
doc-state-DC = Su calendario de pagos está en este documento. Es su copia por escrito; le mandamos una por correo si la pide.

## Seguir en la página
idle-h = ¿Sigue ahí?
idle = Para cuidar su cuenta, esta página se cierra en 2 minutos.
idle-stay = Seguir aquí
idle-gone = Esta página se cerró para cuidar su cuenta. Ábrala otra vez para seguir.

## Qué cuenta
choose-h = ¿La cuenta de quién?
choose = Encontramos más de una para usted.

## Chat
chat-h = Chat con { $practice }
chat-sub = Pregunte por su cuenta a cualquier hora. Responde un ayudante automático; escriba "persona" para hablar con alguien.
chat-log = Mensajes
chat-label = Su mensaje
chat-send = Enviar
chat-hello = Hola. Soy el ayudante automático de { $practice }. Puede preguntar cuánto debe, pagar, hacer un plan de pagos o pedir hablar con una persona.
chat-topic = Podemos seguir donde estaba por mensaje de texto.
chat-you = Usted
chat-us = { $practice }
chat-writing = Escribiendo una respuesta
chat-failed = No se envió. Revise su conexión.
chat-retry = Enviar otra vez
chat-away = Se perdió la conexión. Intentamos otra vez.
chat-back = Conectado otra vez.
chat-ended = Este chat terminó. Mande un mensaje para empezar otro.
chat-full = Escriba como máximo { $most } letras en un mensaje.
chat-fast = Fue muy rápido. Espere un momento y envíelo otra vez.
chat-text = Seguir por mensaje de texto
chat-text-note = Escríbanos al { $number } y pregunte allí otra vez. Le pediremos de nuevo que se identifique.
chat-look = Buscar respuestas
chat-urgent = En una emergencia llame al 911. Si piensa en hacerse daño, llame o mande un mensaje al 988.
chat-words-balance = ¿Cuánto debo?
chat-words-pay = Quiero pagar mi cuenta
chat-words-plan = Quiero un plan de pagos
chat-words-other = Tengo una pregunta sobre mi cuenta
chat-open = Chat con nosotros
chat-close = Cerrar el chat
chat-nobody = Aquí no hay ningún chat
chat-nobody-todo = Revise la dirección o llame al consultorio.

## Cartas, y la página a la que llevan
letter-statement-h = Su cuenta
letter-owe = Hoy debe { $owed }.
letter-pay = Puede pagar con tarjeta en nuestra página, por teléfono al { $phone }, por correo o en el consultorio.
letter-plan = También puede pagar a plazos, sin intereses ni cargos. Pregúntenos o elija un plan en la página.
letter-help = Si ahora no puede pagar, díganos. Puede haber ayuda, y buscaremos una forma con usted.
letter-wrong = Si algo no está bien, díganos al { $phone }. No tiene que pagar lo que cuestiona hasta que lo hayamos revisado.
letter-agreed = Usted aceptó este plan el { $day }.
letter-debit-h = Un pago de su plan
letter-debit-card = El { $day } tomaremos { $amount } para su plan de su tarjeta terminada en { $last4 }.
letter-debit-bank = El { $day } tomaremos { $amount } para su plan de su cuenta de banco terminada en { $last4 }.
letter-debit-stop = Puede pararlo cuando quiera antes de ese día, gratis. Llámenos al { $phone } o use la página de abajo.
letter-find = Para ver su cuenta, escanee esto o escriba { $address }
letter-code = La clave de su estado de cuenta es { $code }.
letter-call = ¿Preguntas? Llame al { $phone }.
find-h = Encuentre su cuenta
find = Necesita la clave de su estado de cuenta, y su código postal o su fecha de nacimiento.
find-go = Seguir
find-lost = ¿No tiene el estado de cuenta a mano? Llámenos al { $phone }.

## La caja de prueba
till-h = Caja de prueba
till-note = Esto hace de página de la tarjeta. No se pide ninguna tarjeta y no se mueve dinero.
till-approve = Aceptar la tarjeta
till-keep = Dejar una tarjeta que funciona
till-keep-short = Dejar una tarjeta sin dinero la primera vez
till-keep-lost = Dejar una tarjeta que luego se reporta perdida
till-decline = Rechazar la tarjeta
till-drop = Cobrar, pero perder la respuesta
till-slow = Cobrar, pero responder despacio
till-lost-h = Se cortó la línea
till-lost = La caja cobró la tarjeta, y su respuesta se perdió en el camino. Vea qué hace su página con eso.
till-back = Volver a su página
till-done = Este pago ya está hecho. Aquí no hay nada que apretar.
till-gone = La caja no conoce este pago.
