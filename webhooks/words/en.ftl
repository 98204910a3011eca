# What patients read on our pages. Grade 6, short, kind; "we" is the practice's office.

## Every page
title = Secure page
help = Need help? Call { $phone }
chat-here = Or chat with us here
language = Español
language-label = Ver esta página en español
ours = Sheepdog carries this page for the office.
go-back = Back
continue = Continue
sign-out = Sign out
signed-out-h = You are signed out
signed-out = Nobody can see your bill here now. To come back, open the link again.
something-wrong = Please check this

## Links that don't open
expired-h = This link has ended
expired = To keep your bill safe, links work for { $days } days only.
expired-todo = For a new one, text the word PAY to { $number }, or call us at { $phone }.
expired-todo-call = For a new one, call us at { $phone }.
unknown-h = This link does not work
unknown = Part of the address may be missing. Open the link in your text message again.
unknown-todo = If that does not help, reply to the text message and we will send a new link.
closed-h = Please call us
closed = This page can't take a payment right now. Call us at { $phone } and a person will help you.

## Is it you?
prove-h = First, is it you?
prove-why = We ask so that nobody else sees your bill.
prove-one = Fill in one of these. Any one will do.
prove-two = Fill in two of these. Any two will do.
prove-two-code = Fill in two of these. Your statement code and one more works best.
birth = Date of birth
birth-hint = For example, 3 2 1984
birth-month = Month
birth-day = Day
birth-year = Year
zip = ZIP code
zip-hint = Five numbers, from your home address
code = Statement code
code-hint = From your bill, such as K7M2QX9B
other-proof = Use my ZIP code or statement code
not-you = Not you, or a wrong number? Call { $phone } and we will fix it.
real = How do I know this is real?
real-1 = If you are not sure, type nothing here.
real-2 = Call the office number that you already have, such as the one on your bill.
real-3 = Or type our web address, { $site }, and look for our number there.
real-4 = We never ask for a card number, a password or a social security number by text.
guest = Pay without signing in
guest-note = If you know the amount, you or somebody else can pay it without seeing the bill.

missing-one = Fill in your date of birth, your ZIP code or your statement code.
missing-two = Fill in two of the three: date of birth, ZIP code, statement code.
birth-bad = Check the date of birth. Use numbers, like 3 2 1984.
zip-bad = A ZIP code has five numbers, like 80203.
code-bad = Check the statement code. It is on your bill, such as K7M2QX9B.
no-match = We couldn't match that. Please check it and try again.
no-match-help = After a few tries this page locks for a while, to keep your bill safe. You can always call us at { $phone }.
locked-h = This page is locked for now
locked-half = That was a few tries that we couldn't match. To keep the bill safe, wait 30 minutes and open your link again.
locked-staff = That was too many tries that we couldn't match. A person here can open it for you.
locked-todo = Or call us at { $phone }. We are glad to help.
locked-staff-todo = Please call us at { $phone }.
need-grown-up-h = Please ask a parent or guardian
need-grown-up = We can't show this bill to somebody under 18. A parent or guardian can call us at { $phone }.

