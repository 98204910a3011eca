"""Ports: taken before anything starts, and handed to the server, so that a restart drops no connection."""

from __future__ import annotations

import errno
import http.client
import socket

from bot.errors import Sorry

DEFAULT_PORT = 8000
TRIES = 100


def port_number(text: str) -> int:
    """A port as typed, for argparse. Raises ValueError when it is none."""
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError(text)
    return port


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, port 0 for any free one. Raises OSError when the port is taken."""
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        taken.listen(2048)
    except OSError:
        taken.close()
        raise
    return taken


def exactly(host: str, port: int) -> socket.socket:
    """A socket on the port that was asked for. Raises Sorry when it is busy or not allowed."""
    try:
        return listen(host, port)
    except OSError as error:
        why = {errno.EADDRINUSE: "is already in use", errno.EACCES: "needs more rights than we have"}
        raise Sorry(
            f"Port {port} on {host} {why.get(error.errno or 0, 'cannot be used')}. "
            f"Stop the program that uses it, or choose another with --port."
        ) from error


def near(host: str, port: int = DEFAULT_PORT) -> socket.socket:
    """A socket on the first free port from `port` on."""
    for candidate in range(port, port + TRIES):
        try:
            return listen(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise Sorry(f"Ports {port} to {port + TRIES - 1} are all in use. Choose another with --port.")


def port_of(taken: socket.socket) -> int:
    """The port number of a listening socket."""
    return int(taken.getsockname()[1])


def status_of(port: int, path: str, timeout_s: float = 2.0, host: str = "127.0.0.1") -> int | None:
    """The HTTP status of a page on this machine, or None when nothing answers. Ignores proxies."""
    line = http.client.HTTPConnection(host, port, timeout=timeout_s)
    try:
        line.request("GET", path)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()
