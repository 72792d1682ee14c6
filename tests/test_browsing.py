"""What a person is shown of a database: lists, one incident, articles, failures, searches; and the filters that choose."""

import csv
import io
import json
import re
import shlex
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from khabar.cli import browsing
from khabar.document.model import ROLES, Article, Document
from khabar.document.reading import document_of
from khabar.errors import InputError
from khabar.incidents import claims
from khabar.incidents.records import FIELDS
from khabar.resolve import countries
from khabar.store.filters import country_of, period_of, type_of
from tests.forked import Commands

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, commands: Commands) -> Path:
    """A folder with the samples in a database."""
    folder = tmp_path_factory.mktemp("shown")
    (folder / "bad.jsonl").write_text('{"text": \n', "utf-8")
    names = [str(ROOT / "examples" / name) for name in ("reports.jsonl", "incidents.jsonl")]
    assert commands.run("ingest", *names, "bad.jsonl", "--into", "x.db", cwd=folder).code == 2
    return folder


def test_a_list_says_how_many_there_are(place: Path, commands: Commands) -> None:
    whole = commands.run("incidents", "--from", "x.db", "--width", "80", cwd=place).stdout
    some = commands.run("incidents", "--from", "x.db", "--width", "80", "--limit", "3", cwd=place).stdout
    ids = re.findall(r"^[0-9a-f]{8} ", whole, re.MULTILINE)
    assert "shown" not in whole and f"3 of {len(ids)} shown" in some
    assert all(len(line) <= 80 for line in whole.splitlines())


def test_a_list_as_data(place: Path, commands: Commands) -> None:
    told = json.loads(commands.run("incidents", "--from", "x.db", "--format", "json", cwd=place).stdout)
    rows = list(csv.DictReader(io.StringIO(commands.run("incidents", "--from", "x.db", "--format", "csv", cwd=place).stdout)))
    assert [r["id"] for r in rows] == [t["id"] for t in told] and len(told) > 20
    assert [r["country"] for r in rows] == [t["country"] or "" for t in told]


def test_no_word_of_a_list_is_broken(place: Path, commands: Commands) -> None:
    records = json.loads(commands.run("incidents", "--from", "x.db", "--format", "json", cwd=place).stdout)
    modes = {r["mode"] for r in records if r["mode"]}
    for width in (90, 120):
        shown = set(commands.run("incidents", "--from", "x.db", "--width", str(width), cwd=place).stdout.split())
        assert modes <= shown and {word for r in records if r["place"] for word in r["place"].split()} <= {w.rstrip(",") for w in shown}


def test_the_names_of_a_record(place: Path, commands: Commands) -> None:
    [first, *_] = json.loads(commands.run("incidents", "--from", "x.db", "--format", "json", cwd=place).stdout)
    assert tuple(first) == FIELDS
    assert browsing.FIELDS == claims.FIELDS
    documented = (ROOT / "docs" / "export.md").read_text("utf-8")
    assert [name for name in FIELDS if f"`{name}`" not in documented] == []


def test_nothing_found_is_said_in_each_form(place: Path, commands: Commands) -> None:
    arguments = ("incidents", "--from", "x.db", "--since", "2040-01-01", "--format")
    found = [commands.run(*arguments, form, cwd=place).stdout.strip() for form in ("table", "json", "csv")]
    assert found[0] == "No incidents." and json.loads(found[1]) == [] and found[2].startswith("id,")


def test_an_incident_is_shown_with_its_reports_by_name(place: Path, commands: Commands) -> None:
    chosen = ("--min-sources", "3", "--since", "2020-02-10", "--country", "sy", "--format", "json")
    [ariha] = json.loads(commands.run("incidents", "--from", "x.db", *chosen, cwd=place).stdout)
    told = commands.run("incident", ariha["id"], "--from", "x.db", "--width", "80", cwd=place).stdout
    assert "مرصد الشمال" in told and "قتلى في قصف سوق أريحا" in told
    assert not any(article in told for article in ariha["articles"]), "a report is shown by its hash"
    for line in told.splitlines():
        assert line.count("\u2068") == line.count("\u2069")
        assert len(re.sub("[\u2068\u2069]", "", line)) <= 80
    only = commands.run("incident", ariha["id"], "--from", "x.db", "--field", "killed", cwd=place).stdout
    assert "killed (contested)" in only and "weapon" not in only and "place" not in only


def test_an_id_that_may_be_several_names_them(place: Path, commands: Commands) -> None:
    found = commands.run("incident", "", "--from", "x.db", cwd=place)
    assert found.code == 2 and "more than one" in found.stderr and len(found.stderr.splitlines()) == 1
    assert found.stderr.count("(ASSAULT") >= 2 and found.stderr.rstrip().endswith("and more")


def test_an_article_is_shown_as_it_was_read(place: Path, commands: Commands) -> None:
    text = commands.run("article", "ramadi-bomb", "--from", "x.db", cwd=place).stdout
    data = json.loads(commands.run("article", "ramadi-bomb", "--from", "x.db", "--format", "json", cwd=place).stdout)
    assert "ASSAULT" in text and "Ramadi, IRQ" in text and "الرمادي" in text
    again = json.loads(commands.run("article", data["id"][:8].upper(), "--from", "x.db", "--format", "json", cwd=place).stdout)
    assert again == data and document_of(data).to_dict() == data