## What you owe
owe = { $name }, you owe
owe-waits = { $name }, so far our books show
owe-plain = The amount owed is
as-of = as of { $day }
how = How we got there
line-charged = Charges
line-insurance_paid = Insurance paid
line-adjusted = Adjustments
line-you_paid = You paid
line-refunded = Paid back to you
line-written_off = Taken off
line-left = You owe
statement = Statement { $code }
pay = Pay { $amount }
pay-all = Pay all of it, { $amount }
pay-other = Pay another amount
pay-over-time = Pay over time
looks-wrong = Something looks wrong
cant-pay = I can't pay right now
a-person = Talk to a person
other-ways = Other ways we can help
nothing-h = { $name }, you owe nothing
nothing-plain = Nothing is owed
nothing = There is nothing to pay on this page today.
credit = You have a credit of { $amount } with us. We can send it back or keep it for your next bill. Call us at { $phone }.
under-review = You told us that something looks wrong. We are looking into it, and you can wait until you hear from us.
insurance-waits = Your insurance may still pay part of this. You can wait until it has.
claim-card = We have had your insurance card since { $day } and will send it to your insurer. There is nothing to pay until they answer.
claim-sent = We sent it to your insurer on { $day }. There is nothing to pay until they answer.
claim-full = Your insurer answered on { $day }: they pay all of this bill.
claim-part = Your insurer answered on { $day }: they pay a part of this bill.
claim-late = It can take some days until the amount here shows it. You can wait with paying until then.
claim-none = Your insurer answered on { $day }: they do not pay this bill. If you think that is wrong, call us. We will look at it with you.
plan-on = Your plan is on: { $amount } is due by { $day }.
plan-on-link = See your plan
plan-offered = A plan is waiting for you to agree to it.
plan-offered-link = Read and agree
promised = You said that you will pay by { $day }. Thank you for telling us.
open-payment = A payment of { $amount } is being checked. Please don't pay it again.
open-payment-link = See how it stands
begun-payment = You began to pay { $amount }.

## Another amount
amount-h = How much would you like to pay?
amount = Amount in dollars
amount-hint = For example, 50 or 50.25
amount-owed = You owe { $owed } in all.
amount-missing = Type an amount, like 50 or 50.25.
amount-low = The smallest amount we can take here is { $least }.
amount-high = You owe { $owed }. Type that or less.
amount-far = For more than { $most }, please call us at { $phone }.
guest-h = Pay an amount you know
guest-private = You will not see the bill here, and we will not show it.

## Check before you pay
review-h = Check before you pay
review-to = To
review-amount = Amount
review-for = For
review-for-account = Account payment
review-left = You owe after this
review-next = The next page takes your card. Nothing is taken before you press pay there.
review-go = Go on and pay { $amount }
review-change = Change the amount
went-stale = This page was open a long time. Please check the amount again.
no-till = We can't take cards on this page right now. Please call us at { $phone }.

## After paying
paid-h = Thank you. We have your { $amount }.
paid-left = You still owe { $left }.
paid-all = You owe nothing more.
paid-credit = You paid { $credit } more than you owe. A person here will look at it and call or write to you.
paid-close = You can close this page.
receipt = Receipt
receipt-date = Date
receipt-amount = Amount
receipt-to = Paid to
receipt-number = Receipt number
receipt-print = Print or save
to-balance = See what you owe now
checking-h = We are checking your payment
checking = This can take a minute. Please don't pay again: we will find out, and your money is safe.
checking-self = This page looks again by itself.
check-again = Look again
declined-h = The card was not accepted
declined = Nothing was taken. You can try again, or use another card.
try-again = Try again
unfinished-h = You have not finished paying
unfinished = Nothing was taken yet.
finish = Go on and pay { $amount }
ended-h = This payment was not finished
ended = Nothing was taken. You can start again.

## Pay over time
plans-h = Pay over time
plans-sub = { $owed } in equal parts. No interest and no fees.
plan-option = { $count } payments
plan-parts = { $first }, then { $rest }
plan-first = The first is due { $day }.
plan-monthly = Or tell us what you can pay each month
plan-monthly-hint = For example, 50
plan-go = See this plan
plan-pick = Choose one, or type what you can pay each month.
plan-none = We can't set up a plan on this page. Call us at { $phone } and a person will look for a way with you.
plan-too-low = At { $amount } a month this would take more payments than we can set up here. Call us at { $phone }, and we will look for a way.
plan-has = You have a plan already. To change it, call us at { $phone }.

## Something looks wrong
wrong-h = What looks wrong?
wrong-dispute = I don't know this bill, or I was not there
wrong-amount = The amount is not right
wrong-insurance = My insurance should pay this
wrong-paid = I paid this already
wrong-person = This bill is not mine
wrong-pick = Choose what looks wrong.
wrong-more = Tell us more, if you like
wrong-more-hint = Please leave out card numbers and health details.
wrong-send = Send to the office
wrong-done-h = Thank you for telling us
wrong-done = A person here will look into it. We won't send reminders about this bill meanwhile, and you don't need to pay before you hear from us.

