"""The tables of words: looking at how a text's words begin finds no less than the patterns themselves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import lint_words
from bot.lint_words import Table

TABLES = {name: table for name, table in vars(lint_words).items() if isinstance(table, Table)}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_finds_what_its_pattern_finds(name: str) -> None:
    table = TABLES[name]

    @given(st.from_regex(table.pattern, alphabet=st.characters(codec="ascii")))
    def found(text: str) -> None:
        assert table.found(text)

    found()


@given(st.text(alphabet="a bcdelnostu-.", max_size=40))
def test_a_table_finds_nothing_else(text: str) -> None:
    table = Table(r"""
        debts?\b
        (?:sent|set) to
        no\b
    """)
    assert table.found(text) == (re.search(r"\b(?:debts?\b|sent to|set to|no\b)", text) is not None)


@pytest.mark.parametrize("pattern", [r"e[ck]g", r"x-?rays", r"an?\b", "deb", r"(?:in|\w+) collections", r"\d+ off"])
def test_a_pattern_begins_with_letters_that_can_be_looked_up(pattern: str) -> None:
    with pytest.raises(ValueError, match="has to begin with four letters"):
        Table(pattern)
