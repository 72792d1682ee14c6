"""The commands for accounts: khabar user add, change, list."""

import sys
from datetime import UTC, datetime

import click

from khabar.cli.stores import reading, writing
from khabar.errors import InputError

ROLES = ("viewer", "reviewer", "admin")
_DB = click.option("--into", "--from", "target", required=True, metavar="DB", help="Database: a file name, or postgresql+psycopg://...")
_ROLE = click.Choice(ROLES)


@click.group()
def user() -> None:
    """Accounts of the analysts' page: viewers look, reviewers decide, admins manage accounts."""


@user.command()
@click.argument("name")
@click.option("--role", type=_ROLE, required=True, help="What the account may do.")
@_DB
def add(name: str, role: str, target: str) -> None:
    """Make an account NAME. Its password is asked for, or read from standard input."""
    from khabar.store.accounts import Accounts, name_of

    given = name_of(name)
    with writing(target) as store:
        accounts = Accounts(store)
        if accounts.user(given):
            raise InputError(f"there is an account {given} already; change it with khabar user change {given}")
        made = accounts.add(given, role, _password(given), _now())
        accounts.note(_now(), "command line", "", "account added", {"name": made.name, "role": made.role})
    click.echo(f"{made.name} is a{'n' if role == 'admin' else ''} {made.role}.")


@user.command()
@click.argument("name")
@click.option("--role", type=_ROLE, help="What the account may do from now on.")
@click.option("--password", "renew", is_flag=True, help="Give it another password, asked for or read from standard input.")
@click.option("--close/--open", "closed", default=None, help="Whether it can still log in.")
@_DB
def change(name: str, role: str | None, renew: bool, closed: bool | None, target: str) -> None:
    """Change the account NAME. Whoever is logged in with it is logged out."""
    from khabar.store.accounts import Accounts

    if role is None and not renew and closed is None:
        raise InputError("say what is to be changed: --role, --password, --close or --open")
    with writing(target, create=False) as store:
        accounts = Accounts(store)
        if accounts.user(name) is None:
            raise InputError(f"there is no account {name!r}")
        found = accounts.change(name, role, _password(name) if renew else None, None if closed is None else not closed)
        told = {"name": name, "role": role, "password": "renewed" if renew else None, "closed": closed}
        accounts.note(_now(), "command line", "", "account changed", {k: v for k, v in told.items() if v is not None})
    click.echo(f"{found.name} is {'a' if found.active else 'a closed'} {found.role}.")


@user.command("list")
@_DB
def list_(target: str) -> None:
    """List the accounts."""
    from khabar.store.accounts import Accounts

    with reading(target) as store:
        for found in Accounts(store).users():
            click.echo(f"{found.name}\t{found.role}\t{'' if found.active else 'closed'}".rstrip())


def _password(name: str) -> str:
    """The hash of a password that is typed twice, or comes as the first line of standard input."""
    try:
        from khabar.web.security.passwords import hashed
    except ImportError:
        raise InputError("accounts need more packages: pip install 'khabar[web]'") from None
    if sys.stdin.isatty():
        return hashed(click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True))
    return hashed(sys.stdin.readline().rstrip("\r\n"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


COMMANDS = (user,)
