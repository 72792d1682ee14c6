"""The web: what is at an address, asked for politely: robots.txt, a pause between two requests to one host, conditional requests, limits
on time and size."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from khabar.sources.limits import MOST_BYTES
from khabar.sources.texts import InputError

AGENT = "khabar"
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
MOST_SECONDS = 60.0
"""How long one answer may take in all, however slowly it comes."""
DOWN_SECONDS = 300.0
"""How long a site that did not answer is left alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site sent. kind: its Content-Type, in lower case, "" where it names none. charset: the encoding named with it."""

    data: bytes
    kind: str
    charset: str | None


@dataclass
class Web:
    """A client that remembers robots.txt, when it last asked each host, and what did not change (ETag, Last-Modified).

    pause: seconds between two requests to one host. clock, sleep: the time, given so that tests need not wait.
    """

    pause: float = 1.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    transport: httpx.BaseTransport | None = None
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _down: dict[str, tuple[float, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._client = httpx.Client(headers={"User-Agent": AGENT}, timeout=TIMEOUT, follow_redirects=True, transport=self.transport)

    def get(self, url: str) -> Answer | None:
        """What is at an address; None where it has not changed since this client last asked. InputError says why there are none."""
        if not self._allowed(url):
            raise InputError(f"{url}: the site's robots.txt does not allow it")
        answer = self._ask(url, self.seen.get(url, {}))
        if answer.status_code == 304:
            return None
        if answer.status_code != 200:
            raise InputError(f"{url}: the site answered {answer.status_code} {answer.reason_phrase}")
        marks = {"If-None-Match": answer.headers.get("etag"), "If-Modified-Since": answer.headers.get("last-modified")}
        self.seen[url] = {name: value for name, value in marks.items() if value}
        kind, _, rest = answer.headers.get("content-type", "").lower().partition(";")
        charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'")
        return Answer(answer.content, kind.strip(), charset or None)

    def _ask(self, url: str, headers: dict[str, str]) -> httpx.Response:
        host = urlsplit(url).netloc
        since, reason = self._down.get(host, (-1e9, ""))
        if self.clock() - since < DOWN_SECONDS:
            raise InputError(f"{url}: {reason}")
        wait = self._asked.get(host, -1e9) + self.pause - self.clock()
        if wait > 0:
            self.sleep(wait)
        begun = self._asked[host] = self.clock()
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                data = bytearray()
                for part in answer.iter_bytes():
                    data += part
                    if len(data) > MOST_BYTES:
                        raise InputError(f"{url}: the answer is larger than {MOST_BYTES / 1e6:.0f} MB")
                    if self.clock() - begun > MOST_SECONDS:
                        raise InputError(f"{url}: the answer took longer than {MOST_SECONDS:.0f} s")
                return httpx.Response(answer.status_code, headers=_plain(answer.headers), content=bytes(data))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            reason = f"{type(error).__name__}: the site cannot be reached ({error})"
            self._down[host] = (self.clock(), reason)
            raise InputError(f"{url}: {reason}") from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise InputError(f"{url}: {type(error).__name__}: {error}") from None

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            try:
                answer = self._ask(f"{site}/robots.txt", {})
                rules.parse(answer.text.splitlines() if answer.status_code == 200 else [])
            except InputError:
                rules.parse([])
            self._robots[site] = rules
        return self._robots[site].can_fetch(AGENT, url)


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """Headers without those that speak of how the body was packed: it is unpacked already."""
    return {k: v for k, v in headers.items() if k.lower() not in ("content-encoding", "content-length", "transfer-encoding")}
