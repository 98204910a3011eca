# Sentences that law or carriers require. Each has its source and the hash of its wording in required.json; a change
# to one is a change to both. They are not held to the plain-words lint.

safety-self_harm = We are so sorry you feel this way. This line is not watched for emergencies. Please call or text 988 at any hour. If you are in danger, call 911.
safety-emergency = This line can't help in an emergency. Please call 911 now.
optout-confirm = { $practice }: You are opted out and will get no more texts from this number. Questions? { $phone }. Reply START to resume.
help-reply = { $practice }: For help call { $phone } (TTY 711). Msg freq varies. Msg & data rates may apply. Reply STOP to opt out.
consent-confirm = { $practice }: You're set up for account texts. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to opt out.
start-confirm = { $practice }: You will get account texts again. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to opt out.
consent-ask = { $practice }: May we text you about your account? Reply START to agree. Msg & data rates may apply. Reply HELP for help, STOP to opt out.
law-nj = { $practice } has not reported this bill to a credit agency.
