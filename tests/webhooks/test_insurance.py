"""An insurance card from a patient's page to the biller, to the insurer, and back to the page."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import gate, gate_facts, links, outreach
from flows.values import Drop, MessageClass, Outgoing
from storage import audit, claims, consent, outbox, people, tickets, uploads
from storage.texts import Text
from tests.webhooks.office import Office, open_office, says, submit
from tests.webhooks.pictures import HEIC, PDF, PLACE, photo
from tests.webhooks.web import BORN, ZIP, Browser, KeptSite, Site, holds, reasons, rows, text


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("insurance"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """On the Wednesday after a text has confirmed Maria's consent."""
    made = open_office(tmp_path)
    says(made, "confirmed", "CONSENT_CONFIRM")
    leave(made)
    made.pass_time(timedelta(days=2))
    return made


def leave(office: Office) -> None:
    """What waits to go out has gone out."""
    with office.app.db.begin() as tx:
        for one in outbox.of_conversation(tx, office.talk, 20):
            if one.state == "queued":
                outbox.claim(tx, one.id, (), office.app.now())
                outbox.mark(tx, one.id, "sent", office.app.now())


def file(content: bytes, name: str = "IMG_1.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def both() -> dict[str, Any]:
    return {"front": file(photo()), "back": file(photo(color="red"))}


def patient_of(office: Office, talk: int | None = 0, who: int = 0) -> tuple[Browser, str]:
    """Maria's browser, proved at a link of hers, and the link's path."""
    with office.app.db.begin() as tx:
        practice = people.practice(tx, office.practice)
        url = links.make(tx, office.app.settings, "pay", practice, who or office.maria,
                         office.talk if talk == 0 else talk, 1, office.app.now())  # fmt: skip
    path, browser = url.removeprefix(office.app.settings.public_url), Browser(office.flask.test_client())
    assert browser.post(f"{path}/proof", {**BORN, **ZIP}).status_code == 303
    return browser, path


def claim_of(office: Office) -> claims.Claim:
    with office.app.db.read() as tx:
        found = claims.newest(tx, office.maria)
    assert found is not None
    return found


def texts(office: Office) -> list[Text]:
    with office.app.db.read() as tx:
        return [one for one in outbox.of_conversation(tx, office.talk, 20) if one.cls != "CONSENT_CONFIRM"]


def held(office: Office) -> set[str]:
    with office.app.db.read() as tx:
        return {one.reason for one in consent.open_holds(tx, office.practice, [office.maria], None, office.app.now())}


def trail(office: Office, action: str) -> list[Any]:
    with office.app.db.read() as tx:
        return [row for row in audit.rows(tx, office.practice) if row.action == action]


# -- the patient's page --


def test_both_sides_are_kept_and_everything_waits_for_the_insurer(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    assert "I have insurance" in text(browser.get(path))
    done = browser.post(f"{path}/insurance", {**both(), "more": "Group 4, card 4111 1111 1111 1111"})
    assert done.status_code == 200 and "we have your card" in text(done)
    assert holds(site) == {"insurance_pending"} and reasons(site) == ["insurance"]
    page = text(browser.get(path))
    assert "There is nothing to pay until they answer" in page and "Pay over time" not in page
    with site.town.app.db.read() as tx:
        claim = claims.newest(tx, site.town.maria)
        assert claim is not None and claim.state == "card"
        found = uploads.of_claim(tx, claim.id)
        assert {one.what for one in found} == {"front", "back"}
        assert all(PLACE.encode() not in uploads.content(tx, one.id) for one in found)
        [ticket] = tickets.open_tickets(tx, site.town.practice_id)
    assert "Group 4" in ticket.note and "4111 1111" not in ticket.note


def test_a_side_that_came_well_is_kept_where_the_other_did_not(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    half = browser.post(f"{path}/insurance", {"front": file(photo()), "back": file(HEIC), "more": "Group 4"})
    assert half.status_code == 422 and "We have the front of your card" in text(half) and "HEIC" in text(half)
    assert "Group 4" not in half.text, "it is with the office by now"
    assert holds(site) == {"insurance_pending"}
    assert "we have your card" in text(browser.post(f"{path}/insurance", {"back": file(photo())}))
    assert "both sides" in text(browser.get(f"{path}/insurance"))
    with site.town.app.db.read() as tx:
        claim = claims.newest(tx, site.town.maria)
        assert claim is not None and len(uploads.of_claim(tx, claim.id)) == 2
    assert reasons(site) == ["insurance"], "one ticket"


def test_the_back_alone_is_kept_and_the_front_is_asked_for(site: Site) -> None:
    path = site.town.link()
    only = site.proved(path).post(f"{path}/insurance", {"back": file(photo())})
    assert only.status_code == 422 and "We have the back" in text(only) and "the front of your card" in text(only)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "choose a photo of the front"),
        ({"front": (io.BytesIO(b""), "")}, "choose a photo of the front"),
        ({"front": (io.BytesIO(b"GIF89a"), "card.jpg")}, "this kind of file"),
        ({"front": (io.BytesIO(photo()[:300]), "card.jpg")}, "did not come through whole"),
    ],
)
def test_nothing_is_begun_where_nothing_can_be_kept(site: Site, form: dict[str, Any], says: str) -> None:
    path = site.town.link()
    browser = site.proved(path)
    fresh = {name: file(one[0].getvalue(), one[1]) for name, one in form.items()}
    before = rows(site)
    wrong = browser.post(f"{path}/insurance", {**fresh, "more": "Group 4"})
    assert wrong.status_code == 422 and says in text(wrong) and "Group 4" in wrong.text
    assert 'id="mistakes"' in wrong.text and 'href="#front"' in wrong.text
    assert rows(site) == before


