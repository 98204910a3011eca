"""Addresses with a token: told once, stored as a digest, for one person, for a few days (decision 13)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import links
from flows.money import Money
from storage import links as rows
from storage import people
from tests.willow import Town, make_town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return make_town(tmp_path_factory.mktemp("links"))


def token_of(path: str) -> str:
    return path.rpartition("/")[2].rpartition("=")[2]


def opened(town: Town, token: str) -> links.LinkState:
    with town.app.db.read() as tx:
        return links.open_link(tx, token, town.app.now())


@pytest.mark.parametrize(("kind", "begins"), [("pay", "/p/"), ("secure_page", "/p/"), ("agreement", "/a/"),
                                              ("chat", "/chat/willow-creek?t=")])  # fmt: skip
def test_each_kind_has_a_short_address(town: Town, kind: str, begins: str) -> None:
    path = town.link(kind)
    assert path.startswith(begins)
    assert len(token_of(path)) == 22, "128 bits"


def test_a_link_is_on_the_practices_own_address(town: Town) -> None:
    with town.app.db.begin() as tx:
        practice = people.practice(tx, town.practice_id)
        url = links.make(tx, town.app.settings, "pay", practice, town.maria, None, 2, town.app.now())
    assert url.startswith(town.app.settings.public_url + "/p/")


def test_a_link_remembers_what_it_is_for(town: Town) -> None:
    state = opened(town, token_of(town.link("pay", 2, amount=Money(5000), lang="es", topic="pay")))
    assert state.state == "good" and state.link is not None
    link = state.link
    assert (link.kind, link.patient_id, link.conversation_id) == ("pay", town.maria, town.talk)
    assert (link.factors, link.amount, link.lang, link.topic) == (2, Money(5000), "es", "pay")


def test_the_token_is_stored_nowhere(town: Town) -> None:
    token = token_of(town.link())
    with town.app.db.read() as tx:
        for row in tx.execute(select(rows.links_table)).all():
            assert token not in str(row)


def test_tokens_do_not_repeat(town: Town) -> None:
    assert len({town.link() for _ in range(50)}) == 50


def test_no_token_reads_as_a_record_number(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such an address the gate holds back as one that says something about the patient."""
    made = iter(["mrn" + "x" * 19, "Ab-MRN-" + "y" * 15, "z" * 22])
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: next(made))
    assert token_of(town.link("pay")) == "z" * 22


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "a" * 22, "a" * 5000, "é" * 22, "a\0" * 11])
def test_made_up_tokens_are_unknown(town: Town, token: str) -> None:
    assert opened(town, token) == links.LinkState("unknown")


def test_looking_changes_nothing(town: Town) -> None:
    token = token_of(town.link())
    assert opened(town, token) == opened(town, token)


def test_a_link_ends_after_three_days(tmp_path: Path) -> None:
    town = make_town(tmp_path)
    token = token_of(town.link())
    town.clock.forward(timedelta(hours=72) - timedelta(seconds=1))
    assert opened(town, token).state == "good"
    town.clock.forward(timedelta(seconds=1))
    ended = opened(town, token)
    assert ended.state == "expired" and ended.link is not None


def test_a_revoked_link_says_whose_it_was(town: Town) -> None:
    token = token_of(town.link("agreement"))
    with town.app.db.begin() as tx:
        rows.revoke(tx, town.maria, ["agreement"], town.app.now())
    assert opened(town, token).state == "revoked"
