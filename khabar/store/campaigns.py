"""Which campaigns hold which incidents, found as they are looked at: nothing of it is kept, so that a new campaign changes no incident."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from khabar.incidents import parts
from khabar.incidents.parts import Record
from khabar.store import schema as s

_T = s.incidents.c


def campaigns_of(db: Connection, records: Sequence[Record]) -> dict[str, list[str]]:
    """Incident -> the campaigns that hold it, the shortest first; those that none holds are left out. records: of the incidents."""
    dated = [r for r in records if r["country"] and r["first"] and r.get("level", "campaign") != "campaign"]
    if not dated:
        return {}
    first, last = min(r["first"] for r in dated), max(r["last"] for r in dated)
    countries = sorted({r["country"] for r in dated})
    campaigns: dict[str, list[Record]] = defaultdict(list)
    wanted = _records().where(_T.level == "campaign", _T.country.in_(countries), _T.day >= first, _T["first"] <= last)
    for data, radius in db.execute(wanted.where(_T.reviewed != "rejected").order_by(_T.id)):
        campaigns[data["country"]].append({**data, "radius": radius})
    found = ((r["id"], parts.campaigns_of(r, campaigns[r["country"]])) for r in dated)
    return {name: held for name, held in found if held}


def parts_of(db: Connection, campaign: str) -> list[dict[str, Any]]:
    """The records of the incidents that a campaign holds, by their days; none where it is no campaign."""
    row = db.execute(_records().where(_T.id == campaign, _T.level == "campaign")).one_or_none()
    if row is None or not row.data["first"]:
        return []
    whole = {**row.data, "radius": row.radius}
    near = _records().where(_T.country == whole["country"], _T.day >= whole["first"], _T["first"] <= whole["last"])
    records = (data for data, _ in db.execute(near.where(_T.reviewed != "rejected", _T.level != "campaign")))
    return sorted((r for r in records if parts.is_part(r, whole)), key=lambda r: (r["first"], r["id"]))


def _records() -> Any:
    return select(s.records.c.data, _T.radius).join_from(s.incidents, s.records, s.records.c.incident == _T.id)
