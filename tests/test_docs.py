"""What README, CONTRIBUTING, CHANGELOG and the decisions say is so: commands, files, names, steps and limits."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import RequestRedirect

import bot.__main__ as command_line
from bot import doctor, keywords, settings, wiring
from bot.calendar import holiday
from bot.redact import redact
from bot.settings import Settings
from bot.topics import FLOWS
from bot.understanding import Classifier, InProcess, artefact, understand
from bot.understanding.labels import OUT_OF_SCOPE
from storage import people
from tests.app import make_app
from tests.browser.served import NAMES
from webhooks.site import create_app

ROOT = Path(__file__).resolve().parent.parent
README, CONTRIBUTING, CHANGELOG = (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
INDEX = ROOT / "docs/decisions/README.md"
MADE = (ROOT / "docs/compliance.md", ROOT / "docs/registration-kit.md")
"""Pages that are made from the code; their own tests hold them to it."""
DOCS = (README, CONTRIBUTING, CHANGELOG, INDEX, *DECISIONS, *MADE)
each_doc = pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.stem)
BUILT = {name for name in command_line.COMMANDS if command_line.built(name)}
ELSEWHERE = {"decisions.md", "compliance.md", "interfaces.md", "balances.csv", "record.json", "uv.lock"}
"""Named, and not of this repository: the brief beside it, the reader's own files, a file that is not to be."""
NO_FILES = (".venv/", "America/", "user:password@", "apt-get")


def text_of(doc: Path) -> str:
    return doc.read_text(encoding="utf-8")


def section(doc: Path, title: str) -> str:
    """What stands under a heading, up to the next of its kind."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text_of(doc), re.MULTILINE | re.DOTALL)
    assert found, f"{doc.name} has no part {title!r}"
    return found[1]


def code(doc: Path) -> list[str]:
    """Everything set as code: in backticks, and the lines of indented blocks with their continuations joined."""
    text = text_of(doc)
    lines = re.sub(r"\\\n +", "", text).splitlines()
    return [*re.findall(r"`([^`\n]+)`", text), *(line.strip() for line in lines if re.match(r" {4,}\S", line))]


def words_of(command: str) -> list[str]:
    return shlex.split(command, comments=True)


def commands(doc: Path) -> list[list[str]]:
    """The command lines of `./sheepdog` that a page shows."""
    return [words_of(line)[1:] for line in code(doc) if line.startswith("./sheepdog ")]


# -- commands --


def help_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert command_line.main([*words, "--help"], {}) == 0
    return capsys.readouterr().out


@each_doc
def test_the_commands_that_are_named_exist_with_their_parts_and_options(
    doc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, *rest in commands(doc):
        if name in ("COMMAND", "FILE"):
            continue
        assert name in BUILT, f"{doc.name} names ./sheepdog {name}, which is not there"
        told = help_of(capsys, name)
        if rest and re.search(rf"^    {rest[0]} ", told, re.MULTILINE):
            told += help_of(capsys, name, rest[0])
        for option in (word for word in rest if word.startswith("--") and word != "--help"):
            assert option in told or name == "test", f"{doc.name}: {option} is no option of ./sheepdog {name}"
        part = rest[0] if rest and re.fullmatch(r"[a-z]+", rest[0]) else name
        assert part in told, f"{doc.name}: ./sheepdog {name} knows no {part}"


@each_doc
def test_options_that_are_named_alone_exist(doc: Path) -> None:
    sources = "".join(text_of(file) for file in (ROOT / "bot/commands").glob("*.py"))
    alone = [line for line in code(doc) if re.fullmatch(r"--[a-z-]+", line)]
    assert [option for option in alone if f'"{option}"' not in sources] == []


def table(doc: Path, title: str) -> list[tuple[str, str]]:
    """The first and second column of a part's table, without its head."""
    rows = re.findall(r"^ *\| (.+?) \| (.*?) \|", section(doc, title), re.MULTILINE)
    return [row for row in rows if "`" in row[0]]


def test_the_table_of_commands_lists_what_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    listed: dict[str, list[str]] = {}
    for cell, _ in table(README, "Commands"):
        parts = [part.split() for part in re.findall(r"`([^`]+)`", cell)]
        one = len({part[0] for part in parts if part[0] in BUILT}) == 1
        for part in parts:
            name = parts[0][0] if one else part[0]
            listed.setdefault(name, []).extend(word for word in part if word != name and word.islower())
    assert {*listed} == BUILT
    for name, parts in listed.items():
        told = help_of(capsys, name)
        assert "example" in told, f"./sheepdog {name} --help shows no example"
        assert all(part in told for part in parts), f"./sheepdog {name} lacks one of {parts}"


