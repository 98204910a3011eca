"""Twilio's calls, signed or not (W7), and what vendors there are (H10)."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from bot.wiring import App
from tests.compliance.labels import shows
from tests.webhooks.test_twilio_webhooks import FORM, MESSAGE, post, stored, text
from tests.webhooks.test_twilio_webhooks import app as app
from tests.webhooks.test_twilio_webhooks import first as first
from tests.webhooks.test_twilio_webhooks import web as web

ROOT = Path(__file__).resolve().parents[2]


@shows("W7.1")
def test_w7_1_the_carriers_stop_gets_an_empty_answer(app: App, web: FlaskClient) -> None:
    answer = text(web, Body="STOP", OptOutType="STOP")
    assert answer.status_code == 200 and answer.text.endswith("<Response/>")
    assert [message.opt_out_type for message in stored(app)] == ["STOP"]


@shows("W7.4")
def test_w7_4_the_same_message_id_twice_is_stored_once(app: App, web: FlaskClient) -> None:
    assert [text(web).status_code for _ in range(2)] == [200, 200]
    assert len(stored(app)) == 1


@shows("W7.6")
def test_w7_6_a_bad_signature_is_refused_and_nothing_is_stored(app: App, web: FlaskClient) -> None:
    assert post(web, MESSAGE, {"MessageSid": "SM1", **FORM}, token="another").status_code == 403
    assert stored(app) == []


@shows("H10.2")
def test_h10_2_no_language_model_of_a_vendor_reads_texts() -> None:
    """There is none to switch off: what is installed knows no such vendor."""
    installed = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    vendors = ("openai", "anthropic", "cohere", "mistralai", "google-generativeai", "langchain", "litellm")
    assert "flask" in installed and not [vendor for vendor in vendors if vendor in installed]
