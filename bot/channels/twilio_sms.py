"""Texts by Twilio, through its SDK; nothing else in Sheepdog imports that SDK."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from bot.channels import (
    Accepted,
    Call,
    Finding,
    Found,
    Inbound,
    NoAnswer,
    NotThere,
    Outcome,
    Receipt,
    Refused,
    SendRequest,
    TryAgain,
    Unknown,
)
from bot.channels.twilio_errors import BUSY, STATES, refusal
from bot.settings import Settings

log = logging.getLogger("sheepdog.twilio")

NAME = "twilio_sms"
CONNECT_S, READ_S = 3.0, 10.0
CONNECTIONS = 32
WAIT_BUSY_S, WAIT_GONE_S = 2.0, 5.0
LOOKED_AT = 200
"""Messages with one number that are looked through for a lost one."""
CLOCKS_DIFFER = timedelta(minutes=1)
MOST_FIELDS = 300
LONGEST_BODY = 4096
"""WhatsApp's limit; a text message has 1,600 characters at most."""
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
OPT_OUT_TYPES = ("STOP", "START", "HELP")
FAILURES = (TwilioException, requests.RequestException, OSError, ValueError, TypeError, AttributeError, KeyError)
"""All that the SDK is seen to raise, its own and what an unexpected answer makes it trip over."""


class TwilioSms:
    """The channel of text messages, for the account of these settings."""

    def __init__(self, settings: Settings, timeouts_s: tuple[float, float] = (CONNECT_S, READ_S)) -> None:
        self._settings, self._timeouts_s = settings, timeouts_s
        self._validator = Validator(settings.twilio_auth_token)
        self._lock = threading.Lock()
        self._client: Any = None
        self._pid = 0

    def send(self, request: SendRequest) -> Outcome:
        """Creates the message at Twilio, once. Its receipts come back with our row's id (decision 19)."""
        try:
            message = self._messages().create(
                to=request.to,
                body=clean(request.body),
                status_callback=self.receipt_url(request.text_id),
                **_sender(request),
            )
            return _taken(message)
        except FAILURES as error:
            return _not_taken(error)

    def find(self, request: SendRequest, since: datetime, known: Collection[str] = ()) -> Finding:
        """Looks for the same words from us to this number, among what Twilio made since `since` (real time)."""
        try:
            rows = self._messages().list(to=request.to, limit=LOOKED_AT, **_from(request))
            return _found(rows, request, since - CLOCKS_DIFFER, known)
        except FAILURES as error:
            return NoAnswer(type(error).__name__)

    def delete_body(self, provider_id: str) -> bool:
        """Asks Twilio to blank a message's text. True when it is gone, also with its message."""
        try:
            self._twilio().messages(provider_id).update(body="")
            return True
        except FAILURES as error:
            return _status(error) == 404

    def reassigned(self, number: str, since: date) -> Literal["yes", "no", "error"]:
        """Asks Twilio Lookup; it needs the carriers' approval, and knows US numbers only."""
        try:
            found = self._twilio().lookups.v2.phone_numbers(number).fetch(
                fields="reassigned_number", last_verified_date=f"{since:%Y%m%d}"
            )  # fmt: skip
            return _owner(found.reassigned_number)
        except FAILURES as error:
            log.warning("lookup failed", extra={"error": type(error).__name__})
            return "error"

    def close(self) -> None:
        """Closes the kept connections."""
        with self._lock:
            if self._client is not None:
                self._client.http_client.session.close()
            self._client = None

    def genuine(self, call: Call) -> bool:
        """Whether Twilio signed this call with our token, over our public address and not over what a proxy says."""
        headers = {name.lower(): value for name, value in call.headers.items()}
        signature, form = headers.get(SIGNATURE_HEADER.lower()), read_form(call.body)
        if not signature or form is None:
            return False
        url = self._settings.public_url + call.path + (f"?{call.query}" if call.query else "")
        method = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER.lower(), ""))
        ours = form.get("AccountSid", self._settings.twilio_account_sid) == self._settings.twilio_account_sid
        return bool(self._validator.validate(url, form, signature, method)) and ours

    def inbound(self, call: Call, at: datetime) -> Inbound | None:
        """The text in a genuine call."""
        return translate_inbound(read_form(call.body) or {}, at)

    def receipt(self, call: Call) -> Receipt | None:
        """The receipt in a genuine call."""
        return translate_receipt(read_form(call.body) or {}, dict(parse_qsl(call.query)))

    def receipt_url(self, text_id: int) -> str:
        """Where Twilio reports on the text of this row."""
        return f"{self._settings.public_url}/channels/{NAME}/receipt?text={text_id}"

    def _messages(self) -> Any:
        return self._twilio().messages

    def _twilio(self) -> Any:
        """This process's client: connections must not be shared with a process that forked us."""
        with self._lock:
            if self._client is None or self._pid != os.getpid():
                self._client, self._pid = _client(self._settings, self._timeouts_s), os.getpid()
            return self._client


