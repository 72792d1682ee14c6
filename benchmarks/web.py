"""How long a database of many incidents takes to answer: python benchmarks/web.py [incidents] [database]

The incidents are made up: real types and countries, towns, outlets and actors as unevenly frequent as the press has them, one to five
reports each. What is timed is what the server does for a page (list, facets, map, timeline, charts, one incident) and what `khabar
incidents` does, each several times; the median is told. Without a database, SQLite in a temporary
folder.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from click.testing import CliRunner
from fastapi.testclient import TestClient
from sqlalchemy import insert, update

from khabar.document.model import Place
from khabar.incidents.claims import Claim
from khabar.incidents.episodes import Episode
from khabar.incidents.incidents import Incident
from khabar.incidents.keeping import to_json
from khabar.incidents.records import record
from khabar.store import schema as s
from khabar.store.entries import entry_of
from khabar.store.rows import Head, Known
from khabar.store.store import Store
from khabar.web.app import create_app
from khabar.web.settings import Settings

TIMES = 5
"""How often each question is asked."""
LIMIT_MS = {"server": 200, "command": 500}
KINDS = (("ASSAULT", "aerial"), ("ASSAULT", "heavy-weapons"), ("ASSAULT", "firearms"), ("ASSAULT", None), ("COERCE", "arrest"),
         ("PROTEST", "demo"), ("CONSULT", "visit"), ("ACCUSE", None), ("REJECT", None), ("AID", None), ("HARM", "kill"))  # fmt: skip
COUNTRIES = ("SYR", "IRQ", "YEM", "PSE", "LBY", "SDN", "LBN", "EGY", "ISR", "TUR", "RUS", "USA", "IRN", "SAU", "SOM", "AFG")
TOWNS, OUTLETS, ACTORS, DAYS = 4000, 120, 3000, 3650


class Made:
    """Incidents, made up from a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = np.random.default_rng(seed)
        self._towns = [self._town(n) for n in range(TOWNS)]

    def _town(self, n: int) -> Place:
        x, y = self._random.random(2)
        country = COUNTRIES[self._rare(len(COUNTRIES))]
        where = (f"بلدة {n}", f"Town {n}", f"بلدة {n}", country, "city", None, 12 + 25 * x, 30 + 25 * y, f"Province {n % 90}")
        return Place(f"p{n}", *where, "gazetteer", "gazetteer", 5.0, 1)

    def _rare(self, count: int) -> int:
        """A number below a count, small ones more often."""
        return int(count * self._random.random() ** 3)

    def incident(self, number: int) -> Known:
        """One incident, with its reports."""
        town, (kind, mode) = self._towns[self._rare(TOWNS)], KINDS[self._rare(len(KINDS))]
        day = date(2015, 1, 1) + timedelta(int(self._random.integers(DAYS)))
        did, suffered, killed = f"Actor {self._rare(ACTORS)}", f"Actor {self._rare(ACTORS)}", self._rare(40)
        told = [self._episode(number, n, (kind, mode), day, town, (did, suffered), killed) for n in range(1 + self._rare(5))]
        heads = {e.document: Head(e.document, e.document, e.outlet, f"عنوان {number}", e.published, None) for e in told}
        return Known(Incident(f"{number * 2654435761 % 2**48:012x}", tuple(told), ()), {}, heads)

    def _episode(
        self, number: int, n: int, kind: tuple[str, str | None], day: date, town: Place, sides: tuple[str, str], killed: int
    ) -> Episode:
        article, outlet, dead = f"{number:020x}{n:04x}", f"وكالة {self._rare(OUTLETS)}", killed + self._rare(4)
        speaker = f"Speaker {self._rare(400)}"
        values = {
            "type": " ".join(filter(None, kind)), "actor": sides[0], "target": sides[1], "place": f"{town.name}, {town.country}",
            "date": day.isoformat(), "killed": str(dead),
        }  # fmt: skip
        claims = tuple(
            Claim(article, "v1", field, value, value, dead, dead, (outlet, speaker), speaker, "stated", False, "قال إن الغارة أصابت", 0, 19)
            for field, value in values.items()
        )
        told = (day + timedelta(1)).isoformat()
        what = ("violence", *kind, "actual", day, day, True)
        parties = (frozenset({("SYR", "MIL")}), frozenset({("SYR", "CVL")}))
        return Episode(f"{article}/1", article, outlet, told, *what, town, *parties, (dead, dead), None, b"", ("v1",), claims)


