# Las frases que pide la ley. La de California va también en el idioma de la ley, palabra por palabra.

required-CA = El titular de este contrato de deuda médica tiene prohibido, según la Sección 1785.27 del Código Civil, dar información sobre esta deuda a una agencia de informes de crédito del consumidor. Además de otras sanciones que permita la ley, si una persona viola a sabiendas esa sección y da información sobre esta deuda a una agencia de informes de crédito del consumidor, la deuda será nula y no se podrá exigir.
required-NJ = { $practice } no ha informado de esta deuda médica a ninguna agencia de informes del consumidor. Toda parte de una deuda médica que se informe a una agencia de informes del consumidor en contra de la ley de Nueva Jersey es nula.
required-NY = Pagar servicios médicos con tarjeta de crédito tiene riesgos. Al usar una tarjeta de crédito, usted renuncia a protecciones estatales y federales sobre la deuda médica.

tila-h = Declaraciones de la ley de veracidad en los préstamos (Truth in Lending)
tila-creditor = Acreedor: { $practice }
tila-apr = Tasa de porcentaje anual (APR)
tila-apr-what = El costo de su crédito como tasa por año
tila-charge = Cargo por financiamiento
tila-charge-what = La cantidad en dólares que le costará el crédito
tila-financed = Cantidad financiada
tila-financed-what = El crédito que se le da
tila-total = Total de pagos
tila-total-what = Lo que habrá pagado cuando haga todos los pagos según el calendario
tila-schedule = Su calendario: { $count } pagos
tila-itemised = Desglose de la cantidad financiada: { $total } paga su cuenta en { $practice }. No se paga nada a nadie más.
tila-early = Pago anticipado: si paga antes, no hay penalidad.
tila-late = Cargo por atraso: ninguno.
tila-security = Garantía: ninguna. Nada de lo que usted tiene garantiza este plan.
tila-reference = El acuerdo de abajo dice más sobre los pagos atrasados, sobre cuándo se puede pedir el resto y sobre pagar antes.

econsent-h = Este plan en su pantalla
econsent-paper = Puede tenerlo en papel, gratis. Toque "Prefiero recibirlo en papel" abajo o llame al { $phone }.
econsent-scope = Su permiso es solo para este plan y sus papeles.
econsent-back = Puede retirar su permiso cuando quiera, gratis. Llame al { $phone } y le mandamos sus papeles por correo. Un plan que ya aceptó sigue igual.
econsent-contact = Si cambia su número de teléfono o su dirección, llame al { $phone }.
econsent-need = Necesita un teléfono o una computadora que abra páginas web, y una forma de imprimir o guardar esta página.
econsent-tick = Puedo leer este plan en mi pantalla y lo quiero así.
econsent-missing = Marque también esta casilla, o pida el papel abajo.
