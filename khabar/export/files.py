"""Exports that are no single text: a Parquet file, a folder of brat files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from khabar.document.model import COUNTS
from khabar.export.formats import brat, record
from khabar.store.rows import Known


def parquet(found: Iterable[Known], target: Path) -> int:
    """Write incidents as a Parquet file; lists stay lists. Returns how many."""
    import pyarrow
    import pyarrow.parquet

    rows = [record(known) for known in found]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=_schema()), target)
    return len(rows)


def _schema() -> Any:
    import pyarrow as pa

    texts = ["id", "level", "type", "mode", "cause", "quad", "first", "last", "place", "place_ar", "admin1", "country"]
    lists = ["part_of", "sides", "actors", "targets", "weapons", "contested", "origins", "articles", "outlets", "quotes"]
    whole = ["where_prec", *(f"{name}_{end}" for name in COUNTS for end in ("low", "high")), "reports", "outlet_count", "source_count"]
    fields = [(n, pa.string()) for n in texts] + [(n, pa.float64()) for n in ("lat", "lon")]
    fields += [*((n, pa.int64()) for n in whole), *((n, pa.list_(pa.string())) for n in lists)]
    side = pa.struct([("value", pa.string()), ("sources", pa.list_(pa.string()))])
    contest = pa.struct([("field", pa.string()), ("kind", pa.string()), ("sides", pa.list_(side))])
    return pa.schema([*fields, ("contests", pa.list_(contest))])


def brat_folder(documents: Iterable[dict[str, Any]], target: Path) -> int:
    """Write documents as brat standoff: NAME.txt and NAME.ann each. Returns how many."""
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    for document in documents:
        text, annotations = brat(document)
        (target / f"{document['id']}.txt").write_text(text, "utf-8")
        (target / f"{document['id']}.ann").write_text(annotations, "utf-8")
        count += 1
    return count
