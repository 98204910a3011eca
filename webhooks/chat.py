"""The web chat (/chat/<practice>): its page, the frame for a practice's own site, and the few calls beneath it.

The browser's token travels in a header or a form's field, never in a cookie, so the chat also works in another site's
frame (decision 40); calls that carry it need no other guard. Asking for news holds no connection while it waits: the
page asks again, ever less often.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, render_template, request

from bot import chats
from bot.chats import Chat, Line
from webhooks import forms
from webhooks.csrf import csrf
from webhooks.headers import content_policy
from webhooks.here import client_address, here
from webhooks.limits import limiter
from webhooks.page import idle_of, look_of, written_number
from webhooks.page_words import LANGUAGES, known, sentence

bp = Blueprint("chat", __name__)
csrf.exempt(bp)

ADDRESS = re.compile(r"(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)])")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
TOKEN = 64
SEND = "20 per minute; 200 per hour"
LOOK = "90 per minute"


def _who() -> str:
    return _bearer() or request.form.get("token", "")[:TOKEN] or client_address()


@bp.after_request
def _framed(response: Response) -> Response:
    """Only this page may stand in another site's frame, and only in those that the practice has named."""
    named = [origin for origin in g.get("chat_origins", ()) if ORIGIN.fullmatch(origin)]
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = content_policy({"frame-ancestors": " ".join(("'self'", *named))})
    return response


def _chat(slug: str) -> Chat:
    with here().db.read() as tx:
        found = chats.chat(tx, slug)
    if found is None:
        abort(_nobody())
    g.chat_origins = found.practice.origins
    return found


def _nobody() -> Response:
    lang = known(request.args.get("lang"))
    look = look_of(None, lang, proved=False)
    says = [look["t"]("chat-nobody-todo")]
    page = render_template("patient/said.html", **look, heading=look["t"]("chat-nobody"), says=says, switch=None)
    return make_response(page, 404)


# -- the page --


@bp.get("/chat/<slug>")
@limiter.limit(LOOK, key_func=_who)
def page(slug: str) -> Any:
    """The chat, empty: looking begins nothing."""
    return _show(_chat(slug))


@bp.post("/chat/<slug>")
@limiter.limit(SEND, key_func=_who)
def without_script(slug: str) -> Any:
    """The same form where no script runs: what was written is stored, and the whole log comes back."""
    chat = _chat(slug)
    token, text = forms.text(request.form, "token", TOKEN), forms.text(request.form, "text", chats.LONGEST + 1)
    if len(text) > chats.LONGEST:
        return _show(chat, token, error="chat-full", draft=text)
    if not text:
        return _show(chat, token)
    name = forms.text(request.form, "id", TOKEN) or uuid.uuid4().hex
    topic = forms.text(request.form, "t", TOKEN)
    sent = chats.send(here(), chat, token, text, name, _lang(), topic)
    if isinstance(sent, chats.Ended):
        sent = chats.send(here(), chat, "", text, name, _lang(), topic)
    return _show(chat, sent.token if isinstance(sent, chats.Sent) else "")


def _lang() -> str:
    return known(request.args.get("lang"))


def _show(chat: Chat, token: str = "", error: str = "", draft: str = "") -> Response:
    app, topic_token = here(), (request.args.get("t") or request.form.get("t", ""))[:TOKEN]
    now = app.now()
    with app.db.read() as tx:
        link = chats.topic_link(tx, chat, topic_token, now)
        browser = chats.browser(tx, chat, token, now)
        log = chats.log(tx, chat, browser, now) if browser else chats.Log((), False, link.topic if link else "")
    lang = known(request.args.get("lang") or (link.lang if link else None))
    other = f"/chat/{chat.practice.slug}?lang={'es' if lang == 'en' else 'en'}{f'&t={topic_token}' if link else ''}"
    return make_response(
        render_template(
            "patient/chat.html",
            **look_of(chat.practice, lang, proved=False),
            slug=chat.practice.slug,
            switch=other,
            entries=[_entry(line) for line in log.lines],
            topic=bool(link and link.topic),
            topic_token=topic_token if link else "",
            token=token if browser else "",
            next_id=uuid.uuid4().hex,
            error=sentence(lang, error, most=chats.LONGEST) if error else "",
            draft=draft,
            most=chats.LONGEST,
            sms=_sms(chat, log.topic, lang),
            number=written_number(chat.text_number or ""),
            **idle_of(chat.practice),
        ),
        422 if error else 200,
    )


def _sms(chat: Chat, topic: str, lang: str) -> str:
    return chats.sms_url(chat.text_number, sentence(lang, chats.words_of(topic))) if chat.text_number else ""


def _entry(line: Line) -> dict[str, Any]:
    return {"key": line.key, "who": line.who, "lang": line.lang, "id": line.id, "pieces": pieces(line.text)}


def pieces(text: str) -> list[dict[str, Any]]:
    """A text as its words and its addresses; only our own addresses become links."""
    own = here().settings.public_url + "/"
    parts = [part for part in ADDRESS.split(text) if part]
    return [{"text": part, **({"link": True} if part.startswith(own) else {})} for part in parts]


@bp.get("/chat/<slug>/embed.js")
@limiter.limit(LOOK)
def embed(slug: str) -> Any:
    """The one line for a practice's own site."""
    _chat(slug)
    words = {lang: {name: sentence(lang, f"chat-{name}") for name in ("open", "close")} for lang in LANGUAGES}
    response = make_response(render_template("patient/embed.js", words=words))
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


# -- the calls beneath it --


def _bearer() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip()[:TOKEN] if kind == "Bearer" else ""


@bp.post("/chat/<slug>/messages")
@limiter.limit(SEND, key_func=_who)
def messages(slug: str) -> Any:
    """Takes {"id", "text", "lang", "t"}; answers {"token", "id"}. 410: it is over, send again without a token."""
    chat = _chat(slug)
    body = request.get_json(silent=True)
    told = {key: value for key, value in body.items() if isinstance(value, str)} if isinstance(body, dict) else {}
    text = forms.text(told, "text", chats.LONGEST)
    if not text or not told.get("id"):
        return {"error": "text and id are needed"}, 400
    lang, topic = known(told.get("lang")), forms.text(told, "t", TOKEN)
    sent = chats.send(here(), chat, _bearer(), text, told["id"][:TOKEN], lang, topic)
    return ({"token": sent.token, "id": sent.id}, 201) if isinstance(sent, chats.Sent) else ({"ended": True}, 410)


@bp.get("/chat/<slug>/updates")
@limiter.limit(LOOK, key_func=_who)
def updates(slug: str) -> Any:
    """The whole log where it is not the one that was `seen`; else only whether an answer is being written."""
    chat, app = _chat(slug), here()
    now = app.now()
    with app.db.read() as tx:
        browser = chats.browser(tx, chat, _bearer(), now)
        log = chats.log(tx, chat, browser, now) if browser else None
    if browser is None or log is None:
        return {"ended": True}, 410
    news: dict[str, Any] = {"writing": log.writing, "version": log.version}
    if log.version != request.args.get("seen"):
        news["entries"] = [_entry(line) for line in log.lines]
        news["sms"] = _sms(chat, log.topic, browser.lang or "en")
    return news


@bp.post("/chat/<slug>/stay")
@limiter.limit(LOOK, key_func=_who)
def stay(slug: str) -> Any:
    """Somebody is still there (WCAG 2.2.1)."""
    return ("", 204) if chats.stay(here(), _chat(slug), _bearer()) else ({"ended": True}, 410)
