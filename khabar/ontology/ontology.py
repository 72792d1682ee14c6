"""PLOVER as Khabar uses it: event types, modes, quad classes, sectors; maps to CAMEO and ACLED. Read from plover.toml."""

from dataclasses import dataclass
from functools import cache

from khabar.data_files import toml_of


@dataclass(frozen=True, slots=True)
class EventType:
    """name: PLOVER type. quad: quad class. modes: the modes it may carry. cameo: root code. acled: event type or ""."""

    name: str
    quad: str
    modes: tuple[str, ...]
    cameo: str
    acled: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything plover.toml says. All mappings keep the file's order, which fixes the model's label numbers."""

    types: dict[str, EventType]
    acled_modes: dict[str, str]
    sectors: dict[str, str]
    entities: dict[str, str]
    statuses: dict[str, str]
    certainties: dict[str, int]

    @property
    def modes(self) -> tuple[str, ...]:
        """All modes, each once, in the file's order."""
        return tuple(dict.fromkeys(mode for kind in self.types.values() for mode in kind.modes))

    def acled(self, kind: str, mode: str | None) -> str:
        """The nearest ACLED event type of a PLOVER type and mode, or "" where ACLED has none."""
        return self.acled_modes.get(mode or "", self.types[kind].acled)


@cache
def ontology() -> Ontology:
    """The shipped ontology."""
    data = toml_of("khabar.ontology", "plover.toml")
    types = {name: EventType(name, t["quad"], tuple(t["modes"]), t["cameo"], t["acled"], t["meaning"]) for name, t in data["types"].items()}
    ranks = {name: c["rank"] for name, c in data["certainties"].items()}
    return Ontology(types, data["acled-modes"], data["sectors"], data["entities"], data["statuses"], ranks)
