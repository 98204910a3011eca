"""Ports: the first free one, or exactly the one that was asked for."""

from __future__ import annotations

import pytest

from bot import listening
from bot.errors import Sorry

pytestmark = pytest.mark.enable_socket


def test_a_busy_default_port_gives_way_to_the_next() -> None:
    with listening.listen("127.0.0.1", 0) as busy:
        port = listening.port_of(busy)
        with listening.near("127.0.0.1", port) as taken:
            assert listening.port_of(taken) > port


def test_a_busy_port_that_was_asked_for_is_refused() -> None:
    with listening.listen("127.0.0.1", 0) as busy, pytest.raises(Sorry, match="already in use"):
        listening.exactly("127.0.0.1", listening.port_of(busy))


def test_nobody_there_has_no_status() -> None:
    with listening.listen("127.0.0.1", 0) as gone:
        port = listening.port_of(gone)
    assert listening.status_of(port, "/healthz") is None


@pytest.mark.parametrize("text", ["-1", "65536", "http", ""])
def test_no_port(text: str) -> None:
    with pytest.raises(ValueError):
        listening.port_number(text)
