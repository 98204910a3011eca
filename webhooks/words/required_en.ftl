# Sentences that the law asks for, in the law's words or close to them. Not ours to make plainer.

## Cal. Civ. Code 1785.27(c)(1): to the letter, in every written contract that creates a bill, from 2025-07-01.
required-CA = A holder of this medical debt contract is prohibited by Section 1785.27 of the Civil Code from furnishing any information related to this debt to a consumer credit reporting agency. In addition to any other penalties allowed by law, if a person knowingly violates that section by furnishing information regarding this debt to a consumer credit reporting agency, the debt shall be void and unenforceable.

## N.J. P.L. 2024, c.48: in at least 14-point bold on whatever asks for payment.
required-NJ = { $practice } has not reported this medical debt to a consumer reporting agency. Any part of a medical debt that is reported to a consumer reporting agency against New Jersey law is void.

## N.Y. Gen. Bus. Law 519-a(3): before a card is taken.
required-NY = Paying for medical services with a credit card has risks. By using a credit card you give up state and federal protections that regard medical debt.

## Truth in Lending: 12 CFR 1026.17 and 1026.18, for a written plan of more than four payments. The four terms have the rule's names.
tila-h = Truth in Lending disclosures
tila-creditor = Creditor: { $practice }
tila-apr = Annual percentage rate
tila-apr-what = The cost of your credit as a yearly rate
tila-charge = Finance charge
tila-charge-what = The dollar amount the credit will cost you
tila-financed = Amount financed
tila-financed-what = The amount of credit given to you
tila-total = Total of payments
tila-total-what = What you will have paid when all payments are made as scheduled
tila-schedule = Your payment schedule: { $count } payments
tila-itemised = Itemization of the amount financed: { $total } pays your bill at { $practice }. Nothing is paid to anyone else.
tila-early = Prepayment: if you pay early, there is no penalty.
tila-late = Late charge: none.
tila-security = Security: none. Nothing that you own secures this plan.
tila-reference = The agreement below says more about payments that are late, about when the rest may be due, and about paying early.

## E-SIGN: 15 USC 7001(c), before a disclosure that the law wants in writing is given on a screen.
econsent-h = This plan on your screen
econsent-paper = You may have it on paper instead, free. Tap "Send me paper instead" below, or call { $phone }.
econsent-scope = Your OK is for this plan and its papers only.
econsent-back = You may take your OK back at any time, free. Call { $phone }, and your papers come by mail. A plan that you have agreed to goes on as it is.
econsent-contact = If your phone number or address changes, call { $phone }.
econsent-need = You need a phone or computer that opens web pages, and a way to print or save this page.
econsent-tick = I can read this plan on my screen, and I want it this way.
econsent-missing = Tick this box too, or ask for paper below.
