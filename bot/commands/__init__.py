"""The command line: one file a command or a small group of them.

A file here offers `register(parser)` and `run(args) -> exit status`, reads Settings, and calls the rooms; it decides
nothing about patients. Nothing imports a command but `bot.__main__`, which loads only the one that was asked for.
"""
