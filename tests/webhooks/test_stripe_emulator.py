"""Our Stripe emulator: its shapes beside Stripe's own description, its keys, its signed events, its page."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import stripe
from jsonschema import Draft202012Validator
from werkzeug.serving import make_server

from bot.payments import Ask, Paid, Waiting
from bot.payments.stripe_checkout import StripeCheckout
from bot.settings import Settings
from flows.money import Money
from storage import payments
from tests.stripe_here import BANK, HOOK, KEY, REFUSED, WORKS, Stripe
from tests.webhooks.test_pay import checked as ordered
from tests.webhooks.web import Site, make_site
from webhooks.stripe_emulator import cards
from webhooks.stripe_emulator.form import nested
from webhooks.stripe_emulator.office import Account, Office, signed
from webhooks.stripe_emulator.server import create

SPEC = Path(__file__).resolve().parents[3] / "shared/specs/stripe_subset.json"
FIXTURES = SPEC.with_name("stripe_fixtures_subset.json")
AUTH = {"Authorization": f"Bearer {KEY}"}
ASK = Ask("a" * 32, 1, Money(24001), "http://here/done")


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def here(tmp_path: Path) -> Stripe:
    return Stripe(tmp_path, now)


def call(here: Stripe, path: str, told: Mapping[str, str] | None = None, **headers: str) -> tuple[int, Any]:
    client, headers = here.flask.test_client(), {**AUTH, **headers}
    answer = client.get(path, headers=headers) if told is None else client.post(path, data=told, headers=headers)
    return answer.status_code, answer.get_json()


def test_nested_values_are_read() -> None:
    told = [("mode", "payment"), ("line_items[0][price_data][currency]", "usd"), ("line_items[0][quantity]", "1"),
            ("line_items[1][quantity]", "2"), ("metadata[ref]", "x"), ("expand[]", "a")]  # fmt: skip
    assert nested(told) == {
        "mode": "payment", "metadata": {"ref": "x"}, "expand": ["a"],
        "line_items": [{"price_data": {"currency": "usd"}, "quantity": "1"}, {"quantity": "2"}],
    }  # fmt: skip


@pytest.mark.parametrize(("number", "kind"), [
    (WORKS, "card"), ("4242 4242 4242 4242", "card"), (BANK, "us_bank_account"), ("4242424242424241", None),
    ("", None), ("hello", None), ("4000000000009235", "card"),
])  # fmt: skip
def test_numbers(number: str, kind: str | None) -> None:
    found = cards.method(number)
    assert (found.kind if found else None) == kind


def test_the_same_key_is_answered_the_same_and_another_question_refused(here: Stripe) -> None:
    told = {"metadata[a]": "1"}
    first = call(here, "/v1/customers", told, **{"Idempotency-Key": "k"})
    assert call(here, "/v1/customers", told, **{"Idempotency-Key": "k"}) == first
    status, answer = call(here, "/v1/customers", {"metadata[a]": "2"}, **{"Idempotency-Key": "k"})
    assert (status, answer["error"]["type"]) == (400, "idempotency_error")
    assert len(here.all("customer")) == 1


def test_whoever_has_no_key_learns_nothing(here: Stripe) -> None:
    answer = here.flask.test_client().get("/v1/customers", headers={"Authorization": "Bearer sk_test_no"})
    assert answer.status_code == 401
    assert call(here, "/v1/nothing/here")[0] == 404 and call(here, "/v1/nothing", {})[0] == 404


def saved(here: Stripe, number: str) -> tuple[str, str]:
    """A customer with a saved card."""
    customer = call(here, "/v1/customers", {})[1]["id"]
    back = {"success_url": "http://here", "cancel_url": "http://here"}
    told = {"mode": "setup", "customer": customer, "currency": "usd", **back}
    session = call(here, "/v1/checkout/sessions", told)[1]["id"]
    here.flask.test_client().post(f"/pay/{session}", data={"number": number})
    setup = call(here, f"/v1/checkout/sessions/{session}?expand[0]=setup_intent")[1]["setup_intent"]
    assert setup["status"] == "succeeded" and setup["usage"] == "off_session"
    return customer, setup["payment_method"]


def charge(here: Stripe, customer: str, method: str) -> tuple[int, Any]:
    told = {"amount": "5000", "currency": "usd", "customer": customer, "payment_method": method,
            "off_session": "true", "confirm": "true"}  # fmt: skip
    return call(here, "/v1/payment_intents", told)


def test_a_saved_card_can_be_charged_with_nobody_there(here: Stripe) -> None:
    customer, method = saved(here, WORKS)
    status, paying = charge(here, customer, method)
    assert (status, paying["status"], paying["amount_received"]) == (200, "succeeded", 5000)
    other, _ = saved(here, WORKS)
    assert charge(here, other, method)[0] == 400, "a card of somebody else's"
    call(here, f"/v1/payment_methods/{method}/detach", {})
    assert charge(here, customer, method)[0] == 400


def test_a_card_may_be_refused_later_and_its_luck_may_change(here: Stripe) -> None:
    customer, method = saved(here, "4000000000009235")
    status, answer = charge(here, customer, method)
    error = answer["error"]
    assert (status, error["code"], error["decline_code"]) == (402, "card_declined", "insufficient_funds")
    assert error["payment_intent"]["status"] == "requires_payment_method"
    here.does("luck", method, refuses="")
    assert charge(here, customer, method)[1]["status"] == "succeeded"


@pytest.mark.parametrize(("told", "says"), [
    ({"amount": "24002"}, "greater"), ({}, ""), ({"payment_intent": "pi_no"}, "No such"),
])  # fmt: skip
def test_never_more_goes_back_than_came(here: Stripe, told: dict[str, str], says: str) -> None:
    here.provider.start(ASK)
    here.pay(ASK.ref)
    intent = here.all("payment_intent")[0]["id"]
    status, answer = call(here, "/v1/refunds", {"payment_intent": intent, **told})
    assert (says in answer["error"]["message"]) if says else status == 200
    if not says:
        assert call(here, "/v1/refunds", {"payment_intent": intent})[1]["error"]["code"] == "charge_already_refunded"


# -- shapes --


@cache
def spec() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SPEC.read_text())
    return found


def checked(kind: str) -> Draft202012Validator:
    """Stripe's description of an object. It is of 2022; what is nullable there in OpenAPI's way is in JSON Schema's."""
    return Draft202012Validator({"$ref": f"#/components/schemas/{kind}", "components": _nullable(spec()["components"])})


