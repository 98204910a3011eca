"""From those who owe to those who may be texted, and what to do about each step (decision 30). Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from bot.imports.records import Record

STOPS = frozenset({"insurance_pending", "deceased", "do_not_contact", "in_collections", "payment_plan"})


@dataclass(frozen=True)
class Funnel:
    """How many patients remain at each step, and the sentence that says what to do next."""

    owing: int
    mobile: int
    consent: int
    free_of_holds: int
    textable: int
    next: str


def funnel(records: Sequence[Record], attested: bool, stopped: Collection[str] = ()) -> Funnel:
    """`attested`: an admin vouches that all agreed; `stopped` are numbers that opted out or are on hold."""
    owing = [record for record in records if record.balance_cents > 0]
    mobile = [record for record in owing if record.phone and record.phone_kind != "home"]
    agreed = [record for record in mobile if attested or record.consent]
    free = [record for record in agreed if not STOPS & set(record.flags)]
    textable = [record for record in free if record.phone not in stopped]
    return Funnel(len(owing), len(mobile), len(agreed), len(free), len(textable),
                  _next(len(owing), len(mobile), len(agreed), len(free), len(textable)))  # fmt: skip


def told(one: Funnel) -> dict[str, object]:
    """As JSON."""
    return asdict(one)


def _next(owing: int, mobile: int, agreed: int, free: int, textable: int) -> str:
    if owing == 0:
        return "Nobody on this list owes anything: there is nothing to do."
    if mobile == 0:
        return f"None of {owing} who owe has a mobile number: add a column of mobile numbers to the export."
    if agreed < mobile:
        return (
            f"{mobile - agreed} of {mobile} patients have a mobile but no consent on record: add consent columns, "
            f"or have an admin attest it with --consent SOURCE:DATE:WORDING-FILE."
        )
    if free < agreed:
        return f"{agreed - free} are on hold, such as waiting for their insurer: staff see them at the desk."
    if textable < free:
        return f"{free - textable} have opted out: only they themselves can change that, by texting START."
    return f"{textable} patients can be texted: ./sheepdog outreach preview shows what they would get."
