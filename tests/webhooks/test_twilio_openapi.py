"""Our calls and the emulator's answers, as they go over the wire, against Twilio's own description of its API."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from jsonschema import Draft202012Validator

from bot.channels import Accepted, SendRequest
from tests.channels.twilio_world import OFFICE, PATIENT, SERVICE, SOON, World, eventually, world

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SPEC = Path(__file__).resolve().parents[3] / "shared/specs/twilio_api_v2010.json"
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(not SPEC.exists(), reason="needs ../shared: specs/twilio_api_v2010.json"),
]


@dataclass(frozen=True)
class Exchanged:
    """One request and its answer."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    status: int
    body: Any


class Wire:
    """Listens between the SDK and the emulator."""

    def __init__(self) -> None:
        self.heard: list[Exchanged] = []

    def around(self, inner: WSGIApplication) -> WSGIApplication:
        def outer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
            posted = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(posted)
            statuses: list[str] = []

            def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
                statuses.append(status)
                return start_response(status, headers)

            body = b"".join(inner(environ, start))
            self.heard.append(
                Exchanged(
                    environ["REQUEST_METHOD"].lower(),
                    environ["PATH_INFO"],
                    dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)),
                    dict(parse_qsl(posted.decode(), keep_blank_values=True)),
                    int(statuses[0][:3]),
                    json.loads(body) if body else None,
                )
            )
            return [body]

        return outer

    def api(self) -> list[Exchanged]:
        """What went to the API, not to the emulator's own addresses."""
        return [one for one in self.heard if one.path.startswith("/2010-04-01/")]


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def twilio(tmp_path: Path, wire: Wire) -> Iterator[World]:
    with world(tmp_path, wire.around) as real:
        real.behave(**SOON, services={SERVICE: OFFICE})
        yield real


def asked(service: str | None = None) -> SendRequest:
    return SendRequest(7, OFFICE, service, PATIENT, "¿Puede pagar el viernes? Hello 👍")


def test_what_our_channel_asks_and_is_answered_is_as_twilio_describes_it(twilio: World, wire: Wire) -> None:
    for service in (None, SERVICE):
        sent = twilio.channel.send(asked(service))
        assert isinstance(sent, Accepted)
        twilio.channel.find(asked(service), datetime.now(UTC))
    eventually(lambda: {row["status"] for row in twilio.sent()} == {"delivered"})
    assert twilio.channel.delete_body(sent.provider_id)
    assert [(one.method, one.status) for one in wire.api()] == [
        ("post", 201), ("get", 200), ("post", 201), ("get", 200), ("post", 200),
    ]  # fmt: skip
    assert [problem for one in wire.api() for problem in problems(one)] == []


def test_the_rest_of_the_emulators_api_is_too(twilio: World, wire: Wire) -> None:
    twilio.behave(failures=[{"body": "lost", "code": 30005}])
    for body in ("a", "b", "lost"):
        twilio.sdk.messages.create(to=PATIENT, from_=OFFICE, body=body)
    twilio.text("STOP", media=1)
    eventually(lambda: twilio.sent()[-1]["status"] == "undelivered")
    day = datetime.now(UTC)
    rows = twilio.sdk.messages.list(page_size=2)
    twilio.sdk.messages.list(to=PATIENT, date_sent_after=day, date_sent_before=day)
    twilio.sdk.messages(rows[0].sid).fetch()
    twilio.sdk.messages(rows[0].sid).delete()
    assert len(wire.api()) == 8
    assert [problem for one in wire.api() for problem in problems(one)] == []


def test_this_check_sees_what_is_wrong() -> None:
    path = "/2010-04-01/Accounts/AC" + "5" * 32 + "/Messages.json"
    good = Exchanged("post", path, {}, {"To": PATIENT, "Body": "x"}, 201, {"sid": "SM" + "0" * 32, "status": "queued"})
    assert problems(good) == []
    for bad in (
        {"form": {"Body": "x"}},
        {"form": {"To": PATIENT, "Text": "x"}},
        {"form": {"To": PATIENT, "MessagingServiceSid": "MG1"}},
        {"query": {"To": PATIENT}},
        {"status": 200},
        {"method": "put"},
        {"path": path.replace("AC", "XX")},
        {"path": path.replace("Messages", "Texts")},
        {"body": {"sid": "1"}},
        {"body": {"status": "gone"}},
        {"body": {"num_segments": 1}},
        {"body": {"sid": "SM" + "0" * 32, "made_up": 1}},
    ):
        assert problems(Exchanged(**{**vars(good), **bad})) != [], bad


# -- reading the description --


@cache
def spec() -> Any:
    return _as_json_schema(json.loads(SPEC.read_text(encoding="utf-8")))


def _as_json_schema(part: Any) -> Any:
    """OpenAPI 3.0's `nullable` as JSON Schema's null."""
    if isinstance(part, list):
        return [_as_json_schema(one) for one in part]
    if not isinstance(part, dict):
        return part
    new = {name: _as_json_schema(value) for name, value in part.items() if name not in ("nullable", "format")}
    if part.get("nullable") is True and isinstance(part.get("type"), str):
        new["type"] = [part["type"], "null"]
    return new


def problems(one: Exchanged) -> list[str]:
    """What is not as described, in words."""
    for template, item in spec()["paths"].items():
        named = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template.replace(".json", r"\.json")), one.path)
        if named and one.method in item:
            return list(_differences(one, item[one.method], named.groupdict()))
    return [f"there is no {one.method} {one.path}"]


def _differences(one: Exchanged, operation: Mapping[str, Any], named: Mapping[str, str]) -> Iterator[str]:
    described = {(told["in"], told["name"]): told for told in operation.get("parameters", ())}
    for place, given in (("path", named), ("query", one.query)):
        for name, value in given.items():
            if (place, name) not in described:
                yield f"{place} has no {name}"
            else:
                yield from _wrong(described[place, name]["schema"], value, name)
    form = operation.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
    schema = form.get("schema", {"properties": {}})
    yield from (f"the form wants {name}" for name in schema.get("required", ()) if name not in one.form)
    for name, value in one.form.items():
        if name not in schema["properties"]:
            yield f"the form has no {name}"
        else:
            yield from _wrong(schema["properties"][name], value, name)
    answers = operation["responses"]
    if str(one.status) not in answers:
        yield f"{one.status} is not among {list(answers)}"
    elif content := answers[str(one.status)].get("content"):
        yield from _wrong(_closed(content["application/json"]["schema"]), one.body, "answer")


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The same object with no further properties, so that a made-up one is seen."""
    target = spec()
    for step in schema["$ref"].removeprefix("#/").split("/") if "$ref" in schema else ():
        target = target[step]
    return {**(target if "$ref" in schema else schema), "additionalProperties": False}


def _wrong(schema: Mapping[str, Any], value: Any, name: str) -> Iterator[str]:
    if schema.get("type") in ("integer", "boolean") and isinstance(value, str):
        value = json.loads(value) if re.fullmatch(r"-?\d+|true|false", value) else value
    whole = {**schema, "components": spec()["components"]}
    yield from (f"{name}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value))
