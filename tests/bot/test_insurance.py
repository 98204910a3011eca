"""Cards and answers that come at the same moment, and a talk that waited for them: on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import insurance, links, uploads, visits
from bot.acts import Done
from bot.media import Kept
from bot.proving import Proved
from bot.visits import Visit
from storage import claims, consent, outbox, people, talks, tickets
from storage import uploads as rows
from tests.at_once import at_once
from tests.both import migrated_file, migrated_name, sqlite_url, url
from tests.willow import NUMBER, Town, make_town

__all__ = ["migrated_file", "migrated_name", "sqlite_url", "url"]

FRONT = {"front": Kept("image/jpeg", b"\xff\xd8\xff front")}


@pytest.fixture
def town(tmp_path: Path, url: str) -> Iterator[Town]:
    made = make_town(tmp_path / "home", url=url)
    yield made
    made.app.db.dispose()


def visit(town: Town, **link_of: Any) -> Visit:
    """Maria at her page, proved."""
    token = town.link(**link_of).rpartition("/")[2]
    with town.app.db.read() as tx:
        link = links.open_link(tx, token, town.app.now()).link
    assert link is not None
    secret = visits.begin(town.app, link, Proved((town.maria,), False))
    with town.app.db.read() as tx:
        found = visits.visit(tx, token, secret, town.app.now(), ("pay",))
    assert isinstance(found, Visit) and found.proved
    return found


def staff(town: Town) -> int:
    with town.app.db.begin() as tx:
        return people.add_staff(tx, town.practice_id, "ben@willow.example", "Ben", "biller", "h")


def test_two_cards_at_once_are_one_claim(town: Town) -> None:
    here = visit(town)
    made = at_once(*[lambda: insurance.card(town.app, here, FRONT, "")] * 4)
    assert made == [insurance.Sent(False)] * 4
    with town.app.db.read() as tx:
        [claim] = claims.waiting(tx, town.practice_id)
        assert len(rows.of_claim(tx, claim.id)) == 4
        assert [one.reason for one in tickets.open_tickets(tx, town.practice_id)] == ["insurance"]
        held = consent.open_holds(tx, town.practice_id, [town.maria], None, town.app.now())
    assert [one.reason for one in held] == ["insurance_pending"]


def test_two_answers_at_once_are_one(town: Town) -> None:
    insurance.card(town.app, visit(town), FRONT, "")
    ben = staff(town)
    with town.app.db.begin() as tx:
        [claim] = claims.waiting(tx, town.practice_id)
        consent.grant(tx, town.practice_id, town.maria, NUMBER, "intake_form", "w", "1", ("billing",), "desk",
                      town.app.now())  # fmt: skip
        text = outbox.add(tx, town.practice_id, town.talk, town.sender_id, NUMBER, "CONSENT_CONFIRM", "x", "x", "en", 1,
                          0, town.app.now(), town.app.now(), patient_id=town.maria)  # fmt: skip
        outbox.claim(tx, text, (), town.app.now())
        outbox.mark(tx, text, "sent", town.app.now())
    results = at_once(*[lambda: insurance.answered(town.app, ben, claim.id, "none")] * 4)
    assert sum(isinstance(one, Done) for one in results) == 1
    with town.app.db.read() as tx:
        told = [one.key for one in outbox.of_conversation(tx, town.talk, 20) if one.cls == "SERVICE"]
        assert consent.open_holds(tx, town.practice_id, [town.maria], None, town.app.now()) == []
    assert told == ["insurance.news"]


def test_a_talk_that_waited_for_it_goes_back_to_the_bot(town: Town) -> None:
    insurance.card(town.app, visit(town), FRONT, "")
    ben = staff(town)
    with town.app.db.begin() as tx:
        talks.save(tx, town.talk, handed="waiting", waiting_since=town.app.now(), waiting_why="insurance")
        [claim] = claims.waiting(tx, town.practice_id)
    insurance.sent(town.app, ben, claim.id, town.app.now().date())
    with town.app.db.read() as tx:
        assert talks.conversation(tx, town.talk).handed == "bot"
        assert tickets.open_tickets(tx, town.practice_id) == []


def test_a_card_without_a_talk_is_still_on_the_list(town: Town) -> None:
    """A link that came by letter belongs to no talk: the desk's queue of talks would not show it."""
    insurance.card(town.app, visit(town, talk=None), FRONT, "Group 4")
    insurance.card(town.app, visit(town, talk=None), FRONT, "")
    ben = staff(town)
    with town.app.db.read() as tx:
        [claim] = claims.waiting(tx, town.practice_id)
    assert claim.patient_id == town.maria and claim.conversation_id is None
    assert isinstance(insurance.sent(town.app, ben, claim.id, town.app.now().date()), Done)
    with town.app.db.read() as tx:
        assert tickets.open_tickets(tx, town.practice_id) == []


def test_room_ends_and_comes_back(town: Town) -> None:
    here = visit(town)
    for _ in range(uploads.MOST_A_DAY):
        assert insurance.card(town.app, here, FRONT, "") is not None
    assert insurance.card(town.app, here, FRONT, "") is None
    town.forward(hours=25)
    assert insurance.card(town.app, visit(town), FRONT, "") is not None
