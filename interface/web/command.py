"""``zonereform app``: serves the page until it is stopped."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from interface.options import Lang, chosen
from interface.words import Language, say

PORT = 8765
HOST = "127.0.0.1"
MOST_HEADER = 16_384
"""Bytes of the headers of a request."""
MOST_CONNECTIONS = 128


def app(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any that is free.")] = PORT,
    host: Annotated[str, typer.Option(help="Address to listen on; this computer alone unless told otherwise.")] = HOST,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A further name by which browsers may call this server.", metavar="NAME")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    lang: Lang = "",
) -> None:
    """Serve the web page on which reform options are compared; Ctrl-C stops it.

    Example: zonereform app --port 8765 --lang zh
    """
    language = chosen(lang)
    listening = open_socket(host, port, language)
    from agents.compiled import is_compiled  # noqa: PLC0415  # a help text needs no engine
    from interface.web.guards import LOOPBACK  # noqa: PLC0415
    from interface.web.serving import serve, warm_up  # noqa: PLC0415

    if not is_compiled():
        typer.echo(say("compiling", language), err=True)
    warm_up()
    address = f"http://{'[' + host + ']' if ':' in host else host}:{listening.getsockname()[1]}/"
    hosts = [*LOOPBACK, *(name.lower() for name in allow_host or ()), host.lower(), f"[{host}]".lower()]
    if host not in (HOST, "localhost", "::1"):
        typer.echo(say("page_open_to_others", language, host=host), err=True)
    typer.echo(say("page_serving", language, address=address))
    if browser:
        import webbrowser  # noqa: PLC0415

        webbrowser.open(f"{address}#lang={language}")
    serve(listening, hosts)


def open_socket(host: str, port: int, language: Language) -> socket.socket:
    """Return a socket that listens; one line says why there is none."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        typer.echo(say("page_no_port", language, host=host, port=port, error=reason), err=True)
        raise typer.Exit(1) from error
    return listening