wrong-file = Add photos or papers, if you like
file-hint = Photos (JPEG or PNG) or PDF, up to { $many } files of { $most } MB each.
file-photo = A photo that we can read well, as JPEG or PNG.
file-again = What you typed is still here. Please choose your files once more.
file-empty = This file is empty, so nothing was sent. Please choose it again, or choose another.
file-large = This file is too large, so nothing was sent. Please choose one of up to { $most } MB, or take a photo of it.
file-heic = We can't open this kind of photo (HEIC), so it was not sent. Please take it again on this page, or choose a screenshot of it.
file-kind = We can't open this kind of file, so it was not sent. Please choose a photo (JPEG or PNG) or a PDF.
file-broken = This photo did not come through whole, so it was not sent. Please choose it again, or take a new one.
file-many = Please choose up to { $many } files at a time. Nothing was sent yet.
file-day = You have sent us many files today, so these were not sent. You can send them tomorrow, or call us at { $phone }.

## Insurance card
card-link = I have insurance
card-h = Send us your insurance card
card-sub = Take a photo of each side. We will ask your insurer, and you can wait with paying until they answer.
card-front = Front of the card
card-back = Back of the card
card-back-hint = Leave this out if nothing is on the back.
card-more = Tell us more, if you like
card-send = Send to the office
card-front-missing = Please choose a photo of the front of your card.
card-have-front = We have the front of your card.
card-have-back = We have the back of your card.
card-have-both = We have both sides of your card. You can send new photos here.
card-done-h = Thank you, we have your card
card-done = We will send it to your insurer. There is nothing to pay until they answer, and we send no reminders. This page will say how it stands.

## I can't pay right now
cannot-h = Let's find a way
cannot-sub = You are not in trouble. Tell us what would help.
cannot-later = I can pay by a certain day
cannot-day = Which day?
cannot-day-hint = From tomorrow up to { $last }
cannot-over-time = I can pay a little at a time
cannot-help = I can't pay, and need help
cannot-more = What has happened, if you like to say
cannot-pick = Choose what would help.
cannot-day-missing = Type the day that you can pay by.
cannot-day-far = Choose a day from tomorrow up to { $last }. For a later day, call us at { $phone }.
cannot-promised-h = Thank you
cannot-promised = We have noted that you will pay by { $day }. We won't send reminders before then.
cannot-helped-h = Thank you for telling us
cannot-helped = A person here will get in touch about help with this bill. We will hold our reminders for { $days } days.

## How to be written to
contact-link = How we write to you
contact-h = How we write to you
contact-lang = Language
contact-days = Days for our texts
day-mon = Monday
day-tue = Tuesday
day-wed = Wednesday
day-thu = Thursday
day-fri = Friday
day-sat = Saturday
day-sun = Sunday
contact-from = Not before
contact-to = Not after
contact-hours-wrong = Choose an end that is later than the start, or leave both empty.
contact-paper = Write me letters, not texts
contact-paper-hint = We still answer when you text us.
contact-save = Save
contact-done-h = Thank you
contact-done = We will keep to this from now on.
contact-stop-h = No more texts
contact-stop = We will send no more texts about bills to your number. To get them again later, text START to us.
contact-stop-go = Stop the texts
contact-is-stopped = Our texts to you are stopped. To get them again, text START to us.
contact-stopped-h = The texts are stopped
contact-stopped = We send no more texts about bills to your number. You can still pay here, or call us at { $phone }.

## Talk to a person
person-h = Talk to a person
person-call = Call us at { $phone }.
person-hours = We are here { $hours }.
person-ask = Or ask us to get in touch with you:
person-send = Ask a person to reach me
person-done-h = A person will get in touch
person-done = We have told the office. You can also call us at { $phone }.

