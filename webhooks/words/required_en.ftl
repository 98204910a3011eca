# Sentences that the law asks for, in the law's words or close to them. Not ours to make plainer.

## Cal. Civ. Code 1785.27(c)(1): to the letter, in every written contract that creates a bill, from 2025-07-01.
required-CA = A holder of this medical debt contract is prohibited by Section 1785.27 of the Civil Code from furnishing any information related to this debt to a consumer credit reporting agency. In addition to any other penalties allowed by law, if a person knowingly violates that section by furnishing information regarding this debt to a consumer credit reporting agency, the debt shall be void and unenforceable.

## N.J. P.L. 2024, c.48: in at least 14-point bold on whatever asks for payment.
required-NJ = { $practice } has not reported this medical debt to a consumer reporting agency. Any part of a medical debt that is reported to a consumer reporting agency against New Jersey law is void.

## N.Y. Gen. Bus. Law 519-a(3): before a card is taken.
required-NY = Paying for medical services with a credit card has risks. By using a credit card you give up state and federal protections that regard medical debt.
