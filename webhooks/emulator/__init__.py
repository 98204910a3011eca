"""A small Twilio on this machine, for the demo and for tests: Messages API, a carrier with Advanced Opt-Out, phones.

It stands for the outside world, so it shares no code with what talks to it: its signatures, segments and keyword lists
are its own. It keeps its own SQLite file under the home, all lives of the demo in one.
"""
