"""Rows: tables beside their queries, one file a noun.

Every function takes the transaction it runs in and never commits; who begins a transaction ends it.
Nothing here decides what may be said or sent, and nothing here knows a provider's words.
"""