def _nullable(told: Any) -> Any:
    if isinstance(told, list):
        return [_nullable(one) for one in told]
    if not isinstance(told, dict):
        return told
    inner = {name: _nullable(value) for name, value in told.items() if name != "enum"}
    return {"anyOf": [{"type": "null"}, inner]} if inner.pop("nullable", None) is True else inner


@pytest.mark.skipif(not SPEC.exists(), reason="needs ../shared: specs/stripe_subset.json")
def test_what_it_answers_has_stripes_shapes(here: Stripe) -> None:
    """Against Stripe's description, whose newer fields are not in it and whose words for states were fewer."""
    for number, ref in ((WORKS, "a" * 32), (REFUSED, "b" * 32), (BANK, "c" * 32)):
        here.provider.start(Ask(ref, 1, Money(5000), "http://here"))
        here.pay(ref, number)
    here.provider.close(Ask("b" * 32, 1, Money(5000), "http://here", since=now()))
    paid = next(one for one in here.all("payment_intent") if one["status"] == "succeeded")
    call(here, "/v1/refunds", {"payment_intent": paid["id"], "amount": "100"})
    saved(here, WORKS)
    for kind in ("checkout.session", "payment_intent", "charge", "refund", "setup_intent", "customer", "payment_method",
                 "event"):  # fmt: skip
        assert here.all(kind), kind
        for told in here.all(kind):
            faults = [f"{one.json_path}: {one.message[:120]}" for one in checked(kind).iter_errors(told)]
            assert faults == [], (kind, told["id"])
        assert list(checked(kind).iter_errors({**here.all(kind)[0], "id": 7, "livemode": "no"})), "it would be seen"