## The plan agreement
agree-h = Your payment plan
agree-parts = { $count } payments
agree-total = Total { $total }, no interest, no fees
agree-schedule = When each payment is due
agree-number = Payment
agree-due = Due
agree-amount = Amount
agree-read = I have read this plan and I agree to it.
agree-tick = Tick the box to agree.
agree-check = Check and agree
agree-go = Agree and start
agree-review-h = Check before you agree
agree-change = Go back
agree-other = I want another plan
agree-paper = Send me paper instead
agree-paper-done-h = We will send it on paper
agree-paper-done = The office will mail this plan to you. It starts when you sign and return it. You can also call us at { $phone }.
agree-keep = Open this plan to print or save it
agree-changed = Something in this plan changed while you were reading. Please read it once more.
agree-stale-h = This plan has changed
agree-stale = The amount that you owe is not what it was when we made this plan. You can choose again.
agree-gone-h = This plan is not open any more
agree-gone = You can choose a plan again, or call us at { $phone }.
agree-choose = Choose a plan
agree-none-h = There is no plan here yet
agreed-h = Your plan has started
agreed = The first payment, { $amount }, is due { $day }. We will remind you before each one.
agreed-on = Agreed on { $day }.
agreed-copy = Open your copy
agreed-copy-note = Keep it, print it or save it. It will stay the same.
agreed-pdf = Your plan as a PDF
agreed-pay-now = Pay the first part now
agreed-ended = This plan has ended.
agreed-done = This plan is paid in full. Thank you.

## Having a plan paid by card
auto-offer-h = Have it paid by card
auto-offer = You can leave a card, and each payment is made on its day. We tell you before each one. It is your choice, and you can stop it at any time.
auto-start = Leave a card
auto-h = Check and allow
auto-tick = I have read this, and I allow these payments.
auto-tick-missing = Please tick the box if you want to allow these payments.
auto-go = Allow these payments
auto-not = No, I will pay each one myself
auto-keep = Open this page to print or save it
auto-on-h = Your plan is paid by itself
auto-on-bank = Each payment comes from your bank account ending { $last4 }. We tell you before each one.
auto-on-card = Each payment comes from your card ending { $last4 }. We tell you before each one.
auto-see = See or stop it
auto-stop = Stop it now
auto-other-card = Use another card
auto-plan = Back to your plan
auto-off-h = This is stopped
auto-none-h = No card was left
auto-off = Nothing is taken by itself. Your plan is the same, and you can pay each part yourself.
auto-later-h = That did not work
auto-later = The page for cards does not answer right now. Nothing was taken and nothing was lost. Please try again later, or call us at { $phone }.
auto-doc-title = Leave to take plan payments
auto-doc-what-bank = You allow us to take these payments of your plan from your bank account ending { $last4 }, and no others.
auto-doc-what-card = You allow us to take these payments of your plan from your card ending { $last4 }, and no others.
auto-doc-schedule = When and how much
auto-doc-day = Taken on
auto-doc-before = We tell you at least { $days } days before each payment, by text, or by mail if texts can't reach you. If we could not tell you in time, we do not take it that day.
auto-doc-less = We never take more than you owe. If you pay a part another way, we take less or nothing.
auto-doc-change = If a payment will be another amount, we tell you at least { $days } days before.
auto-doc-again = If a payment does not go through, we may try it again { $days } days later, and we tell you. We charge no fee for that.
auto-doc-stop = You can stop this at any time, free: on this page, by a text that says "cancel autopay", or by phone at { $phone }.
auto-doc-texts = If you text STOP, our texts end, and these payments do not. Stop them in one of the ways above.
auto-doc-choice = You choose. Your plan is the same with this or without it.
auto-doc-kept = We do not keep your card or account number. The company that handles payments for us does.

