"""What is sealed can be read with its key, in its column, and by nothing else."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.crypt import Keyring
from storage.errors import CannotOpen

OLD, NEW = (base64.urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2))
SECRET, OLD_SECRET = "a" * 40, "b" * 40


@given(st.text(st.characters(exclude_categories=())), st.text(max_size=20))
def test_what_is_sealed_opens_again_whatever_it_is(text: str, context: str) -> None:
    ring = Keyring.of(SECRET, (NEW,))
    assert ring.open(ring.seal(text, context), context) == text


def test_the_same_text_is_never_sealed_the_same() -> None:
    ring = Keyring.of(SECRET, (NEW,))
    assert len({ring.seal("Maria") for _ in range(100)}) == 100


def test_a_sealed_value_shows_nothing_of_the_text() -> None:
    token = Keyring.of(SECRET, (NEW,)).seal("Maria Lopez")
    assert b"Maria" not in base64.urlsafe_b64decode(token.partition(":")[2])


def test_a_value_that_was_moved_to_another_column_does_not_open() -> None:
    ring = Keyring.of(SECRET, (NEW,))
    with pytest.raises(CannotOpen):
        ring.open(ring.seal("80203", "patients.zip"), "patients.last")


@pytest.mark.parametrize("place", [0, 9, 20, -1])
def test_a_value_that_was_changed_does_not_open(place: int) -> None:
    ring = Keyring.of(SECRET, (NEW,))
    token = list(ring.seal("80203"))
    token[place] = "A" if token[place] != "A" else "B"
    with pytest.raises(CannotOpen):
        ring.open("".join(token))


@pytest.mark.parametrize("token", ["", "x", "abc:def", ":", "80203"])
def test_what_was_never_sealed_does_not_open(token: str) -> None:
    with pytest.raises(CannotOpen):
        Keyring.of(SECRET, (NEW,)).open(token)


def test_the_newest_key_writes_and_every_key_reads() -> None:
    before, after = Keyring.of(SECRET, (OLD,)), Keyring.of(SECRET, (NEW, OLD))
    token = before.seal("Maria")
    assert after.open(token) == "Maria"
    assert not after.is_newest(token)
    assert after.is_newest(after.seal("Maria"))
    with pytest.raises(CannotOpen):
        before.open(after.seal("Maria"))


def test_digests_differ_by_kind_key_and_value_and_tell_nothing() -> None:
    ring, other = Keyring.of(SECRET, (NEW,)), Keyring.of(OLD_SECRET, (NEW,))
    asked = [(ring, "zip", "80203"), (ring, "code", "80203"), (ring, "zip", "80204"), (other, "zip", "80203")]
    digests = {one.blind(kind, value) for one, kind, value in asked}
    assert len(digests) == 4
    assert all(len(digest) == 64 for digest in digests)
    assert ring.blind("zip", "80203") == Keyring.of(SECRET, (OLD,)).blind("zip", "80203")


def test_a_kind_can_not_borrow_from_its_value() -> None:
    ring = Keyring.of(SECRET, (NEW,))
    assert ring.blind("ab", "c") != ring.blind("a", "bc")


def test_look_ups_try_every_index_key_newest_first() -> None:
    old, ring = Keyring.of(OLD_SECRET, (NEW,)), Keyring.of(SECRET, (NEW,), (OLD_SECRET,))
    assert ring.blinds("number", "+1") == (ring.blind("number", "+1"), old.blind("number", "+1"))


def test_the_index_key_is_not_the_secret_nor_a_data_key() -> None:
    one, other = Keyring((NEW,), b"x" * 32), Keyring((NEW,), SECRET.encode())
    assert Keyring.of(SECRET, (NEW,)).blind("k", "v") not in {one.blind("k", "v"), other.blind("k", "v")}


@pytest.mark.parametrize("keys", [(), ("short",), (base64.b64encode(b"x" * 16).decode(),)])
def test_a_keyring_needs_whole_keys(keys: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        Keyring(keys, b"x" * 32)