def test_the_changelog_lists_what_is_built() -> None:
    line = re.search(r"\*\*Commands\*\*:(.*?)\n\*", text_of(CHANGELOG), re.DOTALL)
    assert line and {*re.findall(r"`(\w+)`", line[1])} == BUILT


def test_the_two_commands_are_the_launchers() -> None:
    block = [line for line in section(README, "Try it").splitlines() if line.startswith("    ")]
    assert [words_of(line) for line in block] == [["./sheepdog", "demo"], ["./sheepdog", "test"]]
    assert os.access(ROOT / "sheepdog", os.X_OK) and {"demo", "test"} <= BUILT
    assert "Python 3.11" in section(README, "Try it") and "version_info < (3, 11)" in text_of(ROOT / "sheepdog")
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    assert project["requires-python"] == ">=3.11"


def test_it_is_said_in_three_sentences_what_this_is() -> None:
    first = text_of(README).split("\n\n")[1]
    assert len(re.findall(r"[.](?=\s|$)", first)) == 3, first


# -- files, names, links, addresses --


def bare_names() -> set[str]:
    """The names of all files of the repository, whatever folder they are in."""
    rooms = ("flows", "bot", "storage", "webhooks", "tests", "docs", "nlu_data")
    inside = (file for room in rooms for file in (ROOT / room).rglob("*.*"))
    return {file.name for file in (*inside, *ROOT.iterdir())}


def paths(doc: Path) -> list[str]:
    """What is named as a file or folder of the repository."""
    tokens = {token.rstrip("/") for whole in code(doc) for token in re.split(r"[\s,;:]+", whole)}
    looks = re.compile(r"\.?\w[\w*-]*(/[\w.*-]+)+|[\w-]+\.(py|md|txt|toml|json|csv|tsv|ftl)|\.ci(/\w+)?")
    return sorted(token for token in tokens if looks.fullmatch(token) and not re.match(r"\w+://", token))


@each_doc
def test_files_and_folders_that_are_named_are_there(doc: Path) -> None:
    known = bare_names()
    for name in paths(doc):
        if name in ELSEWHERE or name.startswith(NO_FILES):
            continue
        place = re.sub(r"\bxx\b", "en", name.replace("NAME", "*"))
        there = any(ROOT.glob(place)) if "/" in place else place in known
        assert there, f"{doc.name} names {name}, which is not there"


NAME = re.compile(r"\b(?:SHEEPDOG|TWILIO|STRIPE)_[A-Z_]*[A-Z]\b")
READ_BY_SETTINGS = {*re.findall(r'"((?:SHEEPDOG|TWILIO|STRIPE)_[A-Z_]+)"', text_of(Path(settings.__file__)))}
OF_TESTS = {"SHEEPDOG_REWRITE"}
INSIDE = {"SHEEPDOG_DEMO"}
"""Set by the demo for its own processes."""


@each_doc
def test_environment_names_are_those_that_are_read(doc: Path) -> None:
    named = {name.removesuffix("_FILE") for name in NAME.findall(text_of(doc))}
    assert named <= READ_BY_SETTINGS | OF_TESTS


def test_every_environment_name_is_explained() -> None:
    explained = {name for cell, _ in table(README, "How a practice goes live") for name in NAME.findall(cell)}
    assert explained == READ_BY_SETTINGS - INSIDE


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@each_doc
def test_links_lead_somewhere(doc: Path) -> None:
    text = text_of(doc)
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'<img src="([^"]+)"', text)
    for link in links:
        file, _, anchor = link.partition("#")
        target = (doc.parent / file).resolve() if file else doc
        assert target.exists(), f"{doc.name} links to {link}"
        if anchor:
            assert anchor in map(slug, re.findall(r"^#+ (.+)$", text_of(target), re.MULTILINE)), link