doc-title = Payment plan agreement
doc-between = Between { $practice } and { $patient }
doc-intro = You owe { $total } today. You will pay it in { $count } payments, as listed here.
doc-cost = There is no interest and there are no fees. You pay { $total } in all, and not a cent more.
doc-early = You may pay early, pay more, or pay all of it at any time. It costs nothing.
doc-how = You can pay on the page that we text you, by phone, by mail or at the office. You don't need to save a card.
doc-late = If a payment is late there is no late fee. Call us, and we will look for a way. After { $days } days we may end the plan, and the rest is due as before.
doc-change = To change or end this plan, call us at { $phone }, or reply to our text messages.
doc-dispute = If you think the bill is wrong, tell us at { $phone }. You keep every right to question it, also after you agree.
doc-paper = You may have this plan on paper, free. Ask us at { $phone }.
doc-made = Made on { $day }. Version { $version }.
doc-state-DC = Your payment schedule is in this document. It is your written copy; we mail one to you if you ask.

## Staying signed in
idle-h = Are you still there?
idle = To keep your bill private, this page closes in 2 minutes.
idle-stay = Stay here
idle-gone = This page closed itself to keep your bill private. Open it again to go on.

## Which account
choose-h = Whose bill?
choose = We found more than one for you.

## Web chat
chat-h = Chat with { $practice }
chat-sub = Ask about a bill, at any hour. An automated helper answers; type "person" for somebody here.
chat-log = Messages
chat-label = Your message
chat-send = Send
chat-hello = Hello. This is the automated helper of { $practice }. You can ask what you owe, pay, set up a payment plan, or ask for a person.
chat-topic = We can go on where you were by text.
chat-you = You
chat-us = { $practice }
chat-writing = Writing an answer
chat-failed = Not sent. Check your connection.
chat-retry = Send again
chat-away = We lost the connection. Trying again.
chat-back = Connected again.
chat-ended = This chat has ended. Send a message to start a new one.
chat-full = Please write at most { $most } letters in one message.
chat-fast = That was fast. Please wait a moment and send it again.
chat-text = Continue by text
chat-text-note = Text us at { $number } and ask again there. You will prove who you are once more.
chat-look = Look for answers
chat-urgent = In an emergency call 911. If you think of harming yourself, call or text 988.
chat-words-balance = How much do I owe?
chat-words-pay = I want to pay my bill
chat-words-plan = I want a payment plan
chat-words-other = I have a question about my bill
chat-open = Chat with us
chat-close = Close the chat
chat-nobody = There is no chat here
chat-nobody-todo = Check the address, or call the office.

## Letters, and the page that they lead to
letter-statement-h = Your bill
letter-owe = Today you owe { $owed }.
letter-pay = You can pay by card on our page, by phone at { $phone }, by mail, or at the office.
letter-plan = You can also pay over time, with no interest and no fees. Ask us, or choose a plan on the page.
letter-help = If you can't pay right now, tell us. There may be help, and we will look for a way with you.
letter-wrong = If something looks wrong, tell us at { $phone }. You don't have to pay what you question until we have looked.
letter-agreed = You agreed to this plan on { $day }.
letter-debit-h = A payment of your plan
letter-debit-card = On { $day } we will take { $amount } for your plan from your card ending { $last4 }.
letter-debit-bank = On { $day } we will take { $amount } for your plan from your bank account ending { $last4 }.
letter-debit-stop = You can stop this at any time before that day, free. Call us at { $phone }, or use the page below.
letter-find = To see your bill, scan this or type { $address }
letter-code = Your statement code is { $code }.
letter-call = Questions? Call { $phone }.
find-h = Find your bill
find = You need the code on your statement, and your ZIP or your birth date.
find-go = Go on
find-lost = No statement at hand? Call us at { $phone }.

## The test till
till-h = Test till
till-note = This stands for the card company's page. No card is asked for and no money moves.
till-approve = Approve the card
till-keep = Leave a card that works
till-keep-short = Leave a card that has no money on it the first time
till-keep-lost = Leave a card that is then reported lost
till-decline = Decline the card
till-drop = Charge it, but lose the answer
till-slow = Charge it, but answer slowly
till-lost-h = The line went dead
till-lost = The till charged the card, and its answer was lost on the way. See what your page makes of it.
till-back = Go back to your page
till-done = This payment is done. There is nothing to press here.
till-gone = The till does not know this payment.