# -- asking --


class Moved(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's HTTP client with kept connections, time-outs, no retries, and another base address if one is set."""

    def __init__(self, base: str | None, timeouts_s: tuple[float, float]) -> None:
        super().__init__()
        self.timeout = timeouts_s
        self._base = urlsplit(base) if base else None
        self.session.trust_env = base is None or not _is_here(base)
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS, max_retries=0))

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
        """As the SDK's, at the base address."""
        return super().request(method, self._at_base(url), *args, **more)

    def _at_base(self, url: str) -> str:
        if self._base is None:
            return url
        parts = urlsplit(url)
        path = self._base.path.rstrip("/") + parts.path
        return urlunsplit((self._base.scheme, self._base.netloc, path, parts.query, ""))


def _client(settings: Settings, timeouts_s: tuple[float, float]) -> Any:
    http = Moved(settings.twilio_url, timeouts_s)
    return Client(settings.twilio_account_sid, settings.twilio_auth_token, http_client=http)


def _is_here(base: str) -> bool:
    """Whether the address is on this machine: then proxies of the environment are not asked."""
    return urlsplit(base).hostname in ("127.0.0.1", "localhost", "::1")


def _sender(request: SendRequest) -> dict[str, str]:
    if request.messaging_service_sid:
        return {"messaging_service_sid": request.messaging_service_sid}
    return {"from_": request.from_number}


def _from(request: SendRequest) -> dict[str, str]:
    """A messaging service picks its number itself, so then only the recipient is asked for."""
    return {} if request.messaging_service_sid else {"from_": request.from_number}


def _owner(told: Any) -> Literal["yes", "no", "error"]:
    """Twilio's answer: yes or no where it is sure; no_data and errors settle nothing."""
    if not isinstance(told, Mapping) or told.get("error_code"):
        return "error"
    answer = str(told.get("is_number_reassigned")).lower()
    return "yes" if answer == "yes" else "no" if answer == "no" else "error"


def _taken(message: Any) -> Outcome:
    state = STATES.get(str(message.status), "sent")
    if not message.sid:
        return Unknown("no_id")
    if state in ("failed", "undelivered"):
        return _logged(refusal(message.error_code))
    return Accepted(message.sid, state)


def _not_taken(error: Exception) -> Outcome:
    """What a failed create means: refused, certainly not taken, or nobody knows."""
    status, code = _status(error), _code(error)
    if status == 429 or code in BUSY:
        return TryAgain(WAIT_BUSY_S, str(code or status))
    if status is not None:
        return _logged(refusal(code)) if 400 <= status < 500 and status != 408 else Unknown(f"status_{status}")
    if _never_connected(error):
        return TryAgain(WAIT_GONE_S, "no_connection")
    return Unknown(type(error).__name__)


def _logged(refused: Refused) -> Refused:
    log.warning("text refused", extra={"code": refused.code, "kind": refused.kind})
    return refused


def _status(error: Exception) -> int | None:
    """The HTTP status of Twilio's answer, if it answered."""
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return int(error.status)
    return None


def _code(error: Exception) -> int | None:
    code = str(getattr(error, "code", None) or "")
    return int(code) if re.fullmatch(r"\d{1,6}", code, re.ASCII) else None


def _never_connected(error: Exception) -> bool:
    """Refused, unreachable or never let in: there was no connection, so nothing was asked."""
    reason = getattr(error.args[0], "reason", None) if isinstance(error, requests.ConnectionError) else None
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _found(rows: Sequence[Any], request: SendRequest, since: datetime, known: Collection[str]) -> Finding:
    recent = [row for row in rows if row.date_created is None or row.date_created >= since]
    same = [row for row in recent if _is(row, request) and row.sid not in known]
    if same:
        first = min(same, key=lambda row: row.date_created or since)
        return Found(str(first.sid), STATES.get(str(first.status), "sent"))
    return NoAnswer("too_many") if len(recent) >= LOOKED_AT else NotThere()


