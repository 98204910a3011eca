"""The shell around the talks: it hears, decides what may leave, and keeps the rows true.

Pure files here (engine, hear, gate, redact, keywords, cadence) take values and return values. The others open
transactions in a few named places, and never keep one open over a network call. Nothing here imports webhooks.
"""