@pytest.mark.skipif(not FIXTURES.exists(), reason="needs ../shared: specs/stripe_fixtures_subset.json")
def test_movements_have_the_fields_of_stripes_own_example(here: Stripe) -> None:
    """The description that we have knows nothing of them, an example does."""
    here.provider.start(Ask("a" * 32, 1, Money(5000), "http://here"))
    here.pay("a" * 32, WORKS)
    example = json.loads(FIXTURES.read_text())["resources"]["balance_transaction"]
    (moved,) = here.all("balance_transaction")
    assert set(moved) == set(example)
    assert {name for name in moved if type(moved[name]) is not type(example[name])} <= {"description"}


def test_the_sdk_knows_every_object(here: Stripe) -> None:
    """What the SDK calls a thing is what it is."""
    here.provider.start(ASK)
    here.pay(ASK.ref)
    client = stripe.StripeClient(KEY, http_client=here.wire, base_addresses={"api": "http://stripe.here"})
    session = client.v1.checkout.sessions.list().data[0]
    assert isinstance(session, stripe.checkout.Session) and session.amount_total == 24001
    assert isinstance(client.v1.payment_intents.list().data[0], stripe.PaymentIntent)
    assert isinstance(client.v1.events.list().data[0], stripe.Event)


# -- over the wire --


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    account = Account(KEY, HOOK, "http://127.0.0.1:1/event", "", tmp_path / "stripe.db")
    server = make_server("127.0.0.1", 0, create(Office(account)), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.enable_socket
def test_over_real_http(served: str, tmp_path: Path) -> None:
    env = {"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(tmp_path), "SHEEPDOG_STRIPE_URL": served,
           "STRIPE_SECRET_KEY": KEY}  # fmt: skip
    provider = StripeCheckout(Settings.read(env))
    opened = provider.start(ASK)
    assert isinstance(opened, Waiting) and provider.start(ASK) == opened
    assert provider.close(ASK) != opened


# -- its events at our door --


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = make_site(tmp_path / "site")
    yield made
    made.town.app.db.dispose()


def test_its_events_are_taken_at_our_address(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = Stripe(tmp_path / "stripe", now)
    monkeypatch.delitem(site.town.app.payments, "test_till")  # type: ignore[arg-type]
    monkeypatch.setitem(site.town.app.payments, "stripe_checkout", rig.provider)  # type: ignore[arg-type]
    path, browser = site.town.link(), site.browser()
    sent_on = browser.post(f"{path}/pay", {"order": ordered(browser, path, "50")})
    assert sent_on.headers["Location"].startswith("http://stripe.here/pay/cs_test_")
    with site.town.app.db.read() as tx:
        [payment] = payments.of_patient(tx, site.town.maria)
    rig.pay(payment.ref)
    client = site.flask.test_client()
    for body, headers in rig.send():
        address = "/payments/stripe_checkout/event"
        assert client.post(address, data=body, headers={"Stripe-Signature": "t=1,v1=no"}).status_code == 403
        assert client.post(address, data=body, headers=headers).status_code == 200
        assert client.post(address, data=body, headers=headers).status_code == 200
    assert site.town.owed() == Money(24001 - 5000)
    assert isinstance(rig.provider.find(Ask(payment.ref, 1, payment.amount, "", since=now())), Paid)


def test_signatures_are_stripes(here: Stripe) -> None:
    body = b'{"id": "evt_1", "object": "event"}'
    at = int(now().timestamp())
    assert stripe.Webhook.construct_event(body, signed(HOOK, body, at), HOOK)["id"] == "evt_1"


def test_only_a_charge_that_took_money_is_disputed(here: Stripe) -> None:
    assert isinstance(here.provider.start(ASK), Waiting)
    here.pay(ASK.ref, REFUSED)
    failed = here.all("charge")[0]["id"]
    assert here.flask.test_client().post(f"/admin/dispute/{failed}").status_code == 400
    here.pay(ASK.ref, WORKS)
    here.does("dispute", here.all("charge")[0]["id"])
    assert [one["charge"] for one in here.all("dispute")] == [here.all("charge")[0]["id"]]
