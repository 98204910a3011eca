"""The guard of every form. `csrf.exempt` a view or blueprint whose requests carry a token or signature of their own."""

from __future__ import annotations

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
