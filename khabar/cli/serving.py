"""The commands around the analysts' page: serve."""

import socket

import click

from khabar.cli.stores import FROM
from khabar.errors import InputError
from khabar.masking import masked

EXTRA = ("argon2", "babel", "fastapi", "jinja2", "multipart", "python_multipart", "uvicorn")
"""The modules of the extra `web`."""


@click.command()
@FROM
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port to listen at; 0 picks a free one.")
def serve(target: str, host: str, port: int) -> None:
    """Open the analysts' page and the HTTP API of a database, until Ctrl-C."""
    try:
        import uvicorn

        from khabar.web.app import create_app
        from khabar.web.settings import Settings
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        raise InputError("khabar serve needs more packages: pip install 'khabar[web]'") from None
    settings, listening = Settings(target, host), listener(host, port)
    if not settings.is_local:
        _need_accounts(settings.host, target)
    app = create_app(settings)
    click.echo(f"Khabar is at {address_of(listening)} (Ctrl-C ends it)")
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)).run([listening])


def _need_accounts(host: str, target: str) -> None:
    """Nothing where there are accounts; InputError where whoever reaches the address could change everything."""
    from khabar.store.accounts import Accounts
    from khabar.store.store import Store

    store = Store.open(target, create=False)
    try:
        if not Accounts(store).any():
            raise InputError(
                f"--host {host}: other machines could reach the page there, and nobody would have to log in; make an account first: "
                f"khabar user add NAME --role admin --into {masked(target)}"
            )
    finally:
        store.close()


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens there. InputError where that cannot be."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError) as error:
        raise InputError(f"--host {host}: is no address of this machine ({error})") from None
    found = socket.socket(family, kind)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(place)
        found.listen(128)
    except OSError as error:
        found.close()
        raise InputError(f"{host}:{port}: cannot listen there ({error.strerror}); --port 0 picks a free port") from None
    return found


def address_of(listening: socket.socket) -> str:
    """Where a browser finds the server."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


COMMANDS = (serve,)
