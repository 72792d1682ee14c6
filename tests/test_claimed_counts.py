"""Numbers of people and causes on their way from documents to incidents and exports."""

from dataclasses import replace
from typing import Any

import pytest

from khabar.document.model import Document
from khabar.export.formats import acled_csv, bayanat_csv, brat, gdelt_tsv, record
from khabar.incidents.episodes import episodes
from khabar.incidents.incidents import Incident, build
from khabar.incidents.keeping import from_json, to_json
from khabar.store.rows import Known
from tests.building import assembled, found


def incidents(document: Document) -> list[Incident]:
    return build(episodes(document), {})


def flat(document: Document) -> dict[str, Any]:
    (incident,) = incidents(document)
    return record(Known(incident, {}))


def displacement() -> Document:
    text = "نزح 20 ألف شخص ونزحت 300 عائلة"
    return assembled(text, found(text, "نزح", "HARM displace"), found(text, "نزحت", "HARM displace", 0))


def test_displaced_are_claimed_and_are_no_dead() -> None:
    data = flat(displacement())
    assert (data["displaced_low"], data["displaced_high"]) == (20000, 20000), "at least 300 people says nothing beside 20,000"
    assert data["killed_low"] is data["killed_high"] is data["injured_low"] is data["casualties_low"] is None


def test_households_are_shown_as_such() -> None:
    (incident,) = incidents(displacement())
    assert {value.value for value in incident.matrix()["displaced"]} == {"20000", "300 households"}
    assert "displaced" not in incident.contested()


def test_dead_and_wounded_in_one_number_have_a_field_of_their_own() -> None:
    text = "سقط 30 عنصرا بين قتيل وجريح"
    data = flat(assembled(text, found(text, "قتيل", "HARM kill"), found(text, "جريح", "HARM injure")))
    assert (data["casualties_low"], data["casualties_high"], data["killed_low"], data["injured_low"]) == (30, 30, None, None)


def test_a_superseded_toll_is_not_claimed() -> None:
    text = "ارتفعت حصيلة القتلى من 5 إلى 9"
    data = flat(assembled(text, found(text, "القتلى", "HARM kill")))
    assert (data["killed_low"], data["killed_high"]) == (9, 9)


def test_what_nature_did_is_never_one_with_an_attack() -> None:
    text = "قتل 5 في قصف على القرية. وقتل 20 في زلزال ضرب القرية."
    events = [
        replace(found(text, "قتل", "HARM kill"), outcome_of=1),
        found(text, "قصف", "ASSAULT aerial", 1),
        found(text, "قتل", "HARM kill", 2, nth=1),
    ]
    by_cause = {incident.cause: record(Known(incident, {})) for incident in incidents(assembled(text, *events))}
    assert {cause: data["killed_low"] for cause, data in by_cause.items()} == {None: 5, "nature": 20}
    assert by_cause["nature"]["quad"] is None and by_cause[None]["quad"] == "material-conflict"


@pytest.mark.parametrize("form", [acled_csv, gdelt_tsv])
def test_political_formats_leave_nature_out(form: Any) -> None:
    text = "قتل 20 في زلزال قوي."
    known = [Known(incident, {}) for incident in incidents(assembled(text, found(text, "قتل", "HARM kill")))]
    assert "HARM" in "".join(bayanat_csv(known)) and "20" not in "".join(form(known))


def test_brat_has_every_role() -> None:
    _, annotations = brat(displacement().to_dict())
    assert "displaced:T" in annotations and "\tDisplaced " in annotations


def test_episodes_are_kept_with_their_displaced_and_read_without() -> None:
    (episode,) = episodes(displacement())
    data = to_json(episode)
    assert from_json(data, episode.meaning) == episode and episode.displaced == (20000, 20000)
    del data["displaced"]
    assert from_json(data, b"").displaced is None