def fill(store: Store, count: int, part: int = 2000) -> None:
    """Write incidents into a store, as reading would have left them."""
    made = Made()
    for start in range(0, count, part):
        known = [made.incident(n) for n in range(start, min(start + part, count))]
        with store.engine.begin() as db:
            rows: dict[Any, list[dict[str, Any]]] = {s.articles: [], s.episodes: [], s.claims: []}
            for each in known:
                rows[s.articles] += map(_article, each.heads.values())
                rows[s.episodes] += [
                    {"id": e.id, "article": e.document, "data": to_json(e), "meaning": b""} for e in each.incident.episodes
                ]
                review = {"uncertainty": 0.5, "judgement": None, "reviewed": ""}
                for table, values in entry_of(each.incident, record(each.incident, each.sources), review):
                    rows.setdefault(table, []).extend(values)
            for table, values in rows.items():
                if values:
                    db.execute(insert(table), values)
            for each in known:
                ids = [e.id for e in each.incident.episodes]
                db.execute(update(s.episodes).where(s.episodes.c.id.in_(ids)).values(incident=each.incident.id))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("ANALYZE")


def _article(head: Head) -> dict[str, Any]:
    kept = {"id": head.id, "name": head.name, "outlet": head.outlet, "title": head.title, "published": head.published, "url": None}
    return {**kept, "text": "", "published_basis": "given", "source": "made", "state": "read"}


def _telling(e: Episode) -> dict[str, Any]:
    return {"id": e.id, "article": e.document, "data": to_json(e), "meaning": b""}


def asked(client: TestClient) -> Iterator[tuple[str, str]]:
    """What is asked of the server: a name, a path."""
    first = client.get("/api/v1/incidents").json()
    party = next(iter(client.get("/api/v1/incidents/facets").json()["facets"]["party"]))["value"]
    filters = {
        "all": "", "country": "country=SYR", "country, type": "country=SYR&type=ASSAULT", "party": f"party={party}",
        "part of a name": "actor=tor+7",
        "outlet": "outlet=وكالة+0", "years": "since=2016-01-01&until=2018-01-01", "contested": "contested=true", "sources": "min_sources=3",
        "box": "bbox=35,20,45,35", "place": "place=Town+1",
    }  # fmt: skip
    for view in ("", "/facets", "/places.geojson", "/timeline", "/accusations"):
        for name, query in filters.items():
            yield f"{view.strip('/') or 'list'}: {name}", f"/api/v1/incidents{view}?{query}"
    for sort in ("killed", "sources", "oldest"):
        yield f"list by {sort}", f"/api/v1/incidents?sort={sort}"
    yield "second page", f"/api/v1/incidents?cursor={first['next']}"
    yield "incident", f"/api/v1/incidents/{first['items'][0]['id']}"


def commands(target: str) -> Iterator[tuple[str, list[str]]]:
    """What is asked of the command line."""
    for option in (
        [], ["--country", "syria"], ["--type", "ASSAULT"], ["--actor", "tor 7"], ["--contested"], ["--since", "2024-01-01"],
        ["--min-outlets", "3"], ["--min-sources", "3", "--min-reports", "3"], ["--limit", "20"], ["--outlet", "وكالة 0"],
    ):  # fmt: skip
        yield " ".join(["khabar incidents", *option]), ["incidents", "--from", target, *option]


def timed(question: Callable[[], Any]) -> float:
    """How long an answer takes, the median of several, in milliseconds."""
    spent = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        question()
        spent.append((time.perf_counter() - begun) * 1000)
    return median(spent)


def measure(target: str, count: int) -> list[tuple[str, float, int]]:
    """(question, milliseconds, at most so many) of a database, which is filled here if it is empty."""
    begun = time.perf_counter()
    store = Store.open(target)
    if not store.count_incidents():
        fill(store, count)
        print(f"{count:,} incidents written in {time.perf_counter() - begun:.0f} s")
    store.close()
    from khabar.cli.commands import main as command

    found = []
    with TestClient(create_app(Settings(target, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))), "http://127.0.0.1:8765") as client:
        for name, path in asked(client):

            def ask(path: str = path) -> None:
                assert client.get(path).status_code == 200, path

            found.append((name, timed(ask), LIMIT_MS["server"]))
    for name, arguments in commands(target):

        def run(arguments: list[str] = arguments) -> None:
            assert CliRunner().invoke(command, arguments, catch_exceptions=False).exit_code == 0

        found.append((name, timed(run), LIMIT_MS["command"]))
    return found


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="khabar-web-") as folder:
        target = sys.argv[2] if len(sys.argv) > 2 else str(Path(folder) / "events.db")
        found = measure(target, count)
    for name, spent, limit in found:
        print(f"{name:50} {spent:7.0f} ms{'   too long' if spent > limit else ''}")
    if any(spent > limit for _, spent, limit in found):
        sys.exit("something takes too long")


if __name__ == "__main__":
    main()
