# Frases que exige la ley o la compañía telefónica. Su fuente y la huella de su texto están en required.json.

safety-self_harm = Sentimos mucho lo que vive en este momento. Este servicio no atiende emergencias. Llame al 988 y oprima 2, o mande AYUDA por texto al 988, a cualquier hora. Si corre peligro, llame al 911.
safety-emergency = Este servicio no puede ayudar en una emergencia. Por favor llame al 911 ahora.
optout-confirm = { $practice }: Listo, ya no va a recibir mensajes de este teléfono. ¿Dudas? { $phone }. Responda START para volver a recibirlos.
help-reply = { $practice }: Para recibir ayuda llame al { $phone } (TTY 711). La frecuencia de mensajes cambia. Pueden aplicar tarifas de mensajes y datos. Responda STOP para no recibir mensajes.
consent-confirm = { $practice }: Listo, va a recibir mensajes de su cuenta. La frecuencia cambia. Pueden aplicar tarifas de mensajes y datos. Responda AYUDA para recibir ayuda o STOP para no recibir mensajes.
start-confirm = { $practice }: Listo, vuelve a recibir mensajes de su cuenta. La frecuencia cambia. Pueden aplicar tarifas de mensajes y datos. Responda AYUDA para recibir ayuda o STOP para no recibir mensajes.
consent-ask = { $practice }: ¿Podemos escribirle sobre su cuenta? Si acepta, responda START. Pueden aplicar tarifas de mensajes y datos. Responda AYUDA para recibir ayuda o STOP para no recibir mensajes.
law-nj = { $practice } no reporta esta cuenta a agencias de crédito.
