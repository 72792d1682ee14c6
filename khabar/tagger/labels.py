"""The label inventories of the model's heads, derived from the ontology. Their order is part of the trained model."""

from khabar.document.model import LEARNED
from khabar.ontology.ontology import ontology

_O = ontology()

ENTITY_TYPES = tuple(_O.entities)
EVENT_TYPES = tuple(_O.types)
MODES = ("", *_O.modes)
STATUSES = tuple(_O.statuses)
CERTAINTIES = tuple(_O.certainties)

ENTITY_TAGS = ("O", *(f"{p}-{t}" for t in ENTITY_TYPES for p in "BI"))
TIME_TAGS = ("O", "B", "I")
TRIGGER_TAGS = ("O", "I", *EVENT_TYPES)
"""A trigger's first word carries its type; "I" continues the trigger before it."""
CUE_TAGS = ("O", "I", *CERTAINTIES)
PROCLITIC_SIZES = 4
"""How many letters a span leaves out of its first word: 0 to 3."""

LINKS = (*LEARNED, "hedge")
"""What is looked for around a trigger, each tagged O, B, I."""
ANCHORS = (*EVENT_TYPES, "cue")
"""What a trigger or cue is, as the link head is told."""
