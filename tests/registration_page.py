"""`docs/registration-kit.md`: the kit of an invented practice. `python -m tests.registration_page` makes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot import registration
from bot.registration import Office
from storage.people import Practice
from storage.practices import NEW_PRACTICE

PAGE = Path(__file__).resolve().parent.parent / "docs" / "registration-kit.md"


def office(**fields: Any) -> Office:
    """Willow Creek's, with differences."""
    name = "Willow Creek Family Medicine"
    own = {
        **NEW_PRACTICE, "id": 1, "slug": "willow-creek", "name": name, "program_name": name,
        "legal_name": f"{name}, P.C.", "phone": "(303) 555-0100", "email": "billing@willowcreek.example",
        "site": "willowcreek.example", "state": "CO", "zip": "80203", "hosts": ("pay.willowcreek.example",),
        "hours": {"en": "Mon to Fri, 9 to 5", "es": "lun a vie, 9 a 5"},
    }  # fmt: skip
    more = {name: fields.pop(name) for name in ("number", "public_url", "patients") if name in fields}
    whole = {"number": "+13035550100", "public_url": "https://pay.willowcreek.example", "patients": 1_200, **more}
    return Office("willow-creek", Practice(**{**own, **fields}), **whole)


def page() -> str:
    """The page as the code makes it now."""
    return registration.page(office())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name} is up to date.")
