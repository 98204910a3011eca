# What patients read in texts and in web chat. Grade 6, short, kind; "we" is the practice's office.
# Sentences that law or carriers require stand in required.en.ftl.
#
# Every sentence knows $practice, $phone, $site and $hours; of each text blank $x there is also $has_x, yes or no.
# Plain GSM-7 letters, one segment where it can be. No menu word may mean "stop" to a carrier; choices are numbers.

## The bot itself
bot-automated = This is an automated assistant. To reach a person, text AGENT.
bot-sorry = Sorry, we did not get that.
bot-sorry_again = We are still not sure what you mean. For a person, text AGENT.
bot-lost = Sorry, we lost our place. Let us pick it up again.
bot-put_away = We have put aside { $topic } for now. Ask again any time.
bot-passed_on = Thank you. We have added that for the person who looks into it.
bot-minor = We can't share this with you here. Please ask your parent or guardian to text us or call { $phone }.

## Is it you? (decisions 8 to 12)
verify-ask = Is it you? Text your ZIP and statement code, or ZIP and birth date. Texts are not encrypted. Safe page: { $link }
verify-ask_web = First, is it you? Please type the code on your statement and your ZIP or birth date.
verify-again = Please text your ZIP and birth date, or your ZIP and the code on your bill. Or use our safe page: { $link }
verify-again_web = To look up your account we need the code on your bill, and your ZIP or birth date.
verify-one_more = Thank you. Please send one more: your statement code, your ZIP or your birth date.
verify-one_more_web = Thank you. Please type your ZIP or birth date too.
verify-code_web = Thank you. Please type the code on your statement too.
verify-miss = Sorry, that did not match. Please check, then text ZIP and statement code or birth date. Or go here: { $link }
verify-miss_web = Sorry, that did not match. Please check it and type your statement code and your ZIP or birth date.
verify-declined = That is fine. Here is our safe page instead: { $link } Or call us at { $phone }.
verify-declined_web = That is fine. You can call us at { $phone } instead.
verify-pause = To keep your account safe, we have to pause this for { $minutes } minutes. Please try again then, or call us at { $phone }.
verify-locked = To keep your account safe, we can't look it up here right now. Please call us at { $phone } and a person will help.

## Whose account?
whose-ask =
    Which one is this about? Reply with the number.
    { $lines }
whose-line = { $number }. { $name }: { $amount }

## How things stand
standing-nothing = You owe nothing right now. Thank you.
standing-credit = You owe nothing. We hold a credit of { $credit } for you. To get it back, text REFUND.
standing-closed = Please call us about this at { $phone }. A person here will help you.
standing-insurance = Your insurance is still working on this bill, so you can wait if you like.
standing-review = A person here is still looking into this bill, so you can wait if you like.

## What is owed
balance-owed = You owe { $owed } in all.
balance-next = You owe { $owed }. Reply 1 to pay now, or 2 to pay over time.
balance-small = You owe { $owed }. Reply 1 for a link to pay it.
balance-several = For { $name } you owe { $owed }. Reply 1 to pay now, 2 to pay over time, or 3 for the other account.
balance-guarantor = On statement { $code } you owe { $owed }. Reply 1 to pay now, or 2 to pay over time.
balance-plan = You owe { $owed }. Your next plan payment is { $amount } on { $day }.
balance-promised = You owe { $owed }. We noted that you plan to pay by { $day }. Thank you.
balance-review = Our books show { $owed }. A person here is still looking into it, so you can wait. If you want to pay now, text PAY.
balance-insurance = So far our books show { $owed }. Your insurance is still working on this bill, so it may change. You can wait.

## Paying
pay-link = Here is your link to pay { $amount }: { $link } You can change the amount there.
pay-plan = Your next plan payment is { $amount }, due { $day }. You can pay it here: { $link }
pay-how_much = You owe { $owed }. How much would you like to pay now?
pay-everyone = Yes. Here you can pay for everyone at once, and change each amount: { $link }
pay-later = That is fine. Text PAY any time and we will send you a link.
payment_trouble-say = Sorry about that. Here is a new link: { $link } If it fails too, call { $phone } or text AGENT for a person.
payment_methods-say = Text PAY for a link. You can pay by card there, HSA and FSA cards too. For cash, a check or the phone, call us at { $phone }.