def test_addresses_are_served(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    urls = create_app(app, RATELIMIT_STORAGE_URI="memory://").url_map.bind("localhost")
    embedded = re.findall(r'src="https://[^/"]+(/[^"]+)"', text_of(README))
    named = {word for word in code(README) if re.fullmatch(r"/[a-z_/-]+", word)} | {*embedded}
    assert {"/phone", "/desk", "/channels/twilio_sms/message", "/healthz", "/chat/willow-creek"} <= named
    for path in named:
        try:
            urls.match(path, method="POST" if path.startswith("/channels/") else "GET")
        except RequestRedirect:
            continue
        except MethodNotAllowed:
            pytest.fail(f"{path} is not asked for like this")
    app.db.dispose()


# -- pictures --


@pytest.mark.parametrize("name", ["talk.png", "desk.png"])
def test_pictures_are_sharp_small_and_described(name: str) -> None:
    file = ROOT / "docs/images" / name
    shown = re.search(rf'<img src="docs/images/{name}" width="(\d+)" align="top" alt="([^"]+)">', text_of(README))
    assert shown and len(shown[2]) > 40
    data = file.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG") and len(data) < 250_000
    assert width >= 2 * int(shown[1]) and height > 800


# -- what a newcomer is told --


def meant(text: str, model: InProcess) -> str:
    cleaned = redact(text).text
    return understand(cleaned, model, keywords.scan(cleaned).labels).intent


def test_the_texts_to_try_are_understood_and_the_model_is_as_good_as_said() -> None:
    model = InProcess(Classifier.load())
    tries = re.search(r"^> (.+)$", section(README, "Try it"), re.MULTILINE)
    assert tries
    made = [meant(text, model) for text in tries[1].split(" · ")]
    wanted = ["check_balance", "request_plan", "ask_details", "hardship", "talk_to_human", "opt_out"]
    assert made == wanted and OUT_OF_SCOPE not in made


def test_the_report_is_of_the_model_that_is_shipped() -> None:
    page = text_of(ROOT / "docs" / "understanding.md")
    assert f"Model `{artefact.load_card().name}`" in page, "run ./sheepdog nlu evaluate and commit docs/"


def secrets_told() -> dict[str, str]:
    """The one-liners by which README says to make secrets, by the name that they are for."""
    rows = table(README, "How a practice goes live")
    return {NAME.findall(cell)[0]: line[1] for cell, says in rows if (line := re.search(r"`(python3 -c .+?)`", says))}


def a_practices_environment(home: Path) -> dict[str, str]:
    made = {}
    for name, line in secrets_told().items():
        program = words_of(line)[2]
        made[name] = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    return {
        "SHEEPDOG_HOME": str(home),
        "SHEEPDOG_PUBLIC_URL": "https://pay.willowcreek.example",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "t" * 32,
        "STRIPE_SECRET_KEY": "sk_test_x",
        "STRIPE_WEBHOOK_SECRET": "whsec_x",
        **made,
    }


def test_the_way_to_make_secrets_makes_good_ones(tmp_path: Path) -> None:
    assert {*secrets_told()} == {"SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS"}
    first, second = (Settings.read(a_practices_environment(tmp_path)) for _ in range(2))
    assert first.secret_key != second.secret_key and first.data_keys != second.data_keys


NOT_HERE = {"up", "doctor"}
"""Needs ports and processes: tested elsewhere."""


def test_a_practice_goes_live_by_the_commands_that_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env = a_practices_environment(tmp_path / "home")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "bot/demo/willow_creek.csv", tmp_path / "balances.csv")
    lines = re.sub(r"\\\n +", "", section(README, "How a practice goes live")).splitlines()
    shown = [words_of(line)[1:] for line in lines if line.strip().startswith("./sheepdog ")]
    assert [line[:2] for line in shown if line[0] not in NOT_HERE] == [
        ["practice", "add"],
        ["practice", "set"],
        ["practice", "set"],
        ["staff", "add"],
        ["import", "balances.csv"],
        ["import", "balances.csv"],
        ["outreach", "preview"],
        ["practice", "set"],
        ["outreach", "start"],
    ]
    for line in shown:
        asks = ["--yes"] if line == ["import", "balances.csv"] else []
        assert command_line.main([*line, *asks], env) == 0, capsys.readouterr().err
    told = capsys.readouterr().out
    assert "textable" in told and "texts in 90 days" in told and "Ana Torres can sign in" in told

    found = doctor.practices(Settings.read(env))
    assert (found.state, found.says) == ("ok", "willow-creek texts from +13035550100, reminders on")
    app = wiring.build(Settings.read(env))
    with app.db.read() as tx:
        practice = people.practices(tx)[0]
    app.db.dispose()
    assert practice.hours == {"en": "Mon to Fri, 9 to 5", "es": "lun a vie, 9 a 5"}
    assert [*app.payments] == ["stripe_checkout"]


