"""Random stories of money, from the bill to the last event, and an independent look at what they left behind.

`story` plays them with the product's own code against our Stripe emulator, which loses calls and answers; `checker`
reads both sides' files with plain SQL and imports nothing of the product. `python -P -m tests.stories` plays many.
"""