def _is(row: Any, request: SendRequest) -> bool:
    outbound = not str(row.direction).startswith("inbound")
    return outbound and bool(row.sid) and str(row.body or "").strip() == clean(request.body).strip()


# -- being called --


class Form(dict[str, str]):
    """A posted form: the first value of each name; `getlist` gives all of them, for the signature."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__(reversed(pairs))
        self._pairs = pairs

    def getlist(self, name: str) -> list[str]:
        """Every value of a name, in order."""
        return [value for key, value in self._pairs if key == name]


def read_form(body: bytes) -> Form | None:
    """The fields of a posted form, or None for what is no form. Bytes that are no UTF-8 are kept as surrogates."""
    try:
        text = body.decode("utf-8", "surrogateescape")
        return Form(parse_qsl(text, keep_blank_values=True, errors="surrogateescape", max_num_fields=MOST_FIELDS))
    except ValueError:
        return None


class Validator(RequestValidator):  # type: ignore[misc]
    """The SDK's, which also signs what is not UTF-8 as the bytes that came."""

    def compute_signature(self, uri: str, params: Any, algorithm: str | None = None) -> str:
        """As the SDK's: the base64 of the keyed hash over the address and the sorted fields."""
        try:
            return str(super().compute_signature(uri, params, algorithm))
        except UnicodeEncodeError:
            return str(super().compute_signature(_Bytes(uri), params, algorithm))


class _Bytes(str):
    """Text that grows by adding text, and encodes back to the very bytes that it was read from."""

    def __add__(self, other: str) -> _Bytes:
        return _Bytes(super().__add__(other))

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """The bytes that were read."""
        return super().encode(encoding, "surrogateescape")


def translate_inbound(form: Mapping[str, str], at: datetime) -> Inbound | None:
    """A text from the fields that Twilio posts; None without an id, a sender or a number that was texted.

    Fields may be missing, unknown or odd: what cannot be read counts as not there.
    """
    provider_id = next(filter(None, map(form.get, ("MessageSid", "SmsMessageSid", "SmsSid"))), "")
    via, sender = address(form.get("From", ""))
    _, to = address(form.get("To", ""))
    if not (ID.fullmatch(provider_id) and sender and to):
        return None
    opt_out = form.get("OptOutType", "").strip().upper()
    return Inbound(
        channel=NAME,
        provider_id=provider_id,
        to=to,
        sender=sender,
        body=clean(form.get("Body", ""))[:LONGEST_BODY],
        media=_count(form.get("NumMedia", "")),
        opt_out_type=opt_out if opt_out in OPT_OUT_TYPES else None,
        at=at.astimezone(UTC),
        account=clean(form.get("AccountSid", ""))[:64],
        via=via,
    )


def translate_receipt(form: Mapping[str, str], query: Mapping[str, str]) -> Receipt | None:
    """A receipt from the fields that Twilio posts and the query of our own address; None where it says nothing new."""
    provider_id = form.get("MessageSid") or form.get("SmsSid") or ""
    state = STATES.get((form.get("MessageStatus") or form.get("SmsStatus") or "").strip().lower())
    if state is None or not ID.fullmatch(provider_id):
        return None
    failed = refusal(form.get("ErrorCode")) if state in ("undelivered", "failed") else None
    return Receipt(
        text_id=_row_id(query.get("text", "")),
        provider_id=provider_id,
        state=state,
        error=failed.code if failed else None,
        kind=failed.kind if failed else None,
    )


def address(text: str) -> tuple[str, str]:
    """How it came and the bare address: `whatsapp:+1503...` is ("whatsapp", "+1503..."), without prefix it is sms."""
    prefix, colon, rest = clean(text).strip("\t\r\n").rpartition(":")
    bare = re.sub(r"^ (?=\d{7,15}$)", "+", rest).strip()  # a plus sign that was posted unquoted
    return (prefix.strip().lower()[:20] if colon else "sms"), bare[:64]


def clean(text: str) -> str:
    """Text that every database stores: no NUL, and no half of a character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x00", "")


def _count(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,3}", text.strip(), re.ASCII) else 0


def _row_id(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else None
