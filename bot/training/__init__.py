"""How the intent model is made and how good it is: texts in, an artefact and its scores out.

Nothing here runs while patients text. It stands on `bot.understanding`, which serves what this room makes, and needs
NumPy and the sentence encoder; `tune` alone needs JAX, which `./sheepdog nlu train` installs apart.
"""
