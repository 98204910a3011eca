"""The floor: values that every room shares, what may be offered, and what the bot says when.

Everything here is pure and imports the standard library only. Nothing here may read a clock, a
database or the network, and no talk imports another talk: the engine brings them together.
"""
