"""Paying for everybody at once: who is on the page and by what name, each with an amount, and one payment for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import links
from flows.money import ZERO, Money
from storage import consent, ledger, payments, people
from tests.family import LEO_OWES, NUMBER, SAM_OWES, SOFIA_OWES, Family, a_family
from tests.rows import a_patient
from tests.webhooks.office import Office, open_office
from tests.webhooks.web import Browser, text
from webhooks.limits import limiter
from webhooks.site import create_app

BORN = {"birth_month": "11", "birth_day": "2", "birth_year": "1988"}
ORDER = re.compile(r'name="order" value="([^"]+)"')
WHO = re.compile(r'name="who" value="([^"]+)"')
CHILDREN = LEO_OWES + SOFIA_OWES


@dataclass
class Home:
    """The family, and a browser in which Elena has proved who she is."""

    family: Family
    office: Office
    flask: Any
    browser: Browser
    path: str

    def get(self, inner: str = "") -> Any:
        return self.browser.get(self.path + inner)

    def post(self, inner: str, **form: str) -> Any:
        return self.browser.post(self.path + inner, form)

    def amounts(self, *amounts: str) -> Any:
        """What was typed for each, the oldest bill first."""
        found = WHO.search(self.get("/everyone").text)
        assert found is not None
        typed = {f"amount-{place}": amount for place, amount in enumerate(amounts)}
        return self.post("/everyone/review", who=found[1], **typed)

    def pay(self, checked: Any, button: str = "approve") -> Any:
        """From the check to the page after the till."""
        found = ORDER.search(checked.text)
        assert found is not None, text(checked)
        till = self.post("/pay", order=found[1])
        assert till.status_code == 303, text(till)
        where = till.location.removeprefix(self.office.app.settings.public_url)
        self.browser.get(where)
        back = self.browser.post(where, {"button": button})
        return self.browser.get(back.location.removeprefix(self.office.app.settings.public_url))


def at(office: Office, family: Family, form: dict[str, str], lang: str = "en", **more: Any) -> Home:
    """A browser at a new link, proved by this form."""
    flask = create_app(office.app, TESTING=True, RATELIMIT_STORAGE_URI="memory://", RATELIMIT_ENABLED=False)
    with office.app.db.begin() as tx:
        practice = people.practice(tx, office.practice)
        fields: dict[str, Any] = {"kind": "secure_page", "patient_id": None, "factors": 2, "lang": lang,
                                  "conversation_id": family.talk, **more}  # fmt: skip
        url = links.make(tx, office.app.settings, practice=practice, now=office.app.now(), **fields)
    path = url.removeprefix(office.app.settings.public_url)
    browser = Browser(flask.test_client())
    assert browser.post(f"{path}/proof", form).status_code == 303
    return Home(family, office, flask, browser, path)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    limiter.enabled = False
    yield made
    made.app.db.dispose()


@pytest.fixture
def family(office: Office) -> Family:
    """Without Elena's own file: her birth date is her children's guarantor's alone."""
    family = a_family(office)
    with office.app.db.begin() as tx:
        people.update_patient(tx, family.elena, born=date(1950, 1, 1))
        people.update_patient(tx, family.sam, zip="80299")
    return family


@pytest.fixture
def home(office: Office, family: Family) -> Home:
    """Proved for the two children; Sam has another ZIP, and is Elena's on the same number."""
    return at(office, family, {**BORN, "zip": "80203"})


def test_the_chooser_leads_to_everybody(home: Home) -> None:
    page = home.get()
    assert "Whose bill?" in text(page) and "Pay for everyone: $380.50" in text(page)
    assert f"{home.path}/everyone" in page.text


def test_each_stands_there_with_what_is_owed_the_grown_child_by_the_statement(home: Home) -> None:
    page = home.get("/everyone")
    assert page.status_code == 200
    said = text(page)
    assert said.index("Leo") < said.index("Sofia") < said.index("Statement SAM77X") and "Sam " not in said
    assert re.findall(r'id="amount-\d" name="amount-\d" type="text" value="([^"]*)"', page.text) == [
        "50.50", "130.00", "200.00"
    ]  # fmt: skip
    assert "In all, $380.50 is owed" in said and "<script" not in re.sub(r"<script src[^>]+></script>", "", page.text)