## A plan
plan-choose = You owe { $owed }. You can pay it in { $choices } monthly payments. Reply with a number, or with an amount a month, like $50.
plan-choose_often = You owe { $owed }. You can pay it in { $choices } payments, { $often }. Reply with a number, or with an amount each time, like $50.
plan-choose_rest = You owe { $owed }. How many payments would you like after the first one? Or tell us an amount each time, like $50.
plan-review = A person here is still looking into this bill, so you can wait. Or pay { $owed } in { $choices } monthly payments: reply with a number.
plan-other = No problem, nothing is set up. We can do { $choices } monthly payments. Which one works for you? Or tell us an amount a month.
plan-monthly = Our plans are paid once a month. Which works for you: { $choices } payments, or an amount a month?
plan-not_offered = We can do { $choices } monthly payments. Which one works for you? Or tell us an amount a month.
plan-longest = { $count } payments is the longest plan that we can do here. It would look like this.
plan-confirm = { $terms } Total { $total }, no interest, no fees. Reply 1 to start, 2 to change it.
plan-confirm_page = { $terms } Total { $total }, no interest, no fees. Reply 1 to read and sign it, 2 to change it.
plan-reply_one = To start this plan, please reply with the number 1. To change it, reply 2.
plan-changed = What you owe has changed, so here is the plan with the new figures.
plan-new_days = A day of this plan has passed, so here it is with new days.
plan-started = Your plan is set. The first payment is { $amount } on { $day }. If you need to change it, just text us.
plan-started_now = Your plan is set. Pay the first { $amount } here today: { $link } To change the plan, just text us.
plan-sign = Here is your plan to read and sign: { $link } It starts once you have signed it.
plan-in_full = That would pay all of it. Here is your link to pay { $owed }: { $link }
plan-too_small = This amount is too small for a plan. You can pay it here, all or in part: { $link }
plan-have_one = You have a plan. The next payment is { $amount } on { $day }. To change it, text us what you need.
plan-insurance = Your insurance is still working on this bill. Once it is done, we can set up a plan. You can wait until then.
plan-person = A person here will look at this one with you and text you back.
plan-declined = No problem. Nothing was set up. Text PLAN any time.
plan-first_day = The first payment can be on any day in the next { $days } days.
plan-second_day = The second payment can be up to { $days } days after the first one. It would look like this.
plan-monthly_only = Our plans are paid once a month. It would look like this.
plan-least = Each payment is at least { $least }. It would look like this.
plan-payday = It starts on a Friday. If you get paid on another day, text us the date.

## How often a plan is paid, within the sentences above
shape-month = { $count } monthly payments: { $parts }. The first is on { $day }.
shape-half_month = { $count } payments, on the 1st and 15th: { $parts }. The first is on { $day }.
shape-quincena = { $count } payments, on the 15th and the last day of the month: { $parts }. The first is on { $day }.
shape-two_weeks = { $count } payments, one every two weeks: { $parts }. The first is on { $day }.
shape-week = { $count } weekly payments: { $parts }. The first is on { $day }.
shape-down = { $down } today, then { $rest }
shape-down_one = { $down } today, then { $amount } on { $day }.
shape-two_days = { $down } on { $first }, then { $amount } on { $day }.
often-half_month = on the 1st and 15th
often-quincena = on the 15th and the last day of the month
often-two_weeks = one every two weeks
often-week = one a week

plan_status-none = You have no payment plan right now. Text PLAN to see what you can choose.
plan_status-active = You have paid { $paid } on your plan. Payments left: { $left }. The next is { $amount } on { $day }.
plan_status-offered = Your plan starts once you sign it. You can do that here: { $link }
plan_status-done = Your plan is paid in full. Thank you.
plan_status-over = Your plan is not running any more. Text PLAN for a new one, or AGENT for a person.
change_plan-say = Your next plan payment is { $amount } on { $day }. A person here will look at the change and text you back.
change_plan-what = Your next plan payment is { $amount } on { $day }. Reply 1 to move it, 2 to skip it once, 3 for smaller payments, or 4 to end the plan.
change_plan-when = What day can you pay { $amount }? It can be any day up to { $day }.
change_plan-confirm = Your plan would be { $count } payments: { $parts }. The next one is on { $day }. Reply 1 to agree, 2 to keep it as it is.
change_plan-confirm_one = You would pay { $amount } on { $day }. Reply 1 to agree, 2 to keep it as it is.
change_plan-reply_one = To agree, please reply with the number 1. To keep things as they are, reply 2.
change_plan-done = That is set. Your next plan payment is { $amount } on { $day }.
change_plan-kept = No problem. Your plan stays as it is: { $amount } on { $day }.
change_plan-end = You can end the plan. You would still owe { $owed }, with no interest and no fees. Reply 1 to end it, 2 to keep it.
change_plan-ended = Your plan has ended. You owe { $owed }. Text PLAN for a new one, or PAY for a link.
change_plan-card = A card can pay each part on its day. You can set it up or stop it here: { $link }
change_plan-card_again = Your card pays nothing by itself now. To have it pay the new plan: { $link }

