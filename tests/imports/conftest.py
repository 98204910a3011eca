"""Databases of both kinds, and a text line on them."""

from __future__ import annotations

from tests.both import migrated_file as migrated_file
from tests.both import migrated_name as migrated_name
from tests.both import shared_file as shared_file
from tests.both import shared_url as shared_url
from tests.both import sqlite_url as sqlite_url
from tests.both import url as url
from tests.lines import line as line
from tests.lines import own_line as own_line
from tests.lines import quick as quick
from tests.lines import sqlite_line as sqlite_line