def test_the_steps_to_a_new_talk_name_real_places() -> None:
    steps = re.split(r"^\d\. ", section(README, "How to add a talk"), flags=re.MULTILINE)[1:]
    assert len(steps) == 5 and all(re.search(r"`[\w.]*/", step) for step in steps)
    example = re.search(r"`flows/(\w+)\.py` is a short one", steps[0])
    assert example and FLOWS[example[1]] and len(text_of(ROOT / f"flows/{example[1]}.py").splitlines()) < 40
    assert "FLOWS: dict[str, Flow] = {" in text_of(ROOT / "bot/topics.py") and "opens_on" in steps[1]
    rewriting = "SHEEPDOG_REWRITE=1 .venv/bin/python -P -m pytest tests/test_transcripts.py"
    assert rewriting in steps[3] and rewriting in text_of(CONTRIBUTING)
    assert 'os.environ.get("SHEEPDOG_REWRITE")' in text_of(ROOT / "tests/test_transcripts.py")


def nowhere(word: str, *folders: str) -> bool:
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return not any(word in text_of(file) for file in files)


def names_in(folder: str) -> set[str]:
    return {file.stem for file in (ROOT / folder).glob("*.py")}


LIMITS: dict[str, Callable[[], bool]] = {
    "set up on the plan's page only": lambda: nowhere("open_page", "flows") and "autopay" not in names_in("flows"),
    "addressed where the list has a street": lambda: "address" in text_of(ROOT / "bot/imports/columns.py"),
    "No second factor at the desk": lambda: nowhere("totp", "webhooks"),
    "no e-mail": lambda: nowhere("smtplib", "bot", "webhooks"),
    "no record systems but a clean CSV": lambda: nowhere("fhir", "bot/imports"),
    "No commands yet to back up, to restore": lambda: not {"backup", "restore"} & BUILT,
    "The audit trail's chain has no key": lambda: "hmac" not in text_of(ROOT / "storage/audit_rows.py"),
}


@pytest.mark.parametrize("says", LIMITS)
def test_limits_are_still_limits(says: str) -> None:
    assert says in " ".join(section(README, "Limits").split())
    assert LIMITS[says](), f"README's Limits say {says!r}, which is no longer so"


# -- what a contributor is told --


def test_the_lanes_are_those_of_the_configuration() -> None:
    options: dict[str, Any] = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["pytest"]["ini_options"]
    lanes = section(CONTRIBUTING, "Lanes of tests")
    assert {*re.findall(r"`-m (\w+)`", lanes)} == {marker.split(":")[0] for marker in options["markers"]}
    assert "--disable-socket" in options["addopts"] and "enable_socket" in lanes
    assert all(f"`{name}`" in lanes for name in NAMES)
    chromium = [line for line in text_of(ROOT / ".ci/run").splitlines() if "fonts-dejavu-core" in line]
    assert chromium and "apt-get install chromium fonts-dejavu-core" in lanes


def test_locks_are_compiled_without_naming_a_host() -> None:
    lines = [words_of(line) for line in code(CONTRIBUTING) if line.startswith("uv pip compile")]
    assert [line[-1] for line in lines] == ["requirements.txt", "requirements-dev.txt"]
    wanted = {"--generate-hashes", "--universal", "--no-emit-index-url", "--no-header"}
    assert all(wanted < {*line} for line in lines) and "--group" in lines[1] and "--group" not in lines[0]


@pytest.mark.parametrize("record", DECISIONS, ids=lambda record: record.stem)
def test_a_decision_fits_its_page_and_has_its_parts(record: Path) -> None:
    text = text_of(record)
    assert len(text.splitlines()) <= 50 and text.startswith(f"# {record.name[:4]} ")
    parts = re.findall(r"^\*\*([^*]+)\.\*\*", text, re.MULTILINE)
    assert parts == ["Decided", "Why", "Instead of", "It costs", "In the code"]
    assert paths(record), "a decision names the files that show it"
    assert f"({record.name})" in text_of(INDEX)


def test_decisions_are_numbered_in_turn() -> None:
    assert [record.name[:4] for record in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def test_the_example_of_a_holiday_holds() -> None:
    example = "July 4th on a Saturday: Friday the 3rd"
    assert example in " ".join(text_of(ROOT / "docs/decisions/0006-holidays.md").split())
    fourth = next(day for year in range(2026, 2040) if (day := date(year, 7, 4)).weekday() == 5)
    assert holiday(fourth) and holiday(fourth.replace(day=3))
