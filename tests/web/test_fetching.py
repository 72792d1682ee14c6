"""Links of users: what is inside a network is never asked, whatever its name, its spelling or the redirect that leads there."""

import httpx
import pytest

from khabar.sources.texts import InputError
from khabar.web.security.fetching import Guarded, guarded_web, is_public

REFUSED = r"not to a public site|no site|Invalid"
PUBLIC = "93.184.215.14"
PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1",
    "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::", "2001:db8::1", "ff02::1",
    "localhost", "",
]  # fmt: skip


class Site(httpx.BaseTransport):
    """What answers at public addresses; it keeps what it was asked."""

    def __init__(self, answers: dict[str, httpx.Response]) -> None:
        self.answers, self.asked = answers, list[httpx.Request]()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answers.get(request.url.path, httpx.Response(404))


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_inside_a_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [a for a in PRIVATE if a])
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    site = Site({})
    for found in ([address], [PUBLIC, address]):
        with pytest.raises(InputError, match=REFUSED):
            guarded_web(lambda host, port, found=found: found, site).get("http://news.example/a")  # type: ignore[misc]
    assert not site.asked


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://localhost/",
     "http://127.1/", "http://169.254.169.254/latest/meta-data/"],
)  # fmt: skip
def test_an_address_inside_is_refused_however_it_is_spelt(url: str) -> None:
    with pytest.raises(InputError, match=REFUSED):
        guarded_web(inner=Site({})).get(url)


@pytest.mark.parametrize(
    "url",
    ["http://news.example:22/", "https://news.example:6379/", "ftp://news.example/", "file:///etc/passwd", "gopher://news.example/",
     "http://user:secret@news.example/", "http://news.example:8765/api/v1/session"],
)  # fmt: skip
def test_other_schemes_ports_and_passwords_are_refused(url: str) -> None:
    site = Site({})
    with pytest.raises(InputError):
        guarded_web(lambda host, port: [PUBLIC], site).get(url)
    assert not site.asked


@pytest.mark.parametrize(
    "target", ["http://inside.example/", "http://127.0.0.1/", "file:///etc/passwd", "http://169.254.169.254/", "//inside.example/"],
)  # fmt: skip
def test_a_redirect_inside_is_refused(target: str) -> None:
    site = Site({"/a": httpx.Response(302, headers={"location": target})})
    addresses = {"news.example": [PUBLIC], "inside.example": ["10.0.0.1"]}
    web = guarded_web(lambda host, port: addresses.get(host, [host]), site)
    with pytest.raises(InputError):
        web.get("http://news.example/a")
    assert {request.url.host for request in site.asked} == {PUBLIC}


def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    """A name that changes between the look and the connection (DNS rebinding) changes nothing."""
    answers = iter([[PUBLIC], [PUBLIC], ["127.0.0.1"]])
    site = Site({"/a": httpx.Response(200, content=b"ok")})
    found = guarded_web(lambda host, port: next(answers), site).get("https://news.example/a")
    assert found is not None and found.data == b"ok"
    asked = site.asked[-1]
    assert asked.url.host == PUBLIC and asked.headers["host"] == "news.example" and asked.extensions["sni_hostname"] == "news.example"


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    site = Site({"/": httpx.Response(200)})
    with httpx.Client(transport=Guarded(lambda host, port: [PUBLIC], site)) as client:
        assert client.get("http://news.example/").status_code == 200
