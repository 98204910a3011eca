"""A small Stripe of our own for the demo and the tests: the calls that we make, answered in Stripe's shapes.

Checkout (payments and saved methods), payment intents, refunds, disputes, signed events, idempotency keys, connected
accounts. It keeps its own record, as a provider elsewhere would, and can be told to be slow, to fail or to hang up.
"""
