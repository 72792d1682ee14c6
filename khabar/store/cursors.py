"""Cursors: where a page of a list ended, so that the next one begins there whatever was added meanwhile."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from khabar.errors import CursorError

Value = str | int


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: by what it is ordered, and its id."""

    value: Value
    id: str

    def written(self, order: str) -> str:
        """For an address. order: the name of the list's order."""
        return urlsafe_b64encode(json.dumps([order, self.value, self.id]).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, cursor: str, order: str, kind: type[Value]) -> "Cursor":
        """What was written. kind: of the value. CursorError where it is none of a list in this order."""
        try:
            made_for, value, id = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            fits = made_for == order and type(value) is kind and isinstance(id, str)
            if fits and "\x00" not in f"{value}{id}" and (kind is str or abs(int(value)) < 2**31):
                return cls(value, id)
        except (ValueError, Error, TypeError):
            pass
        raise CursorError("cursor: is none of this list; begin with its first page")


def order_of(by: ColumnElement[Any], id: ColumnElement[str], falling: bool) -> tuple[ColumnElement[Any], ...]:
    """The order of a list: of equal ones the lower id comes first. falling: whether the greatest comes first."""
    return by.desc() if falling else by, id


def after(by: ColumnElement[Any], id: ColumnElement[str], falling: bool, cursor: Cursor) -> ColumnElement[bool]:
    """What comes after a row in the order."""
    beyond = by < cursor.value if falling else by > cursor.value
    return or_(beyond, and_(by == cursor.value, id > cursor.id))
