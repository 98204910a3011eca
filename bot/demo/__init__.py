"""The demo: an invented practice on embedded defaults, and the check that plays its main job from outside.

Nothing here is needed in production, and nothing outside imports it but the commands `demo` and `bench`, the settings
(for invented secrets) and the phone simulator.
"""
