"""What patients agree to, what stands on the practice's site, and how the texts are described to carriers."""

from __future__ import annotations

from bot.registration.office import Office


def wording(office: Office, lang: str) -> str:
    """What a patient agrees to, on paper and on the web (fact sheet C3, H2)."""
    week = office.practice.policy.caps.per_7d
    if lang == "es":
        often = f"hasta {week} mensajes por semana" if week != 1 else "hasta un mensaje por semana"
        return (
            f"Acepto recibir mensajes de texto sobre mi cuenta y mis facturas de {office.name} en el número de celular "
            f"que doy aquí. La frecuencia cambia: {often}, además de las respuestas a mis propios mensajes. Pueden "
            "aplicar tarifas de mensajes y datos. Responda AYUDA para recibir ayuda o STOP para no recibir mensajes, "
            "cuando quiera. Los mensajes de texto no van cifrados. Aceptar no es condición para recibir atención. "
            f"Condiciones: {office.page('text-terms')} Privacidad: {office.page('privacy')}"
        )
    often = f"up to {week} texts a week" if week != 1 else "up to one text a week"
    return (
        f"I agree to get text messages about my account and bills from {office.name} at the mobile number that I give "
        f"here. Message frequency varies: {often}, and answers to my own texts. Message and data rates may apply. "
        "Reply HELP for help or STOP to opt out at any time. Text messages are not encrypted. Agreeing is not a "
        f"condition of care. Terms: {office.page('text-terms')} Privacy: {office.page('privacy')}"
    )


def privacy(office: Office, lang: str) -> str:
    """The paragraph of the privacy policy (fact sheet C1)."""
    if lang == "es":
        return (
            f"Mensajes de texto. Si usted acepta recibir mensajes de texto de {office.name}, usamos su número de "
            "celular para escribirle sobre su cuenta con nosotros y para contestarle. No compartimos, vendemos ni "
            "rentamos su número de celular, ni el hecho de que aceptó recibir mensajes, a terceros o afiliados para "
            "fines de publicidad o mercadotecnia. Lo reciben solo las empresas que transmiten nuestros mensajes, para "
            "transmitirlos. Responda STOP para no recibir mensajes o AYUDA para recibir ayuda."
        )
    return (
        f"Text messages. If you agree to get text messages from {office.name}, we use your mobile number to text you "
        "about your account with us and to answer you. We do not share, sell or rent your mobile number, or the fact "
        "that you agreed to get texts, to third parties or affiliates for marketing or promotional purposes. Only the "
        "companies that carry our texts get it, so that they can carry them. Reply STOP to opt out at any time, or "
        "HELP for help."
    )


def terms(office: Office, lang: str) -> str:
    """The paragraph of the site's terms."""
    phone, mail = office.practice.phone, office.practice.email
    if lang == "es":
        reach = f"{phone} (TTY 711)" + (f" o {mail}" if mail else "")
        return (
            f"Condiciones de los mensajes de texto. {office.name} manda mensajes de texto sobre cuentas y facturas a "
            "los pacientes que lo aceptaron, y contesta los que ellos mandan. La frecuencia de los mensajes cambia. "
            "Pueden aplicar tarifas de mensajes y datos. Responda STOP para no recibir mensajes y AYUDA para recibir "
            f"ayuda, o llame al {reach}. Aceptar no es condición para recibir atención. Las compañías telefónicas no "
            f"responden por mensajes que llegan tarde o no llegan. Cómo tratamos su número: {office.page('privacy')}"
        )
    reach = f"{phone} (TTY 711)" + (f" or {mail}" if mail else "")
    return (
        f"Text message terms. {office.name} sends text messages about accounts and bills to patients who agreed to get "
        "them, and answers the texts that they send. Message frequency varies. Message and data rates may apply. Reply "
        f"STOP to opt out and HELP for help, or reach us at {reach}. Agreeing is not a condition of care. Mobile "
        f"carriers are not liable for delayed or undelivered messages. How we treat your number: "
        f"{office.page('privacy')}"
    )


def description(office: Office) -> str:
    """What the texts are for, to carriers (Twilio's field takes 40 to 4096 letters)."""
    return (
        f"{office.practice.legal_name} is a medical practice. It texts its own patients, who agreed to it, about their "
        "account with the practice: that there is a message about the account, with a link to the practice's secure "
        "page, and that a payment has come in. Patients can text back: an automated assistant and the practice's staff "
        "answer questions about a bill, send a link to pay, and set up payments over time without interest or fees. "
        "Nothing about an account is said before patients have proved who they are. All bills are for care that this "
        "practice gave, and are owed to it alone; no text is sent for anybody else. There is no advertising in these "
        "texts."
    )


def flow(office: Office) -> str:
    """How patients agree, with the wording itself, which reviewers look for."""
    return (
        "Patients agree in one of three ways, and care never depends on it. 1. On the paper intake form at the office, "
        f"by ticking an empty box. 2. On the web form at {office.page('text-messages')}, by ticking an empty box. "
        f"3. By texting START to {office.number}, as the practice's bills and site invite them to. Form and page say: "
        f'"{wording(office, "en")}" The wording is shown in Spanish too. The first text confirms it, with the name, '
        "how often, rates, HELP and STOP; the first reminder follows a day later or more. Numbers come from patients "
        "themselves; none are bought, rented or shared."
    )


def summary(office: Office) -> str:
    """The same in 500 letters, for a toll-free number."""
    return (
        f"{office.practice.legal_name}, a medical practice, texts its own patients who agreed to it that there is a "
        "message about their account, with a link to its secure page, and answers what they text back. All bills are "
        "for its own care and owed to it alone. No advertising."
    )
