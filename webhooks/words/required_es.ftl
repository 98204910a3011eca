# Las frases que pide la ley. La de California va también en el idioma de la ley, palabra por palabra.

required-CA = El titular de este contrato de deuda médica tiene prohibido, según la Sección 1785.27 del Código Civil, dar información sobre esta deuda a una agencia de informes de crédito del consumidor. Además de otras sanciones que permita la ley, si una persona viola a sabiendas esa sección y da información sobre esta deuda a una agencia de informes de crédito del consumidor, la deuda será nula y no se podrá exigir.
required-NJ = { $practice } no ha informado de esta deuda médica a ninguna agencia de informes del consumidor. Toda parte de una deuda médica que se informe a una agencia de informes del consumidor en contra de la ley de Nueva Jersey es nula.
required-NY = Pagar servicios médicos con tarjeta de crédito tiene riesgos. Al usar una tarjeta de crédito, usted renuncia a protecciones estatales y federales sobre la deuda médica.