@pytest.mark.parametrize("back", [photo(), HEIC], ids=["well", "with a mistake"])
def test_words_of_danger_beside_a_card_are_answered_at_once(site: Site, back: bytes) -> None:
    path = site.town.link()
    form = {"front": file(photo()), "back": file(back), "more": "i want to kill myself"}
    done = site.proved(path).post(f"{path}/insurance", form)
    assert "988" in text(done) and "crisis" in reasons(site)


def test_nobody_sends_anything_without_proof_and_looking_changes_nothing(site: Site) -> None:
    path = site.town.link()
    before = rows(site)
    assert site.browser().post(f"{path}/insurance", both()).status_code == 303
    assert "is it you" in text(site.browser().get(f"{path}/insurance")).lower()
    assert rows(site)["uploads"] == before["uploads"] == 0 and rows(site)["claims"] == 0


def test_a_day_has_an_end(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    for _ in range(6):
        assert browser.post(f"{path}/insurance", both()).status_code == 200
    full = browser.post(f"{path}/insurance", both())
    assert full.status_code == 422 and "many files today" in text(full) and "(303) 555-0100" in text(full)
    site.town.forward(hours=25)
    path = site.town.link()
    assert site.proved(path).post(f"{path}/insurance", both()).status_code == 200


# -- from end to end --


def test_from_the_card_to_the_answer(office: Office) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", {**both(), "more": "Group 4"})
    claim, ben = claim_of(office), office.browser("ben")
    desk = text(ben.get(f"/desk/talk/{office.talk}"))
    assert "Insurance question" in desk and "Their card came on Mar 4" in desk

    shown = ben.get(f"/desk/claim/{claim.id}/card")
    assert shown.text.count("<img") == 2 and not trail(office, "upload_opened"), "the pictures are not opened yet"
    with office.app.db.read() as tx:
        front = uploads.sides(uploads.of_claim(tx, claim.id))["front"]
    picture = ben.get(f"/desk/upload/{front.id}")
    assert picture.mimetype == "image/jpeg" and picture.data.startswith(b"\xff\xd8\xff")
    [row] = trail(office, "upload_opened")
    assert row.actor == f"staff:{office.staff['ben']}" and row.subject == f"upload:{front.id}"
    assert row.data == {"patient": office.maria, "sha256": front.sha256}

    office.pass_time(timedelta(days=1))
    ben = office.browser("ben")
    sent = submit(ben, f"/desk/claim/{claim.id}/sent", "/desk", day="2026-03-05", talk=str(office.talk))
    assert sent.status_code == 303 and claim_of(office).state == "sent"
    with office.app.db.read() as tx:
        assert tickets.open_tickets(tx, office.practice) == []
    [news] = texts(office)
    assert (news.cls, news.key, news.level) == ("SERVICE", "insurance.news", 0) and "nsur" not in news.body
    browser, path = patient_of(office)
    page = text(browser.get(path))
    assert "We sent it to your insurer on March 5, 2026. There is nothing to pay until they answer." in page
    assert held(office) == {"insurance_pending"}

    leave(office)
    office.pass_time(timedelta(days=20))
    ben = office.browser("ben")
    answer = submit(ben, f"/desk/claim/{claim.id}/answered", "/desk", result="part", talk=str(office.talk))
    assert answer.status_code == 303 and claim_of(office).result == "part"
    assert held(office) == {"import_difference"}, "until the list shows what the insurer paid"
    assert [one.key for one in texts(office)] == ["insurance.news", "insurance.news"]
    browser, path = patient_of(office)
    page = text(browser.get(path))
    assert "they pay a part of this bill" in page and "some days until the amount here shows it" in page
    assert "so far our books show" in page and "Pay over time" in page
    assert "The insurer pays a part" in text(ben.get(f"/desk/patient/{office.maria}"))


def verdict(office: Office, cls: MessageClass) -> Any:
    with office.app.db.read() as tx:
        practice, patient = people.practice(tx, office.practice), people.patient(tx, office.maria)
        reach = outreach.reach_of(tx, practice, patient)
        assert reach is not None
        now = office.app.now()
        known = gate_facts.of_patient(tx, practice.id, reach.sender.id, patient.id, reach.phone.number, reach.talk, now)
    return gate.check(Outgoing(cls, reach.phone.number), known, now)


def test_reminders_stop_while_the_insurer_is_asked_and_go_on_when_nothing_is_paid(office: Office) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", both())
    stopped = verdict(office, MessageClass.NUDGE)
    assert isinstance(stopped, Drop) and stopped.reasons[0][0] == "insurance_pending"
    claim, ben = claim_of(office), office.browser("ben")
    submit(ben, f"/desk/claim/{claim.id}/answered", "/desk", result="none")
    assert held(office) == set()
    assert "insurance_pending" not in {rule for rule, _ in getattr(verdict(office, MessageClass.NUDGE), "reasons", ())}
    page = text(browser.get(path))
    assert "they do not pay this bill" in page and "Maria, you owe" in page and "some days" not in page


@pytest.mark.parametrize(("result", "more", "left"), [
    ("full", {}, {"import_difference", "dispute"}),
    ("full", {"listed": "1"}, {"dispute"}),
    ("part", {"listed": "1", "settled": "1"}, {"dispute"}),
    ("none", {"settled": "1"}, {"dispute"}),
])  # fmt: skip
def test_which_holds_an_answer_leaves(office: Office, result: str, more: dict[str, str], left: set[str]) -> None:
    """A dispute that is settled with it rests a week, as ever."""
    browser, path = patient_of(office)
    browser.post(f"{path}/wrong", {"what": "insurance"})
    browser.post(f"{path}/insurance", both())
    assert held(office) == {"dispute", "insurance_pending"}
    submit(office.browser("ben"), f"/desk/claim/{claim_of(office).id}/answered", "/desk", result=result, **more)
    assert held(office) == left
    with office.app.db.read() as tx:
        [dispute] = [one for one in consent.open_holds(tx, office.practice, [office.maria], None, office.app.now())
                     if one.reason == "dispute"]  # fmt: skip
    assert dispute.resting == bool(more.get("settled"))


def test_another_card_after_one_was_sent_is_to_be_sent_too(office: Office) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", both())
    claim, ben = claim_of(office), office.browser("ben")
    submit(ben, f"/desk/claim/{claim.id}/sent", "/desk", day="2026-03-04")
    browser.post(f"{path}/insurance", {**both(), "more": "the new one"})
    assert claim_of(office).id == claim.id and claim_of(office).state == "card"
    with office.app.db.read() as tx:
        [ticket] = tickets.open_tickets(tx, office.practice)
    assert ticket.note == "page: more of their insurance card. the new one"
    assert text(ben.get(f"/desk/claim/{claim.id}/card")).count("Earlier photos") == 1
    submit(ben, f"/desk/claim/{claim.id}/sent", "/desk", day="2026-03-04")
    assert claim_of(office).state == "sent" and held(office) == {"insurance_pending"}


@pytest.mark.parametrize("day", ["", "2026-03-05", "2026-03-03", "yesterday"])
def test_a_day_that_cannot_be_is_refused(office: Office, day: str) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", both())
    claim, ben = claim_of(office), office.browser("ben")
    submit(ben, f"/desk/claim/{claim.id}/sent", "/desk", day=day, patient=str(office.maria))
    assert claim_of(office).state == "card" and texts(office) == []
    assert "Nothing was changed" in text(ben.get(f"/desk/patient/{office.maria}"))


def test_twice_is_once_and_an_answer_has_to_be_one(office: Office) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", both())
    claim, ben = claim_of(office), office.browser("ben")
    for _ in range(2):
        submit(ben, f"/desk/claim/{claim.id}/sent", "/desk", day="2026-03-04")
    assert len(texts(office)) == 1
    submit(ben, f"/desk/claim/{claim.id}/answered", "/desk", result="perhaps")
    assert claim_of(office).state == "sent"
    for result in ("full", "none"):
        submit(ben, f"/desk/claim/{claim.id}/answered", "/desk", result=result)
    assert claim_of(office).result == "full"
    assert len(texts(office)) == 1, "one that still waits tells of both"


def test_news_wait_for_the_text_that_confirms_consent(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", both())
    submit(office.browser("ben"), f"/desk/claim/{claim_of(office).id}/sent", "/desk", day="2026-03-02")
    with office.app.db.read() as tx:
        due = {one.cls: one.due_at for one in outbox.of_conversation(tx, office.talk, 20)}
    assert due["CONSENT_CONFIRM"] == office.app.now() and due["SERVICE"] == office.app.now() + timedelta(days=1)


def test_who_cannot_be_texted_is_to_be_called(office: Office) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", both())
    with office.app.db.begin() as tx:
        consent.suppress(tx, office.practice, "+17205550143", "STOP", office.app.now(), "patient")
    ben = office.browser("ben")
    submit(ben, f"/desk/claim/{claim_of(office).id}/sent", "/desk", day="2026-03-04", patient=str(office.maria))
    assert texts(office) == [] and "call or write" in text(ben.get(f"/desk/patient/{office.maria}"))


def test_a_hold_that_is_lifted_by_hand_ends_the_claim(office: Office) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", both())
    with office.app.db.read() as tx:
        [hold] = consent.open_holds(tx, office.practice, [office.maria], None, office.app.now())
    submit(office.browser("ben"), f"/desk/hold/{hold.id}/lift", "/desk")
    assert claim_of(office).state == "dropped" and "nothing to pay" not in text(browser.get(path))


def test_solving_the_ticket_lifts_nothing_in_passing(office: Office) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/insurance", both())
    ben = office.browser("ben")
    page = ben.get(f"/desk/talk/{office.talk}").text
    assert "Open the card" in page and 'name="lift"' not in page
    with office.app.db.read() as tx:
        [ticket] = tickets.open_tickets(tx, office.practice)
    submit(ben, f"/desk/ticket/{ticket.id}/solve", "/desk", outcome="Passed on to billing")
    assert held(office) == {"insurance_pending"} and "Maria Lopez" in text(ben.get("/desk/insurance"))
    assert "No card waits" in text(other_practice(office).get("/desk/insurance"))


def other_practice(office: Office) -> Any:
    eve = office.flask.test_client()
    submit(eve, "/desk/sign-in", email="eve@elsewhere.example", password="a quiet morning")
    return eve


@pytest.mark.parametrize("by_letter", [False, True])
def test_another_practices_claim_and_files_are_not_there(office: Office, by_letter: bool) -> None:
    browser, path = patient_of(office, None if by_letter else 0)
    browser.post(f"{path}/insurance", both())
    claim = claim_of(office)
    with office.app.db.read() as tx:
        picture = uploads.of_claim(tx, claim.id)[0].id
    eve = other_practice(office)
    assert [eve.get(where).status_code for where in (f"/desk/claim/{claim.id}/card", f"/desk/upload/{picture}",
                                                     "/desk/upload/999999")] == [404, 404, 404]  # fmt: skip
    for act in ("sent", "answered"):
        answer = submit(eve, f"/desk/claim/{claim.id}/{act}", "/desk", day="2026-03-04", result="full")
        assert answer.status_code == 404
    assert claim_of(office) == claim and not trail(office, "upload_opened")
    nobody = office.flask.test_client()
    assert nobody.get(f"/desk/upload/{picture}").status_code == 303


def test_a_file_is_saved_and_never_opened_as_a_page(office: Office) -> None:
    browser, path = patient_of(office)
    browser.post(f"{path}/wrong", {"what": "amount", "file": file(PDF, "a<script>.pdf")})
    ana = office.browser("ana")
    side = ana.get(f"/desk/patient/{office.maria}")
    assert "What they sent" in text(side) and ".pdf" not in side.text
    with office.app.db.read() as tx:
        [paper] = uploads.of_patient(tx, office.maria)
    answer = ana.get(f"/desk/upload/{paper.id}")
    assert answer.data == PDF and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="proof-{paper.id}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "no-store" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
