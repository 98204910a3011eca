"""Security headers of every answer. A view that needs another value sets it first: what is set already is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Flask, Response, request

from webhooks.here import SIGNED

CONTENT = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""No inline script or style anywhere, nothing from elsewhere, no foreign frame around our pages."""

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000"
SHOWN_BESIDE = ("/p/", "/a/", "/payments/", "/chat/")
"""What the demo's phone simulator, and nobody else, may show in a frame of its own page."""


def content_policy(changes: Mapping[str, str] | None = None) -> str:
    """The Content-Security-Policy with these directives changed, such as {"frame-ancestors": "https://a.example"}."""
    return "; ".join(f"{name} {value}" for name, value in {**CONTENT, **(changes or {})}.items())


def guard(flask: Flask, *, secure: bool, demo: bool) -> None:
    """Adds the headers to every answer but those to providers' machines."""
    fixed = {**FIXED, **({"Strict-Transport-Security": HSTS} if secure else {})}
    flask.after_request(_adder(fixed, demo))


def _adder(fixed: Mapping[str, str], demo: bool) -> Callable[[Response], Response]:
    closed, beside = content_policy(), content_policy({"frame-ancestors": "'self'"})

    def add(response: Response) -> Response:
        if request.path.startswith(SIGNED):
            return response
        framed = demo and request.path.startswith(SHOWN_BESIDE)
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        if "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = beside if framed else closed
            response.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return add
