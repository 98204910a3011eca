"""Every vector of the fact sheet by its label: rule and running number in the sheet's order, `14.` for section 14.

What is expected is said in our words; where a decision of `decisions.md` wins, its number stands in DECIDED. A label
has a test that shows it, or a reason in NOT_BUILT; LACKING says what a test of it does not show.
"""

from __future__ import annotations

_STOP_WORDS = (
    "STOP", "stop.", "Stop!!", "S T O P", "STOPALL", "stop all", "opt out", "opt-out", "OPTOUT", "QUIT", "end",
    "Cancel", "revoke", "unsubscribe", "unsuscribe", "please stop texting me", "don't text me anymore",
    "take me off your list", "remove me", "no more texts", "leave me alone", "ALTO", "PARE", "PARAR", "BASTA",
    "no más mensajes", "no me escriban", "quitar", "cancelar", "🛑",
)  # fmt: skip

_VECTORS = """
T1.1 | A reminder with 20% off Botox is advertising: dropped
T1.2 | "Your account has a new message" may go
T2.1 | Imported without consent columns: the first reminder is dropped
T2.2 | Consent on an intake form for billing: sent
T2.3 | Consent for appointment reminders only: dropped
T2.4 | The number changed after the consent: the new one has none
T3.1 | consent_basis=healthcare_exemption is refused as a setting
T4.a | New York number, Mon 09:00: sent
T4.b | 08:59:59: held until 09:00
T4.c | 19:59:59: sent
T4.d | 20:00: held until next morning
T4.e | 08:30 the Saturday before clocks change: held until 09:00
T4.f | 09:00 the Monday after: sent
T4.g | Sunday: held until Monday
T4.h | Thanksgiving: held until Friday
T5.a | Area code 850, 09:30 Eastern but 08:30 Central: held
T5.b | 850 at 20:00 Eastern: held until Central 09:00
T5.c | New York number, Los Angeles ZIP, 08:30 Pacific: held
T5.d | The same at 20:30 Eastern: held
T5.e | 928 in July, 08:30 Phoenix, 09:30 Navajo Nation: held
T5.f | 928, 19:00 Phoenix, 20:00 Denver: held
T5.g | 907, 09:30 Anchorage, 08:30 Adak: held
T5.h | Toll-free recipient: until Honolulu 09:00 held
T5.i | Guam 08:59: held
T5.j | Puerto Rico 09:00: sent
T6.1
T6.31 | A tapback that quotes the STOP line: not an opt-out
T6.32 | "can I stop by the office tomorrow?": not an opt-out
T6.33 | "when does my plan end?": not an opt-out
T6.34 | "I want to cancel my appointment": not an opt-out
T6.35 | "did my payment stop?": not an opt-out
T6.36 | Where it is unsure, it is asked, and reminders wait until it is answered
T6.37 | END in the middle of a plan is an opt-out
T6.38 | Staff record "stop texting" by phone: suppressed, the next reminder dropped
T6.39 | Queued, then STOP, then the worker: dropped as opted out
T7.1 | One STOP is for every patient on the number
T7.2 | A STOP tells staff that other programs may have to stop too
T8.1 | The carrier's STOP: the carrier confirms, we say nothing
T8.2 | Other words: exactly one confirmation of ours, also at 2:00
T8.3 | Read six minutes later: suppressed, nothing sent
T8.4 | A second STOP a day later: no second confirmation
T9.1 | Staff cannot lift an opt-out
T9.2 | START: a consent by keyword and one confirmation
T9.3 | YES after STOP is no opt-in
T10.1 | Last sign 59 days ago: no look-up needed
T10.2 | 61 days and the look-up says no: sent, verified today
T10.3 | The look-up says yes: dropped
T10.4 | The look-up fails: no reminder, answers go
C2.1 | A bill that was assigned to an agency: no reminder
C2.2 | A collection agency does not text at all
C2.3 | 30943 or 30863: the practice's texts end, somebody is told
C3.1 | A reminder without name or STOP line: dropped
C3.2 | The first text is the confirmation; the reminder 24 hours later at the earliest
C4.1 | bit.ly: dropped
C4.2 | http: dropped
C4.3 | A host that is not the practice's: dropped
C4.4 | Two links: dropped
W7.1 | STOP with OptOutType: suppressed, empty answer
W7.2 | "opt out" without it: suppressed, one confirmation of ours
W7.3 | YES in a plan, with the carrier's default words on: no assent
W7.4 | The same MessageSid twice: one effect
W7.5 | 21610 on a reminder: suppressed, not tried again
W7.6 | Bad signature: 403, nothing stored
F0.1 | A program name that is not the practice's own is refused
F1.1 | "not during work, 9-5": reminders from 17:00 to 20:00 only
F1.2 | "I'm at work, not now": no reminder today
F1.3 | Wishes that leave no hour: dropped, and a task for staff
F6.1 | "FINAL NOTICE: we will report you": a threat, dropped
F6.2 | Another amount than the ledger's as it leaves: dropped
F8.1 | "my insurance covers this": a dispute, held, a task
F8.2 | After staff resolve it, a week's rest before the next reminder
5.1.1 | Mon 10:00 and Wed 10:01 go; Friday waits until next Mon 10:00
5.1.2 | Two balances of a patient: one reminder
5.1.3 | A parent's phone for three children: the cap counts per phone
5.1.4 | Answers do not count
5.2.1 | DC, 45 days late, no electronic consent: no reminder; asked once, and again after a week
5.2.2 | NJ with a pending appeal: dropped
5.2.3 | NJ without the sentence: dropped
5.2.4 | CA agreement without the clause: not signed
5.2.5 | New York City ZIP, 60 days late: verbal consent is not enough, a web form is
H3.1 | "$" at level 0: dropped
H3.2 | "Your balance is $120" in a proved talk: sent
H3.3 | "for your colonoscopy": dropped at every level
H3.4 | A name or record number in the address: dropped
H4.1 | A revealing name for a behavioral practice: a warning that an admin confirms
H6.1 | Mail only: everything but answers, safety and the opt-out's confirmation is dropped
H6.2 | A self-paid item under restriction is not shown to guarantor or plan
H7.1 | Right birth date, wrong ZIP: the words of an unknown number
H7.2 | Third miss: locked; a right fourth within 30 minutes is refused
H7.3 | Five misses from five numbers: the patient is locked
H7.4 | A lock leaves STOP, HELP and safety
H10.1 | A card provider is told nothing but references and an amount
H10.2 | A language model without a contract is off
H13.1 | "what was it for?" by an adult's guarantor: staff
H13.2 | A patient of 17: no details, "your parent or guardian"
H13.3 | At 18 a parent's rights end; what is owed stays the guarantor's
P1.1 | $1,000 in 4, no fees: a plain agreement
P1.2 | $1,200 in 12: the Truth-in-Lending box
P1.3 | $200 down and 4 payments: no box
P1.4 | A set-up fee of $10: box and a warning
P1.5 | $1,000 in 3: 333.34, 333.33, 333.33
P3.1 | A plan without autopay succeeds
P3.2 | The amount changes five days before: no debit, a notice
P3.3 | "stop autopay" ends debits at once; STOP alone ends texts only
P3.4 | No debit the day after autopay was ended
P6.1 | Billed $400 over the estimate: the page says how to dispute
P6.2 | One cent less: it does not
P6.3 | "I filed a dispute with CMS": held
P11.1 | Three years and a day old: dropped
P12.1 | Bankruptcy, attorney, service in English and Spanish: held at once, no reminder
P12.2 | "I'm broke" is hardship
P12.3 | "my lawyer friend says hi": a look by staff, held
S1.1 | "this bill makes me want to die": the safety reply
S1.2 | "dying to pay this off": safety or staff, no reminder that day
S1.3 | At 3:00: sent all the same
S1.4 | Opted out and refused with 21610: somebody calls
S3.1 | Card, expiry and code: masked when stored, not charged
S3.2 | Fifteen digits of American Express: masked
S3.3 | Sixteen digits with a wrong check digit: masked
S3.4 | A phone number and twelve digits: kept
S3.5 | A social security number: masked, found nowhere
S7.1 | "¿cuánto debo?": proof is asked for in Spanish
S7.2 | AYUDA: HELP in Spanish
S7.3 | The Spanish plan page says lang=es, and is signed only if reviewed
A1.1 | axe finds nothing serious on pages for proof, paying, plan and chat
A1.2 | A plan by keyboard alone
A1.3 | At 400 % nothing scrolls both ways
A1.4 | The end of a session is announced and can be put off
A2.1 | Without the tick: refused, paper offered
A2.2 | Kept with the signature: digest, version, address, browser, time, consent's words
A2.3 | "send me paper": a task, and the plan on paper
A2.4 | Opened again after signing: the same bytes
11.1 | quiet.start 07:30 is refused
11.2 | Five a week in Massachusetts: two
11.3 | Day 0 on Mon 2026-11-02: 11-02, 11-09, 11-23, 12-17, 01-02, 02-01
14.T1.1 | "schedule your next", "refer a friend", "% off": advertising
14.T3.1 | No consent, a template about treatment only: dropped
14.T9.1 | A balance question of somebody opted out: no text, a task, web chat works
14.T9.2 | 21610 though we had them opted in: our table follows
14.C1.1 | An unregistered sender: every class dropped
14.C1.2 | 30034: the practice is paused, somebody told, nothing tried again, what waits is kept
14.C5.1 | A Spanish reminder with "está": long letters, two segments at most
14.C5.2 | A curly apostrophe goes out plain
14.W4.1 | Toll-free, YES after STOP: still suppressed
14.W4.2 | Toll-free, UNSTOP: a consent, one confirmation at most
14.W7.1 | Two practices, one phone: STOP to one leaves the other
14.F0.1 | "Acme AR Solutions" for "Main St Medical" is refused
14.F2.1 | Staff log a letter to cease contact: held and suppressed
14.F4.1 | A SERVICE text without STOP line: dropped
14.F5.1 | Two logged calls and a text: the text waits
14.F6.1 | Collections, or credit in Spanish: threats
14.F7.1 | A sister asks from her own phone: neutral words
14.CA.1 | A clause that is not the approved one: not signed
14.FL.1 | A window until 22:00 is refused; Florida at night waits for the morning
14.MA.1 | Two texts in six days, an admin's override: stopped all the same
14.NY.1 | Before a card is taken in New York: the notice of its risks
14.H1.1 | Staff type F32.1: warned, blocked
14.H4.1 | A neutral name that is not the registered one is refused
14.H5.1 | Part 2, guarantor, no written consent: dropped
14.H6.1 | Mail only with three jobs queued: none leaves
14.H8.1 | 15 minutes and a second idle, then "balance": proof again
14.H9.1 | A changed audit row: the chain breaks and somebody is told
14.H11.1 | Six years and a day, under legal hold: kept
14.H11.2 | An opt-out of ten years ago: kept
14.H12.1 | Wrong number: an incident, low risk or to be looked at
14.H14.1 | "this is his wife, he died in May": held, no amount, staff
14.P2.1 | AGREE by text: a link, and the plan is only offered
14.P2.2 | Words changed between offer and signature: read again
14.P4.1 | A lost or stolen card: no retry, autopay off
14.P4.2 | Insufficient funds: again on days 3, 5 and 10, then staff
14.P4.3 | A surcharge on a debit card: none
14.P5.1 | A late fee of 25 is blocked
14.P7.1 | Protected from balance billing: not payable, no reminder
14.P8.1 | A pending application for assistance holds
14.P9.1 | "perdí mi trabajo, no puedo pagar": help offered in Spanish, two weeks' pause
14.P10.1 | Nothing calls a credit bureau
14.S2.1 | "chest pain since your visit": 911, staff, 72 hours, no balance
14.S2.2 | "do you bill for emergency visits?": 911 or staff, no medical advice
14.S4.1 | "who is this": program, phone, HELP and STOP, nothing owed
14.S5.1 | "im 15 stop texting": opted out, staff, no details
14.S6.1 | Profanity: one neutral answer, then staff; with "stop": opted out
14.S9.1 | "driving right now - auto reply", three times: no answers
14.S10.1 | "call me via 711": a task to call
14.S11.1 | "are you a human?": automated, and AGENT
14.S12.1 | A photo of a card: not opened, told so
14.order.1 | "STOP. I want to die": safety first, opted out, staff
14.order.2 | A card number and STOP: masked, opted out
14.order.3 | Bankruptcy while staff have the talk: held
"""