## A promise
promise-ask = Thank you. What day do you plan to pay?
promise-which = Do you mean { $first } or { $second }? Reply 1 for the first, 2 for the second.
promise-past = That day has passed. What day do you plan to pay?
promise-noted = Thank you. We noted that you plan to pay by { $day }. Text PAY when you are ready and we will send a link.
promise-later = Thank you. That is a while off, so a person here will text you back about it.
promise-none = That is fine. Text us the day when you know it, or text PAY when you are ready.
promise-insurance = Thank you. Your insurance is still working on this bill, so you can wait. We will tell you when it is done.

## Why
details-lines =
    This is how we got there:
    { $lines }
    If something looks wrong, text us what.
details-none = We do not have the details here. A person here will get them for you and text you back.
details-guarantor = To keep things private, a person here has to answer that. They will text you back.
line-charged = Charged: { $amount }
line-insurance_paid = Insurance paid: { $amount }
line-adjusted = Taken off: { $amount }
line-you_paid = You paid: { $amount }
line-refunded = Paid back to you: { $amount }
line-written_off = Taken off: { $amount }
line-owe = You owe: { $amount }
line-credit = Credit for you: { $amount }

## Something is wrong
dispute-say = Thank you for telling us. A person here will look into it, and you get no reminders until then. What looks wrong? You can text it here.
insurance-say = Thank you. We will check with your insurance and send no reminders until then. Send us your card here: { $link }
insurance-say_web = Thank you. A person here will check this with your insurance, and you get no reminders until then. New insurance? Call us at { $phone }.
already_paid-say = Thank you for telling us. A person here will look for your payment, and you get no reminders until then. When and how did you pay?
already_paid-link = Thank you. We will text you once it shows here. A person here will look too, and you get no reminders until then.
refund-say = Thank you for telling us. A person here will check your payments and text you back.
hardship-offer = Thank you for telling us. We send no reminders for now, and a person here will see what help there is. To see small monthly payments, reply 1.
hardship-say = Thank you for telling us. We send no reminders for now. A person here will see what help there is and text you back.
complaint-say = We are sorry. We want to make this right. Tell us what went wrong, or text AGENT and a person will answer you.
complaint-again = We hear you, and we are sorry. A person here will text you back.

## Who writes
third_party-say = Thank you for helping. To keep things private, we can talk only with the patient or whoever gets the bill. They can text us or call { $phone }.
deceased-say = We are so sorry for your loss. There is nothing you need to do now. A person here will take care of it, and you can reach us at { $phone }.
legal-say = Thank you for telling us. A person here will take it from here. Please give us your attorney's name or the case number at { $phone }.
ask_identity-say = This is the automated text line of { $practice }. To be sure, call the office number you have, or type { $site } yourself. STOP ends texts.
ask_identity-call = This is the automated text line of { $practice }. To be sure, call the office number that you already have. Reply STOP for no more texts.
wrong_number-removed = Sorry about that. We have taken this number off our list.
suspicion-noted = Thank you for telling us. A person here will look at it, and you get no reminders until then.

## A person
staff-coming = { $has_hours ->
    [yes] A person here will text you back. We are here { $hours }. You can also call { $phone }.
   *[no] A person here will text you back. You can also call { $phone }.
    }
staff-waiting = { $has_hours ->
    [yes] We have your message. A person here will text you back. We are here { $hours }. Meanwhile you can ask what you owe, or for a link to pay.
   *[no] We have your message. A person here will text you back. Meanwhile you can ask what you owe, or for a link to pay.
    }
staff-not_understood = { $has_hours ->
    [yes] Sorry, we still do not understand. A person here will text you back. We are here { $hours }. You can also call { $phone }.
   *[no] Sorry, we still do not understand. A person here will text you back. You can also call { $phone }.
    }
staff-taken = Hello, this is { $name } at { $practice }. I am here to help you now.

## Small things
receipt-say = A person here will send your receipt to the address we have for you.
receipt-so_far = You have paid { $paid } so far. Your receipts are here, to read or print: { $link }
receipt-so_far_web = You have paid { $paid } so far. A person here will send your receipt to the address we have for you.
update_info-say = Thank you. A person here will call or text you to check it, and then change it for you.
medical-say = For visits, refills and results, please call the office at { $phone }. In an emergency, call 911.
not_now-say = No problem. Text us when it suits you.
thanks-say = You are welcome. Text us any time.
affirm-say = All right. Text us any time.
deny-say = That is fine. Text us any time.
opt_in-say = You get texts from us. To make sure, reply START.
opt_in-start = To get texts from us again, please reply START.
language-ask = Reply 1 for English. Responda 2 para seguir en español.
language-set = Sure, we will go on in English.
language-other = Sorry, we text only in English and Spanish. A person here will find someone who speaks your language. You can also call { $phone }.
ssn-never = Please never text your social security number. We have not kept it.
card-never = Please never text card numbers. We have not kept it. To pay, text PAY and use the link we send you.
media-got = Thank you. We can't open pictures here. A person here will take a look.

