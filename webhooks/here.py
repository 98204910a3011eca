"""Where a request finds the parts that its process was built with."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Response, current_app, request

if TYPE_CHECKING:
    from bot.wiring import App

NAME = "sheepdog"
SIGNED = ("/channels/", "/payments/stripe_checkout/")
"""Where providers' machines call. The view checks their signature; no session, form token, limit or page header."""
NEAR = ("127.", "::1", "10.", "192.168.", "fd", *(f"172.{n}." for n in range(16, 32)))
"""Addresses that a proxy of ours may have; only such a peer is believed about whom it speaks for."""


def here() -> App:
    """The App of the running server."""
    return cast("App", current_app.extensions[NAME])


def client_address() -> str:
    """Who asks: the peer, or, behind a proxy on this machine or network, the address that the proxy appended last."""
    peer = request.remote_addr or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and peer.startswith(NEAR) else peer


def shown(made: bytes, name: str) -> Response:
    """A document of ours, opened in the browser and kept under `name`, whose ending is its kind: pdf, or else html."""
    kind = "application/pdf" if name.endswith(".pdf") else "text/html"
    return Response(made, mimetype=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})
