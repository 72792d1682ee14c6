"""Incidents and documents in the formats of other tools."""

EXPORTS = ("plover-jsonl", "acled-csv", "gdelt-tsv", "geojson", "bayanat-csv", "parquet", "brat")
"""Names of the formats."""
