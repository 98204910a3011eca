"""The environment, read once: what is needed, what is refused and how it is said."""

from __future__ import annotations

import base64
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import Sorry
from bot.settings import NEEDED, Settings, clock_start, home_of

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
OLDER = base64.urlsafe_b64encode(b"o" * 32).decode()


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {
        "SHEEPDOG_HOME": str(tmp_path / "home"),
        "SHEEPDOG_PUBLIC_URL": "https://text.example.org/",
        "SHEEPDOG_SECRET_KEY": "s" * 32,
        "SHEEPDOG_DATA_KEYS": f"{KEY}, {OLDER}",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "token",
        "STRIPE_SECRET_KEY": "sk_live_x",
        "STRIPE_WEBHOOK_SECRET": "whsec_x",
    }


def test_a_practice_gives_everything(env: dict[str, str], tmp_path: Path) -> None:
    settings = Settings.read(env)
    assert settings.data_keys == (KEY, OLDER)
    assert settings.public_url == "https://text.example.org"
    assert settings.database_url == f"sqlite:///{tmp_path}/home/sheepdog.db"
    assert (settings.redis_url, settings.twilio_url, settings.now, settings.demo) == (None, None, None, False)
    assert (settings.log_level, settings.burst_wait_s) == ("info", 2.0)
    assert not (tmp_path / "home").exists(), "reading settings of a practice makes nothing"


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_missing_is_named(env: dict[str, str], name: str) -> None:
    with pytest.raises(Sorry, match=f"^{name} is not set"):
        Settings.read({**env, name: " "})


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(Sorry) as said:
        Settings.read({})
    assert all(name in str(said.value) for name in NEEDED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHEEPDOG_DATABASE_URL", "mysql://x/y"),
        ("SHEEPDOG_REDIS_URL", "http://x"),
        ("SHEEPDOG_PUBLIC_URL", "text.example.org"),
        ("SHEEPDOG_PUBLIC_URL", "https://"),
        ("SHEEPDOG_TWILIO_URL", "ftp://x"),
        ("SHEEPDOG_TWILIO_URL", "http://x:notaport"),
        ("SHEEPDOG_SECRET_KEY", "tiny-secret"),
        ("SHEEPDOG_DATA_KEYS", "abc"),
        ("SHEEPDOG_DATA_KEYS", f"{KEY},"),
        ("SHEEPDOG_DATA_KEYS", KEY[:-4]),
        ("SHEEPDOG_DATA_KEYS", "é" * 44),
        ("TWILIO_ACCOUNT_SID", "AC123"),
        ("SHEEPDOG_LOG", "loud"),
        ("SHEEPDOG_BURST_WAIT", "-1"),
        ("SHEEPDOG_BURST_WAIT", "nan"),
    ],
)
def test_a_malformed_value_is_refused_by_name_without_showing_secrets(
    env: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(Sorry, match=name) as said:
        Settings.read({**env, name: value})
    assert "\n" not in str(said.value)
    assert name not in ("SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS") or value not in str(said.value)


def test_secrets_may_come_from_files(env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from the file\n")
    told = {**env, "TWILIO_AUTH_TOKEN": "", "TWILIO_AUTH_TOKEN_FILE": str(file)}
    assert Settings.read(told).twilio_auth_token == "from the file"


@pytest.mark.parametrize(("value", "say"), [("x", "Both TWILIO_AUTH_TOKEN and"), ("", "cannot be read")])
def test_a_file_that_cannot_serve_is_named(env: dict[str, str], tmp_path: Path, value: str, say: str) -> None:
    with pytest.raises(Sorry, match=say):
        Settings.read({**env, "TWILIO_AUTH_TOKEN": value, "TWILIO_AUTH_TOKEN_FILE": str(tmp_path / "none")})


def test_the_repr_shows_no_secret(env: dict[str, str]) -> None:
    told = {**env, "SHEEPDOG_DATABASE_URL": "postgresql+psycopg://u:hush@h/d"}
    shown = repr(Settings.read(told))
    assert not [value for value in ("s" * 32, KEY, "token", "sk_live_x", "whsec_x", "hush") if f"'{value}" in shown]
    assert "hush" not in shown


@pytest.mark.parametrize("short", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_addresses_in_every_common_form(env: dict[str, str], short: str) -> None:
    assert Settings.read({**env, "SHEEPDOG_DATABASE_URL": short}).database_url == "postgresql+psycopg://u@h/d"


def test_a_demo_invents_its_secrets_once_and_keeps_them_private(tmp_path: Path) -> None:
    told = {"SHEEPDOG_HOME": str(tmp_path / "home"), "SHEEPDOG_DEMO": "1"}
    first = Settings.read(told)
    assert first.demo and Settings.read(told) == first
    assert stat.S_IMODE((tmp_path / "home/secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    other = Settings.read({**told, "SHEEPDOG_HOME": str(tmp_path / "other")})
    assert other.secret_key != first.secret_key


def test_what_is_given_wins_over_what_a_demo_invents(env: dict[str, str]) -> None:
    settings = Settings.read({**env, "SHEEPDOG_DEMO": "1"})
    assert (settings.twilio_auth_token, settings.data_keys) == ("token", (KEY, OLDER))


def test_damaged_invented_secrets_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(Sorry, match="damaged"):
        Settings.read({"SHEEPDOG_HOME": str(tmp_path), "SHEEPDOG_DEMO": "1"})


def test_a_command_on_a_demos_home_uses_its_secrets_and_its_addresses(tmp_path: Path) -> None:
    told = {"SHEEPDOG_HOME": str(tmp_path)}
    with pytest.raises(Sorry):
        Settings.of_home(told)
    demo = Settings.read({**told, "SHEEPDOG_DEMO": "1"})
    (tmp_path / "demo.json").write_text(
        '{"url": "http://127.0.0.1:8123", "twilio": {"emulator_url": "http://127.0.0.1:9"}}'
    )
    seen = Settings.of_home(told)
    assert seen.secret_key == demo.secret_key
    assert (seen.public_url, seen.twilio_url) == ("http://127.0.0.1:8123", "http://127.0.0.1:9")
    with pytest.raises(Sorry, match="SHEEPDOG_DATA_KEYS"):
        Settings.of_home({**told, "SHEEPDOG_SECRET_KEY": "s" * 32})


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T17:00:00Z", datetime(2026, 11, 23, 17, tzinfo=UTC)),
        ("2026-11-23T10:00:00-07:00", datetime(2026, 11, 23, 17, tzinfo=UTC)),
    ],
)
def test_the_clock_may_start_anywhere(text: str, moment: datetime, tmp_path: Path) -> None:
    assert clock_start({"SHEEPDOG_NOW": text}) == moment
    told = {"SHEEPDOG_NOW": text, "SHEEPDOG_HOME": str(tmp_path), "SHEEPDOG_DEMO": "1"}
    assert Settings.read(told).now == moment


@pytest.mark.parametrize(
    "text", ["2026-11-23T17:00:00", "yesterday", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_clock_without_zone_or_sense_is_refused(text: str) -> None:
    with pytest.raises(Sorry, match="SHEEPDOG_NOW"):
        clock_start({"SHEEPDOG_NOW": text})


def test_a_practices_clock_is_never_turned(env: dict[str, str]) -> None:
    assert Settings.read({**env, "SHEEPDOG_NOW": "yesterday"}).now is None


def test_the_home_is_the_projects_own_folder_unless_told_otherwise() -> None:
    assert home_of({}).name == ".sheepdog" and (home_of({}).parent / "sheepdog").exists()
    assert home_of({"SHEEPDOG_HOME": "here"}).is_absolute()
