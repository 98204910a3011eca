"""The whole web application: every blueprint, the headers that all pages carry, and what an error says."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, render_template, request, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from webhooks import channels, chat, desk, find, headers, health, limits, login, pages, payments, phone, sent_files
from webhooks.csrf import csrf
from webhooks.here import NAME, SIGNED

if TYPE_CHECKING:
    from bot.wiring import App

BLUEPRINTS = (channels.bp, payments.bp, pages.bp, find.bp, chat.bp, login.bp, desk.bp, health.bp)
DEMO = (phone.bp,)
STALE, FILES = 1, 2
LARGEST_BODY = 256 * 1024
ROOT_FOLDER = Path(__file__).parent
SAY: dict[str, dict[int, tuple[str, str]]] = {
    "en": {
        400: ("That did not arrive in one piece", "Please go back, reload the page and try again."),
        403: ("This is not yours to open", "Ask somebody in the office who may."),
        404: ("There is nothing here", "The address may be mistyped, or what was here is gone."),
        405: ("That did not work", "Please go back, reload the page and try again."),
        413: ("That is too much at once", "Please send less."),
        429: ("That was a bit fast", "Please wait a minute, then try again."),
        500: ("Something went wrong on our side", "Nothing is lost. Please try again in a minute."),
        STALE: ("This page has been open too long", "Please reload it and try again. Nothing was sent."),
        FILES: ("These files are too large together",
                "Nothing was sent. Go back, where what you typed still stands, and choose fewer or smaller ones."),
    },
    "es": {
        400: ("Eso no llegó completo", "Vuelva atrás, cargue la página de nuevo e intente otra vez."),
        403: ("Esta página no es para usted", "Pregunte en la oficina quién puede abrirla."),
        404: ("Aquí no hay nada", "Puede que la dirección esté mal escrita, o que esto ya no exista."),
        405: ("Eso no funcionó", "Vuelva atrás, cargue la página de nuevo e intente otra vez."),
        413: ("Es demasiado de una vez", "Por favor envíe menos."),
        429: ("Fue un poco rápido", "Espere un minuto e intente otra vez."),
        500: ("Algo falló de nuestro lado", "No se perdió nada. Intente otra vez en un minuto."),
        STALE: ("Esta página estuvo abierta mucho tiempo", "Cárguela de nuevo e intente otra vez. No se envió nada."),
        FILES: ("Estos archivos juntos son demasiado grandes",
                "No se envió nada. Vuelva atrás, donde sigue lo que escribió, y elija menos archivos o más pequeños."),
    },
}
"""What people read when something did not work, by status: what it is, and what to do."""


def create_app(app: App, **config: Any) -> Flask:
    """The web server over these parts.

    Views get the parts with `webhooks.here.here()`. `config` overrides Flask's own settings, such as TESTING.
    """
    secure = app.settings.public_url.startswith("https://")
    flask = Flask(__name__)
    flask.request_class = sent_files.RoomyRequest
    flask.before_request(sent_files.make_room)
    flask.config.update(_config(app.settings.secret_key, app.settings.public_url), **config)
    flask.session_interface = _PeopleSessions()
    flask.extensions[NAME] = app
    flask.jinja_env.trim_blocks = flask.jinja_env.lstrip_blocks = True
    flask.jinja_env.globals["asset"] = _assets(flask)
    headers.guard(flask, secure=secure, demo=app.settings.demo)
    limits.start(flask, app.settings)
    csrf.init_app(flask)
    flask.register_error_handler(HTTPException, _sorry)
    flask.register_error_handler(500, _failed)
    for blueprint in (*BLUEPRINTS, *(DEMO if app.settings.demo else ())):
        flask.register_blueprint(blueprint)
    return flask


def _config(secret_key: str, public_url: str) -> dict[str, Any]:
    secure = public_url.startswith("https://")
    home = hashlib.sha256(public_url.encode()).hexdigest()[:8]
    return {
        "SECRET_KEY": hashlib.sha256(b"web session\n" + secret_key.encode()).hexdigest(),
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": f"{'__Host-' if secure else ''}sheepdog-{home}",  # demos side by side share a host
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "WTF_CSRF_SSL_STRICT": False,  # our pages send no Referer: their addresses hold tokens
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session, which ends by itself
    }


class _PeopleSessions(SecureCookieSessionInterface):
    """Cookies are for people: a provider's machine gets none, and none of its time is spent on them."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of the browser that asks."""
        if request.path.startswith(SIGNED):
            return self.session_class()
        return super().open_session(app, request)


def _assets(flask: Flask) -> Any:
    """A function from a static file's name to its address, which changes when the file does."""
    folder = Path(flask.static_folder or "")
    digests = {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        for file in folder.rglob("*")
        if file.is_file()
    }
    return lambda name: url_for("static", filename=name, v=digests.get(name))


def _sorry(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    code = error.code or 500
    what = STALE if isinstance(error, CSRFError) else code
    if code == 413 and sent_files.roomy():
        what = FILES
        sent_files.let_pass()
    return _answer(what, code, dict(error.get_headers()))


def _failed(_: Exception) -> Any:
    return _answer(500, 500, {})


def _answer(what: int, code: int, headers: dict[str, str]) -> Any:
    """A page for people, JSON for scripts, and a bare status for machines."""
    kept = {name: value for name, value in headers.items() if name in ("Retry-After", "Allow")}
    if request.path.startswith(SIGNED):
        return "", code, kept
    lang = request.accept_languages.best_match(["en", "es"]) or "en"
    title, says = SAY[lang].get(what, SAY[lang][500 if code >= 500 else 405])
    if request.accept_mimetypes.best == "application/json":
        return {"error": title, "todo": says}, code, kept
    return render_template("error.html", lang=lang, title=title, says=says), code, kept