_WORDS = "\n".join(f"T6.{number} | “{words}” ends texts" for number, words in enumerate(_STOP_WORDS, 1))
_LINES = _VECTORS.replace("\nT6.1\n", f"\n{_WORDS}\n").strip().splitlines()
VECTORS: dict[str, str] = {label.strip(): says.strip() for label, says in (line.split("|", 1) for line in _LINES)}
"""Label and what is expected."""

DECIDED: dict[str, str] = {
    "T6.36": "7: one question, nudges held until it is answered",
    "T8.1": "5: where the whole text is one of the carrier's words, it has confirmed already",
    "W7.3": "16: a YES counts only where the carrier's start words do not include it",
    "C2.3": "25: 30943 and 30863 pause the practice",
    "14.C1.1": "26: SAFETY is tried in every state, from an unregistered sender too",
    "14.C1.2": "25, 20: paused; what we begin waits, a REPLY becomes a ticket",
    "F1.3": "26: dropped, and a task",
    "5.2.5": "26: by ZIP only, from 2026-09-01",
    "H13.3": "12: then the guarantor of an adult, amount and statement reference",
    "P1.4": "16: plans have no fee; a setting for one is refused (record 0015)",
    "S1.2": "6: the normal answer, a silent staff flag, no nudge that day",
    "A2.2": "34: of the address only a keyed digest (record 0015)",
    "14.MA.1": "26: caps hold (in MA too); the text waits",
    "14.P2.1": "16: two to four payments start by text, more give the link and stay offered",
    "14.S2.2": "6: beside visit, room, bill, contact or charge no hit",
    "14.S4.1": "24: the office number you already have, or our web address",
}  # fmt: skip
"""Where decisions.md says otherwise, or more: which line, and what."""

NOT_BUILT: dict[str, str] = {}
"""Labels without a test, and what is missing for one."""

LACKING: dict[str, str] = {}
"""What a test with this label does not show."""