def test_one_payment_for_all(home: Home) -> None:
    checked = home.amounts("50.50", "130", "200.00")
    assert "Leo $50.50" in text(checked) and "Statement SAM77X $200.00" in text(checked)
    assert "Go on and pay $380.50" in text(checked) and "Owed in all after this $0.00" in text(checked)
    done = text(home.pay(checked))
    assert "Thank you. We have your $380.50" in done and "There is nothing left to pay for them" in done
    assert "Leo $50.50" in done and "Sam " not in done
    family = home.family
    assert [family.owed(one) for one in (family.leo, family.sofia, family.sam)] == [ZERO, ZERO, ZERO]
    assert "Pay for everyone" not in text(home.get())


def test_as_the_payer_chooses(home: Home) -> None:
    done = text(home.pay(home.amounts("0", "100", "")))
    assert "We have your $100.00" in done
    family = home.family
    assert [family.owed(one) for one in (family.leo, family.sofia)] == [LEO_OWES, SOFIA_OWES - Money(10000)]
    assert family.paid(family.sofia)[0].whole is None, "for one alone it is a payment as any other"


def test_a_sum_goes_to_the_oldest_bill_first_and_may_still_be_changed(home: Home) -> None:
    page = home.post("/everyone/split", whole="$100")
    values = re.findall(r'id="amount-\d" name="amount-\d" type="text" value="([^"]*)"', page.text)
    assert values == ["50.50", "49.50", "0"]
    home.pay(home.amounts(*values))
    assert home.family.owed(home.family.sofia) == SOFIA_OWES - Money(4950)


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        (("50.51", "1", "1"), "Leo: $50.50 is owed. Type that or less."),
        (("1", "1", "200.01"), "Statement SAM77X: $200.00 is owed"),
        (("ten", "1", "1"), "Leo: type an amount"),
        (("-5", "1", "1"), "Leo: type an amount"),
        (("0", "0", "0"), "Type an amount for at least one person"),
        (("", "", ""), "Type an amount for at least one person"),
        (("0.50", "", ""), "The smallest amount we can take here is $1.00"),
    ],
)
def test_what_cannot_be_paid_is_said_beside_the_field(home: Home, amounts: tuple[str, ...], says: str) -> None:
    page = home.amounts(*amounts)
    assert page.status_code == 422 and says in text(page)
    assert f'value="{amounts[0]}"' in page.text, "what was typed is kept"
    assert home.family.paid(home.family.leo) == []


@pytest.mark.parametrize("whole", ["", "0", "380.51", "lots"])
def test_a_sum_that_cannot_be_paid_is_refused(home: Home, whole: str) -> None:
    assert home.post("/everyone/split", whole=whole).status_code == 422


def test_amounts_never_go_to_somebody_else_when_the_list_changes(home: Home) -> None:
    found = WHO.search(home.get("/everyone").text)
    office = home.office
    with office.app.db.begin() as tx:
        consent.add_hold(tx, office.practice, "bankruptcy", office.app.now(), patient_id=home.family.leo)
    assert found is not None
    answer = home.post("/everyone/review", who=found[1], **{"amount-0": "50.50"})
    assert answer.status_code == 303
    said = text(home.browser.get(answer.location))
    assert "Nothing was taken" in said and "Leo" not in said


@pytest.mark.parametrize("happens", ["closed", "less"])
def test_what_was_checked_is_looked_at_again_before_the_till_opens(home: Home, happens: str) -> None:
    checked = home.amounts("50.50", "130", "0")
    office = home.office
    with office.app.db.begin() as tx:
        if happens == "closed":
            consent.add_hold(tx, office.practice, "attorney", office.app.now(), patient_id=home.family.sofia)
        else:
            ledger.adjust(tx, office.practice, home.family.sofia, "test", "x", Money(1), office.app.now())
    found = ORDER.search(checked.text)
    assert found is not None
    answer = home.post("/pay", order=found[1])
    assert answer.location.endswith("/everyone?stale=1") and home.family.paid(home.family.leo) == []
    assert "Nothing was taken" in text(home.browser.get(answer.location))


def test_pressed_twice_it_is_one_payment(home: Home) -> None:
    found = ORDER.search(home.amounts("50.50", "130", "0").text)
    assert found is not None
    first, second = home.post("/pay", order=found[1]), home.post("/pay", order=found[1])
    assert first.location == second.location and len(home.family.paid(home.family.sofia)) == 1


