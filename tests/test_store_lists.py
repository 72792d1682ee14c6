"""Lists, facets and charts of a store, and databases of before they were kept: on SQLite and on a real PostgreSQL."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, insert, inspect, select, text

import khabar
from khabar.errors import InputError, StoreError
from khabar.incidents.records import FIELDS
from khabar.store import database
from khabar.store.entries import ROLES
from khabar.store.store import Store
from tests.filling import Told, fill

FORMER = Path(__file__).parent / "data" / "schema-0003.db.gz"
"""A database of five of the samples, made when the schema was at 0003."""


def records(store: Store) -> list[dict[str, object]]:
    return [json.loads(json.dumps(each)) for each in store.incidents().records()]


def test_a_list_tells_what_the_incidents_tell(store: Store, told: Told) -> None:
    fill(store, told)
    page = store.page(limit=None)
    assert [entry.record for entry in page.items] == records(store) and page.total == len(page.items) > 3
    assert tuple(page.items[0].record) == FIELDS and page.next is None


@pytest.mark.parametrize("sort", ["newest", "oldest", "reports", "outlets", "sources", "killed"])
def test_pages_follow_each_other_without_gap_or_repetition(store: Store, told: Told, sort: str) -> None:
    fill(store, told)
    whole = [e.record["id"] for e in store.page(limit=None, sort=sort).items]
    found, cursor = [], None
    while True:
        page = store.page(limit=2, cursor=cursor, sort=sort)
        found += [e.record["id"] for e in page.items]
        cursor = page.next
        assert page.total == len(whole)
        if cursor is None:
            break
    assert found == whole and len(set(found)) == len(found) > 3


def test_the_order_of_a_list(store: Store, told: Told) -> None:
    fill(store, told)
    days = [e.record["last"] or "" for e in store.page(limit=None).items]
    assert days == sorted(days, reverse=True)
    killed = [e.record["killed_high"] or e.record["killed_low"] or -1 for e in store.page(limit=None, sort="killed").items]
    assert killed == sorted(killed, reverse=True)


@pytest.mark.parametrize("cursor", ["", "x", "eyJhIjoxfQ", "WyJuZXdlc3QiLDEsMl0", "\x00", "ا" * 50, "W10=" * 1000])
def test_a_cursor_that_is_none_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(InputError, match="cursor"):
        store.page(cursor=cursor)


def test_a_cursor_of_another_order_is_refused(store: Store, told: Told) -> None:
    fill(store, told)
    with pytest.raises(InputError, match="cursor"):
        store.page(cursor=store.page(limit=1).next, sort="killed")


def test_facets_count_what_their_filter_would_leave(store: Store, told: Told) -> None:
    fill(store, told)
    for chosen in ({}, {"country": "SYR"}, {"type": "ASSAULT", "min_reports": 2}, {"contested": True}):
        found = store.facets(**chosen)
        assert found.total == store.count_incidents(**chosen)
        for name, counts in found.counts.items():
            others = {n: v for n, v in chosen.items() if n != name}
            for value, count in counts.items():
                assert count == store.count_incidents(**others, **{name: value}), (chosen, name, value)
    assert {"SYR", "PSE"} <= set(store.facets(country="SYR").counts["country"])


def test_filters_of_a_list(store: Store, told: Told) -> None:
    fill(store, told)
    everything = store.page(limit=None).items
    ariha = next(e for e in everything if e.record["place"] == "Ariha")
    lat, lon = ariha.record["lat"], ariha.record["lon"]
    for chosen in (
        {"outlet": ariha.record["outlets"][0]}, {"place": "Ariha"}, {"place": ariha.record["place_ar"]}, {"min_outlets": 4},
        {"bbox": (lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1)}, {"country": ["SYR", "PSE"]}, {"reviewed": False},
    ):  # fmt: skip
        assert ariha in store.page(limit=None, **chosen).items, chosen
    for chosen in (
        {"outlet": "nobody"},
        {"place": "Nowhere"},
        {"bbox": (lon + 1, lat, lon - 1, lat)},
        {"reviewed": True},
        {"country": "PSE"},
    ):
        assert ariha not in store.page(limit=None, **chosen).items, chosen
    for box in ((0, 10, 0, -10), (0, 0, 500, 0), (float("nan"), 0, 0, 0)):
        with pytest.raises(InputError, match="bbox"):
            store.page(bbox=box)


FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"since": "2021-05-10"}, {"until": "2020-02-11"}, {"since": "2020-02-09", "until": "2020-02-10"}, {"country": "SYR"},
    {"country": ["PSE", "ISR"]}, {"type": "ASSAULT"}, {"type": "CONSULT"}, {"actor": "sr m"}, {"actor": ["SYR", "nobody"]}, {"actor": "%"},
    {"party": "ISR MIL"}, {"did": "ISR MIL"}, {"suffered": "ISR MIL"}, {"said": "ISR MIL"}, {"denied": "nobody"}, {"outlet": "nobody"},
    {"place": ["Ariha", "Gaza"]}, {"place": "أريحا"}, {"bbox": (30, 31, 36.5, 36)}, {"bbox": (36, -90, 30, 90)}, {"min_reports": 2},
    {"min_outlets": 4, "min_sources": 3}, {"contested": True}, {"contested": False, "country": "PSE"}, {"reviewed": True},
    {"reviewed": False}, {"rejected": True},
)  # fmt: skip


def test_columns_and_sql_mean_the_same_incidents(store: Store, told: Told) -> None:
    fill(store, told)
    counts = []
    for asked in FILTERS:
        counts.append(store.facets(**asked).total)
        assert counts[-1] == store.count_incidents(**asked) == store.page(**asked).total, asked
    assert set(counts) > {0, 1, 2, 5}


def test_a_party_by_its_name_and_an_actor_by_a_part_of_one(store: Store, told: Told) -> None:
    fill(store, told)
    names = list(store.facets().counts["party"])
    assert store.count_incidents(actor="isr") > store.count_incidents(party="ISR MIL") > store.count_incidents(party="isr mil") == 0
    for name in names:
        did, suffered = ({e.record["id"] for e in store.page(limit=None, **{role: name}).items} for role in ("did", "suffered"))
        assert {e.record["id"] for e in store.page(limit=None, party=name).items} == did | suffered != set()
    outlets = store.facets().counts["outlet"]
    spoke = next(a.source for a in store.accusations() if a.source not in outlets)
    assert store.count_incidents(said=spoke) and not store.count_incidents(denied="nobody")


def test_charts_add_up_to_the_list(store: Store, told: Told) -> None:
    fill(store, told)
    everything = [e.record for e in store.page(limit=None).items]
    for step, length in (("day", 10), ("month", 7), ("year", 4)):
        found = store.timeline(step)
        expected = Counter((r["first"][:length], r["type"]) for r in everything if r["first"])
        assert {(day, kind): n for day, counts in found.counts.items() for kind, n in counts.items()} == expected
        assert found.undated == sum(not r["first"] for r in everything) and list(found.counts) == sorted(found.counts)
    spots = store.spots()
    assert sum(spot.incidents for spot in spots) == sum(r["lat"] is not None for r in everything)
    ariha = next(spot for spot in spots if spot.place == "Ariha")
    assert ariha.killed >= 9 and ariha.contested == 1 and ariha.country == "SYR"
    said = store.accusations()
    assert said == sorted(said, key=lambda a: (-a.incidents, a.source, a.accused)) and said
    assert store.accusations(country="PSE") != said and len(store.accusations(limit=1)) == 1
    with pytest.raises(InputError, match="step"):
        store.timeline("decade")


def test_profiles_of_actors_tell_what_the_lists_tell(store: Store, told: Told) -> None:
    fill(store, told)
    listing = store.parties(limit=100)
    assert listing.next is None and [p.incidents for p in listing.items] == sorted((p.incidents for p in listing.items), reverse=True)
    for party in listing.items:
        assert party.roles == {role: store.count_incidents(**{role: party.name}) for role in ROLES}
        found = store.profile(party.name)
        assert found is not None and found.party == party
        assert {role: sum(kinds.values()) for role, kinds in found.types.items()} == {r: n for r, n in party.roles.items() if n}
        for role, line in found.timelines.items():
            assert sum(n for counts in line.counts.values() for n in counts.values()) + line.undated == party.roles[role]
        said = store.accusations(limit=1000)
        assert found.accused_by == {a.source: a.incidents for a in said if a.accused == party.name}
        assert found.accuses == {a.accused: a.incidents for a in said if a.source == party.name}
    assert store.profile("nobody") is None


def test_lists_of_actors_and_places_page_by_page(store: Store, told: Told) -> None:
    fill(store, told)
    for ask in (store.parties, store.places):
        whole, found, cursor = ask(limit=100).items, [], None
        while True:
            part = ask(limit=2, cursor=cursor)
            found += part.items
            cursor = part.next
            if cursor is None:
                break
        assert found == whole and len(whole) > 2
        with pytest.raises(InputError, match="cursor"):
            ask(cursor="x")
    assert [p.name for p in store.parties(words="sr m").items] == ["ISR MIL"]
    assert [p.place for p in store.places(words="أريحا").items] == [p.place for p in store.places(words="ARIHA").items] == ["Ariha"]


def test_the_profile_of_a_place(store: Store, told: Told) -> None:
    fill(store, told)
    found, same = store.place_profile("Ariha"), store.place_profile("أريحا", "SYR")
    assert found is not None and found == same
    assert found.place.incidents == found.facets.total == store.count_incidents(place="Ariha") == sum(s.incidents for s in found.spots)
    assert found.place.killed >= 9 and found.place.first == "2020-02-11" and list(found.timeline.counts) == ["2020-02-11"]
    assert store.place_profile("Ariha", "EGY") is None and store.place_profile("Nowhere") is None


def test_what_another_wrote_is_counted(store: Store, told: Told) -> None:
    """Counts are made from columns in memory: they follow what others write, correct and delete."""
    looking = Store.open(store.target)
    assert looking.facets().total == 0 and looking.spots() == []
    for article, document in told:
        store.add_article(article, "examples", "given")
        store.save(document)
        fresh = Store.open_to_read(store.target)
        for ask in (Store.facets, Store.spots, Store.timeline, Store.accusations):
            assert ask(looking) == ask(fresh)
        fresh.close()
    store.delete_article(told[0][1].id)
    fresh = Store.open_to_read(store.target)
    assert looking.facets() == fresh.facets() and looking.accusations() == fresh.accusations()
    fresh.close()
    looking.close()


def test_what_is_deleted_leaves_no_list(store: Store, told: Told) -> None:
    fill(store, told)
    for _, document in told:
        store.delete_article(document.id)
    assert store.page().items == [] and store.spots() == [] and store.accusations() == []
    assert not any(store.facets().counts[name] for name in ("country", "type", "party", "outlet"))


def test_a_database_of_the_former_schema_is_brought_up_to_date(tmp_path: Path, told: Told) -> None:
    path = tmp_path / "former.db"
    path.write_bytes(gzip.decompress(FORMER.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="khabar migrate"):
        Store.open_to_read(path)
    assert path.read_bytes() == before
    _as_if_new(Store.open(path))


def test_a_server_of_the_former_schema_is_brought_up_to_date(postgres_url: str | None, tmp_path: Path) -> None:
    if postgres_url is None:
        pytest.skip("PostgreSQL is not installed and cannot be installed here")
    path = tmp_path / "former.db"
    path.write_bytes(gzip.decompress(FORMER.read_bytes()))
    server = create_engine(postgres_url)
    _copy(create_engine(f"sqlite:///{path}"), server)
    found = Store.open(postgres_url)
    _as_if_new(found)
    with server.begin() as db:
        db.execute(text("DROP SCHEMA public CASCADE"))
        db.execute(text("CREATE SCHEMA public"))
    server.dispose()


def _as_if_new(store: Store) -> None:
    page = store.page(limit=None)
    assert [e.record for e in page.items] == records(store) and page.total == 5
    assert store.facets().counts["country"] == {"PSE": 2, "SYR": 2, "ISR": 1}
    with store.engine.connect() as db:
        assert db.execute(text("SELECT count(*) FROM reviews")).scalar_one() == 1
    store.close()


def _copy(old: "database.Engine", new: "database.Engine") -> None:
    """A database of the former schema on another server: its tables built by the former migrations, its rows copied."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with new.begin() as target, old.connect() as source:
        config.attributes["connection"] = target
        command.upgrade(config, "0003")
        tables = MetaData()
        tables.reflect(target, only=[t for t in inspect(target).get_table_names() if t != "alembic_version"])
        for table in tables.sorted_tables:
            rows = [dict(row) for row in source.execute(select(table)).mappings()]
            if rows:
                target.execute(insert(table), rows)


def test_the_module_khabar_opens_it_too(tmp_path: Path, told: Told) -> None:
    writer = khabar.open(tmp_path / "x.db", write=True)
    fill(writer, told)
    assert khabar.open(tmp_path / "x.db").page(limit=1).total == writer.count_incidents()
    writer.close()
