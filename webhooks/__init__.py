"""HTTP: check, hand over, answer.

Nothing here decides: a request is checked (signature, sign-in, token), handed to the bot, and answered.
"""
