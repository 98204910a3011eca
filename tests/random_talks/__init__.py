"""Random whole talks: invented patients with a goal, told out of pieces, each of which knows what must come of it.

A talk is its seed. It is played as `replay` plays a stranger's, and then held against what the patient wanted: the
right end, and nothing done that nobody asked for. Nothing here is taken from the texts that the model learnt from.
"""