def test_looking_changes_nothing(home: Home) -> None:
    home.get("/everyone")
    with home.office.app.db.read() as tx:
        assert payments.of_patient(tx, home.family.leo) == []
    for inner in ("/everyone/split", "/everyone/review"):
        assert home.get(inner).status_code == 303


def test_without_proof_nobody_is_named(home: Home) -> None:
    home.pay(home.amounts("50.50", "130", "0"))
    ref = home.family.paid(home.family.leo)[0].ref
    stranger = Browser(home.flask.test_client())
    for inner in ("/everyone", f"/done/{ref}"):
        page = text(stranger.get(home.path + inner))
        assert not re.search(r"Leo|Sofia|SAM77X|Elena|50\.50|130", page)


def test_a_grown_childs_own_page_tells_their_share_alone(home: Home, office: Office) -> None:
    home.amounts("50.50", "130", "50")
    till = home.post("/pay", order=ORDER.search(home.amounts("50.50", "130", "50").text)[1])  # type: ignore[index]
    assert till.status_code == 303
    family = home.family
    with office.app.db.begin() as tx:
        people.update_patient(tx, family.sam, zip="80203")
    own = at(office, family, {"birth_month": "1", "birth_day": "30", "birth_year": "2006"}, patient_id=family.sam,
             kind="pay", factors=1)  # fmt: skip
    said = text(own.get())
    assert "$50.00" in said and "$230.50" not in said
    done = own.get(f"/done/{family.paid(family.sam)[0].ref}")
    assert "$230.50" not in text(done) and "Leo" not in text(done)
    assert "We are checking your payment" in text(done) and "payments/test_till" not in done.text


def test_a_guarantor_who_is_a_patient_too_finds_it_on_her_own_page(office: Office) -> None:
    family = a_family(office)
    own = at(office, family, BORN, kind="pay", factors=1, patient_id=family.elena)
    assert "Pay for everyone: $450.50" in text(own.get())
    said = text(own.get("/everyone"))
    assert "Elena" in said and "Statement SAM77X" in said


def test_who_pays_for_nobody_else_is_not_offered_it(office: Office) -> None:
    with office.app.db.begin() as tx:
        people.update_patient(tx, office.maria, statement_code="K7M2QX9B")
    family = a_family(office)
    own = at(office, family, {"birth_month": "3", "birth_day": "2", "birth_year": "1984"}, kind="pay", factors=1,
             patient_id=office.maria, conversation_id=office.talk)  # fmt: skip
    assert "Pay for everyone" not in text(own.get())


def test_a_link_from_the_talk_opens_for_those_whom_it_had_proved_alone(office: Office, family: Family) -> None:
    """One fact is asked; another on the same number, with the same ZIP, stays closed."""
    with office.app.db.begin() as tx:
        a_patient(tx, office.practice, "Bill", "Carter", NUMBER, 9900, born=date(1957, 4, 25), now=office.app.now())
    link = at(office, family, {"zip": "80203"}, kind="pay", factors=1, proved=[family.leo, family.sofia],
              as_guarantor=True)  # fmt: skip
    first = link.get()
    assert first.status_code == 303 and first.location.endswith("/everyone")
    said = text(link.get("/everyone"))
    assert "Leo" in said and "Sofia" in said and "Statement SAM77X" in said and "Bill" not in said
    assert "Whose bill?" in text(link.get("?choose=1")), "and there is a way back"


def test_a_link_from_the_talk_of_a_guarantor_who_is_a_patient_leads_to_everybody_too(office: Office) -> None:
    family = a_family(office)
    link = at(office, family, {"zip": "80203"}, kind="pay", factors=1, proved=[family.elena])
    assert link.get().location.endswith("/everyone")
    assert "Elena, you owe $70.00" in text(link.get("?choose=1"))


def test_in_spanish(office: Office, family: Family) -> None:
    link = at(office, family, {**BORN, "zip": "80203"}, lang="es")
    assert "Pagar por todos: $380.50" in text(link.get())
    assert "Entre todos se deben $380.50" in text(link.get("/everyone"))
    assert "Recibimos sus $180.50" in text(link.pay(link.amounts("50.50", "130", "0")))


def test_a_refused_card_leads_back_to_everybody(home: Home) -> None:
    done = home.pay(home.amounts("50.50", "130", "0"), "decline")
    assert "Nothing was taken" in text(done) and f'href="{home.path}/everyone"' in done.text
    assert home.family.owed(home.family.leo) == LEO_OWES and Money(38050) == CHILDREN + SAM_OWES
