"""The one way in which the model can fail."""

from __future__ import annotations


class ModelUnavailable(Exception):
    """The intent model cannot be used; the text says why. The rules still work without it."""