greet-hello =
    Hello. How can we help? Reply with a number.
    1. What I owe
    2. Pay now
    3. Pay over time
    4. Talk to a person
menu-ask =
    How can we help? Reply with a number.
    1. What I owe
    2. Pay now
    3. Pay over time
    4. Talk to a person
menu-detour = You can ask what you owe or why, pay, pay over time, or tell us what looks wrong. For a person, text AGENT.

clarify-ask =
    Do you mean
    1. { $first }, or
    2. { $second }?
    Reply 1 or 2.
texts-ask = Do you want no more texts from us? Reply 1 for no more texts, or 2 to keep them.
texts-kept = Good, you will still get texts from us.

topic-balance = what you owe
topic-pay = paying now
topic-payment_trouble = trouble with paying
topic-payment_methods = ways to pay
topic-plan = a payment plan
topic-plan_status = how your plan stands
topic-change_plan = a change to your plan
topic-promise = paying on a later day
topic-details = what the bill is for
topic-dispute = a mistake on the bill
topic-insurance = your insurance
topic-already_paid = a payment you made
topic-refund = getting money back
topic-hardship = help because money is short
topic-complaint = a complaint
topic-third_party = writing for someone else
topic-wrong_person = a wrong number
topic-deceased = someone who has died
topic-legal = something legal
topic-ask_identity = who we are
topic-staff = talking to a person
topic-receipt = a receipt
topic-update_info = new details of yours
topic-medical = a visit or your health
topic-opt_in = getting our texts
topic-not_now = a better time
topic-thanks = nothing more
topic-language = the language
topic-menu = what we can do here
topic-greet = a hello
topic-affirm = a yes
topic-deny = a no

## Texts that we begin (decision 23): no amount, no day, no service
nudge-first = { $has_name ->
    [yes] { $practice }: Hi { $name }, a message about your account: { $link } Reply with questions, or STOP to opt out.{ $law }
   *[no] { $practice }: A message about your account: { $link } Reply with questions, or STOP to opt out.{ $law }
    }
nudge-again = { $has_name ->
    [yes] { $practice }: Hi { $name }, your account reminder: { $link } Reply with questions, or STOP to opt out.{ $law }
   *[no] { $practice }: Your account reminder: { $link } Reply with questions, or STOP to opt out.{ $law }
    }
nudge-plan_due = { $has_name ->
    [yes] { $practice }: Hi { $name }, news about your account: { $link } Reply with questions, or STOP to opt out.{ $law }
   *[no] { $practice }: News about your account: { $link } Reply with questions, or STOP to opt out.{ $law }
    }

## What came of something that was sent to us, on the page
insurance-news = { $practice }: News about your account: { $link } Reply with questions, or STOP to opt out.{ $law }

## A plan that is paid by itself (fact sheet P3, P4)
autopay-notice = { $kind ->
    [bank] { $practice }: On { $day } your account { $last4 } pays { $amount } of your plan. Details: { $link } Reply STOP to opt out.{ $law }
   *[card] { $practice }: On { $day } your card { $last4 } pays { $amount } of your plan. Details: { $link } Reply STOP to opt out.{ $law }
    }
autopay-notice_plain = { $practice }: We soon use the permission you gave us. See the day: { $link } Reply STOP to opt out.{ $law }
autopay-again = { $practice }: Your { $amount } payment did not work. We try again on { $day }. { $link } Reply STOP to opt out.{ $law }
autopay-again_plain = { $practice }: We could not use the permission you gave us. See why: { $link } Reply STOP to opt out.{ $law }
autopay-off = { $practice }: We could not use the permission you gave us and ended it. { $link } Reply STOP to opt out.{ $law }
autopay-stopped = That is done. We take no more plan payments by ourselves. Your plan stays as it is. Text PAY any time for a link.

## Receipts
receipt-paid = { $practice }: Thank you. We got your payment of { $paid }. You still owe { $owed }.
receipt-got = { $practice }: Thank you. We got your payment. You can see it here: { $link }
receipt-paid_each =
    { $practice }: Thank you. We got your payment of { $paid }:
    { $lines }
    There is { $owed } left to pay.
receipt-paid_each_all =
    { $practice }: Thank you. We got your payment of { $paid }:
    { $lines }
    There is nothing left to pay.
words-share = { $name }: { $amount }
words-share_code = Statement { $code }: { $amount }
words-share_other = One more: { $amount }
receipt-paid_all = { $practice }: Thank you. We got your payment of { $paid }. You owe nothing now.

## How things are put
words-or = or
words-or_before_8 = or
words-then = , then
words-times = { $count } x { $amount }
words-day = { $month } { $day }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