def test_failures_are_listed(place: Path, commands: Commands) -> None:
    assert "bad.jsonl, line " in commands.run("failures", "--from", "x.db", cwd=place).stdout


def test_a_search_shows_the_sentence_and_says_what_it_leaves_out(place: Path, commands: Commands) -> None:
    found = commands.run("search", "أريحا", "--from", "x.db", "--limit", "2", cwd=place).stdout
    assert re.search(r"^2 of \d articles shown; --limit", found, re.MULTILINE) and "أريحا" in found
    one = commands.run("search", "سوق الخضار", "--from", "x.db", cwd=place).stdout
    assert "خضار" in one and "1 article" in one
    assert commands.run("search", "لا وجود لهذا", "--from", "x.db", cwd=place).stdout == "No article holds these words.\n"
    assert commands.run("search", "؟ !", "--from", "x.db", cwd=place).stdout == "No article holds these words.\n"


# Filters


def test_a_list_of_an_outlet_a_place_and_what_is_not_reviewed(place: Path, commands: Commands) -> None:
    def told(*options: str) -> list[dict[str, Any]]:
        return list(json.loads(commands.run("incidents", "--from", "x.db", "--format", "json", *options, cwd=place).stdout))

    [outlet, *_] = [record["outlets"][0] for record in told("--place", "أريحا")]
    assert told("--place", "Ariha") == told("--place", "أريحا") and all(outlet in r["outlets"] for r in told("--outlet", outlet))
    assert told("--unreviewed") == told() and told("--reviewed") == []


@pytest.mark.parametrize("name", ["SYR", "syr", "SY", "sy", "Syria", "SYRIA", " syria ", "Syrian Arab Republic", "سوريا", "سورية", "سوريه"])
def test_a_country_by_any_name(name: str) -> None:
    assert country_of(name) == "SYR"


def test_every_code_and_name_of_the_table_is_its_country() -> None:
    from khabar.data_files import table_of

    for iso3, iso2, names in table_of("khabar.resolve", "countries.tsv", 3):
        assert countries.resolve(iso3) == iso3 and (not iso2 or countries.resolve(iso2.lower()) == iso3)
        assert countries.resolve(names.partition("|")[0]) == iso3


def test_what_is_none_names_the_nearest() -> None:
    for value, words in (("Irak", "IRQ"), ("Lybia", "nearest: LBY"), ("لبان", "LBN")):
        with pytest.raises(InputError, match=words):
            country_of(value)
    with pytest.raises(InputError, match="nearest: PROTEST"):
        type_of("protests")
    assert type_of(" assault ") == "ASSAULT"
    assert period_of(date(2020, 1, 2), "2020-01-02") == ("2020-01-02", "2020-01-02") and period_of(None, None) == (None, None)


# The document


def test_every_key_of_the_json_is_documented(read_samples: dict[str, Document]) -> None:
    documented = set(re.findall(r"`([a-z_0-9]+)`", (ROOT / "docs" / "usage.md").read_text("utf-8").replace(" ", "` `")))
    for document in read_samples.values():
        for event in document.to_dict()["events"]:
            assert set(ROLES) <= set(event)
        assert keys(document.to_dict()) <= documented, keys(document.to_dict()) - documented


def keys(item: object) -> set[str]:
    if isinstance(item, dict):
        return set(item).union(*map(keys, item.values())) if item else set()
    return set().union(*map(keys, item)) if isinstance(item, list) and item else set()


def test_public_objects_are_short_to_look_at(read_samples: dict[str, Document]) -> None:
    for document in read_samples.values():
        for shown in (document, *document.events, Article(document.id, document.text)):
            assert len(repr(shown)) < 200 and "meaning" not in repr(shown)


# The README and the demo


def test_the_demo_is_a_screen_or_two(tmp_path: Path, place: Path, commands: Commands) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / ".venv").mkdir()
    shutil.copyfile(place / "x.db", tmp_path / ".venv" / "demo.db")
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\ndemo:")[2].partition("\n\n")[0]
    shown = []
    for line in re.findall(r"^\t@(.+)", recipe, re.MULTILINE):
        if line.startswith("$(BIN)/khabar "):
            found = commands.run(*shlex.split(line)[1:], cwd=tmp_path)
            assert found.code == 0, found
            shown += found.stdout.splitlines()
        else:
            shown += re.findall(r'echo(?: "([^"]*)")?', line)
    lines = [re.sub("[\u2068\u2069]", "", line) for line in shown]
    assert 40 < len(lines) <= 62 and max(map(len, lines)) <= 80
    for words in ("killed ≥ 14", "مصدر أمني عراقي", "Ariha, SYR", "killed (contested)"):
        assert any(words in line for line in lines), words


def test_the_lines_of_the_readme_run_as_written(tmp_path: Path, commands: Commands) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    block = next(b for b in re.findall(r"(?:^    .*\n)+", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE) if "khabar ingest" in b)
    lines = [line.strip() for line in block.splitlines() if "khabar " in line]
    assert len(lines) >= 5
    for line in lines:
        program, *arguments = shlex.split(line, comments=True)
        found = commands.run(*arguments, cwd=tmp_path)
        assert program == "khabar" and found.code == 0, (line, found)
