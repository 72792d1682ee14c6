"""Who is let in: accounts, sessions, roles, forged and foreign requests, attempts without end."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fastapi import FastAPI
from fastapi.testclient import TestClient

import khabar
from khabar.cli.accounts import user
from khabar.errors import InputError
from khabar.store.accounts import Accounts
from khabar.store.store import Store
from khabar.web.app import create_app
from khabar.web.security.passwords import hashed
from khabar.web.security.sessions import COOKIE
from khabar.web.settings import Settings
from tests.forked import Commands
from tests.web.conftest import BASE, NOW

PASSWORD = "حصان صحيح بطارية دبوس"
ME = "/api/v1/session"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> object:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guarded(database: Path, clock: Clock, nlp: khabar.Pipeline) -> Iterator[FastAPI]:
    """An app with accounts, one of each role."""
    store = Store.open(database)
    for role in ("viewer", "reviewer", "admin"):
        Accounts(store).add(role, role, hashed(PASSWORD), NOW.isoformat())
    store.close()
    app = create_app(Settings(str(database), "0.0.0.0", clock=clock, secret=b"k" * 32))  # type: ignore[arg-type]
    app.state.desk.nlp = nlp
    yield app


def login(app: FastAPI, name: str) -> TestClient:
    """A program that is logged in."""
    client = TestClient(app, BASE)
    token = client.post(ME, json={"name": name, "password": PASSWORD}).json()["token"]
    client.headers["authorization"] = f"Bearer {token}"
    return client


def browser(app: FastAPI, name: str) -> TestClient:
    """A browser that is logged in, which sends its cookie by itself."""
    client = TestClient(app, BASE)
    client.cookies.set(COOKIE, client.post(ME, json={"name": name, "password": PASSWORD}).json()["token"])
    return client


def test_a_stranger_sees_nothing(guarded: FastAPI) -> None:
    client = TestClient(guarded, BASE, follow_redirects=False)
    found = client.get("/api/v1/reviews/queue")
    assert found.status_code == 401 and found.headers["content-type"] == "application/problem+json"
    assert "Bearer" in found.headers["www-authenticate"]
    page = client.get("/incidents?country=SYR")
    assert page.status_code == 303 and page.headers["location"] == "/login?next=/incidents%3Fcountry%3DSYR"
    assert client.get("/healthz").status_code == 200


def test_wrong_names_and_passwords_are_told_alike(guarded: FastAPI) -> None:
    client = TestClient(guarded, BASE)
    found = [client.post(ME, json={"name": name, "password": "wrong wrong wrong"}).json() for name in ("admin", "nobody")]
    assert found[0] == found[1] and found[0]["status"] == 401


def test_attempts_end_and_begin_again_later(guarded: FastAPI, clock: Clock) -> None:
    client = TestClient(guarded, BASE)
    codes = [client.post(ME, json={"name": "admin", "password": "wrong wrong wrong"}).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    refused = client.post(ME, json={"name": "admin", "password": PASSWORD})
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) == 900
    assert client.post(ME, json={"name": "viewer", "password": PASSWORD}).status_code == 201
    clock.time += timedelta(minutes=16)
    assert client.post(ME, json={"name": "admin", "password": PASSWORD}).status_code == 201


def test_attempts_at_once_are_all_counted(guarded: FastAPI) -> None:
    client, codes = TestClient(guarded, BASE), []

    def attempt() -> None:
        codes.append(client.post(ME, json={"name": "admin", "password": "wrong wrong wrong"}).status_code)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [401] * 5 + [429] * 7


def test_a_stale_session_is_none(guarded: FastAPI, clock: Clock) -> None:
    client = browser(guarded, "viewer")
    assert client.get(ME).json()["name"] == "viewer"
    clock.time += timedelta(hours=13)
    assert client.get(ME).status_code == 401


def test_a_stolen_session_ends_with_the_logout_and_with_another_password(guarded: FastAPI, database: Path) -> None:
    client, thief = browser(guarded, "viewer"), TestClient(guarded, BASE)
    thief.cookies.set(COOKIE, str(client.cookies.get(COOKIE)))
    assert thief.get(ME).status_code == 200
    client.delete(ME, headers={"x-csrf-token": client.get(ME).json()["csrf"]})
    assert thief.get(ME).status_code == 401
    again = browser(guarded, "viewer")
    Accounts(guarded.state.desk.store).change("viewer", password=hashed(PASSWORD + "!"))
    assert again.get(ME).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "' OR 1=1 --", "null", "../../etc/passwd"])
def test_a_made_up_token_is_none(guarded: FastAPI, token: str) -> None:
    assert TestClient(guarded, BASE).get(ME, headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert TestClient(guarded, BASE).get(ME, headers={"cookie": f"{COOKIE}={token}"}).status_code == 401


def test_a_closed_account_is_out_at_once(guarded: FastAPI) -> None:
    client = login(guarded, "viewer")
    Accounts(guarded.state.desk.store).change("viewer", active=False)
    assert client.get(ME).status_code == 401
    assert client.post(ME, json={"name": "viewer", "password": PASSWORD}).status_code == 401


def test_the_database_holds_neither_password_nor_token(guarded: FastAPI, database: Path) -> None:
    token = str(browser(guarded, "viewer").cookies.get(COOKIE))
    guarded.state.desk.store.close()
    held = b"".join(path.read_bytes() for path in database.parent.glob("events.db*"))
    assert token.encode() not in held and PASSWORD.encode() not in held and b"$argon2id$" in held


def test_a_browser_must_send_the_token_of_its_forms(guarded: FastAPI) -> None:
    client = browser(guarded, "reviewer")
    body = {"incidents": {"a": 0, "b": 0}}
    assert client.post("/api/v1/reviews/merge", json=body).status_code == 403
    assert client.post("/api/v1/reviews/merge", json=body, headers={"x-csrf-token": "x" * 43}).status_code == 403
    other = browser(guarded, "reviewer").get(ME).json()["csrf"]
    assert client.post("/api/v1/reviews/merge", json=body, headers={"x-csrf-token": other}).status_code == 403
    own = client.get(ME).json()["csrf"]
    assert client.post("/api/v1/reviews/merge", json=body, headers={"x-csrf-token": own}).status_code in (404, 422)


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"},
                                     {"sec-fetch-site": "same-site"}, {"origin": "http://127.0.0.1:9999"}])  # fmt: skip
def test_what_another_site_makes_a_browser_ask_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    found = client.post("/api/v1/reviews/merge", json={"incidents": {}}, headers=headers)
    assert found.status_code == 403 and "another site" in found.json()["detail"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "[::1", "localhost@evil.example"])
def test_another_name_that_leads_here_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/session", headers={"host": host}).status_code in (400, 421)


def test_a_viewer_only_looks(guarded: FastAPI) -> None:
    client = login(guarded, "viewer")
    assert client.get("/api/v1/reviews/queue").status_code == 200
    for path in ("merge", "split", "corpus", "1/undo", "anything/else"):
        found = client.post(f"/api/v1/reviews/{path}", json={})
        assert found.status_code == 403 and "reviewer" in found.json()["detail"]


def test_a_name_that_is_none_is_refused(database: Path) -> None:
    accounts = Accounts(Store.open(database))
    for name in ("", "  ", "a b", "<script>", "../x", "x" * 65, "a\x00b", "a\nb"):
        with pytest.raises(Exception, match="no name"):
            accounts.add(name, "viewer", "x", "2020")


def test_the_last_admin_stays(guarded: FastAPI) -> None:
    accounts = Accounts(guarded.state.desk.store)
    for change in ({"role": "viewer"}, {"active": False}):
        with pytest.raises(Exception, match="last admin"):
            accounts.change("admin", **change)  # type: ignore[arg-type]


def test_logins_are_in_the_audit_log(guarded: FastAPI) -> None:
    client = TestClient(guarded, BASE)
    client.post(ME, json={"name": "<b>x", "password": "wrong wrong wrong"})
    login(guarded, "admin")
    log = Accounts(guarded.state.desk.store).log()
    assert [(e.action, e.user) for e in log] == [("login", "admin"), ("login failed", "<b>x")]


def test_every_answer_has_the_headers(client: TestClient) -> None:
    for path in ("/", "/healthz", "/nothing", "/api/v1/nothing", "/api/v1/session"):
        found = client.get(path).headers
        assert "script-src 'self'" in found["content-security-policy"] and "unsafe" not in found["content-security-policy"]
        assert found["x-content-type-options"] == "nosniff" and found["x-frame-options"] == "DENY"


def test_too_much_is_refused_whether_told_or_not(client: TestClient) -> None:
    assert client.post("/api/v1/session", content=b"x" * 12_000_001).status_code == 413
    parts = (b"x" * 1_000_000 for _ in range(30))
    assert client.post("/api/v1/session", content=parts, headers={"content-type": "application/json"}).status_code == 413
    assert client.post("/api/v1/session", content=b"{}", headers={"content-length": "-5"}).status_code in (400, 413)


def test_user_add_and_serve_at_another_address(commands: Commands, filled: Path, tmp_path: Path) -> None:
    database = tmp_path / "events.db"
    database.write_bytes(filled.read_bytes())
    found = commands.run("serve", "--from", str(database), "--host", "0.0.0.0", "--port", "0", cwd=tmp_path)
    assert found.code == 2 and "khabar user add NAME --role admin" in found.stderr
    short = commands.run("user", "add", "sara", "--role", "admin", "--into", str(database), cwd=tmp_path)
    assert short.code == 2 and "12 to 256" in short.stderr


def test_accounts_are_made_at_the_command_line(filled: Path, tmp_path: Path) -> None:
    database = str(tmp_path / "events.db")
    Path(database).write_bytes(filled.read_bytes())
    run = CliRunner()

    def khabar_user(*arguments: str, password: str = "") -> Result:
        return run.invoke(user, [*arguments, "--into", database], input=password)

    assert khabar_user("add", "سارة", "--role", "admin", password=PASSWORD + "\n").output == "سارة is an admin.\n"
    with pytest.raises(InputError, match="already"):
        run.invoke(
            user, ["add", "سارة", "--role", "viewer", "--into", database], input=PASSWORD, catch_exceptions=False, standalone_mode=False
        )
    assert khabar_user("add", "omar", "--role", "viewer", password=PASSWORD).exit_code == 0
    assert khabar_user("change", "omar", "--role", "reviewer", "--close").output == "omar is a closed reviewer.\n"
    assert khabar_user("list").output == "omar\treviewer\tclosed\nسارة\tadmin\n"
    log = Accounts(Store.open(database)).log()
    assert [e.action for e in log] == ["account changed", "account added", "account added"]


def test_an_admin_manages_accounts_on_the_page_and_others_do_not(guarded: FastAPI) -> None:
    admin, viewer = browser(guarded, "admin"), browser(guarded, "viewer")
    made = {"make": "1", "name": "new", "role": "reviewer", "password": PASSWORD}
    for client, code in ((viewer, 403), (admin, 200)):
        token = client.get(ME).json()["csrf"]
        assert client.post("/account/users", data={**made, "csrf": token}).status_code == code
    assert login(guarded, "new").get(ME).json()["role"] == "reviewer"
    assert "account changed" in admin.get("/account").text and "<table" not in viewer.get("/account").text


def test_ones_own_password_needs_the_old_one(guarded: FastAPI) -> None:
    client = browser(guarded, "viewer")
    token = client.get(ME).json()["csrf"]
    new = {"new": "دبوس بطارية صحيح حصان", "csrf": token}
    assert client.post("/account/password", data={**new, "old": "not this one at all"}).status_code == 422
    client.post("/account/password", data={**new, "old": PASSWORD})
    assert client.get(ME).status_code == 401
    assert client.post(ME, json={"name": "viewer", "password": new["new"]}).status_code == 201
