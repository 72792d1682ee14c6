"""Errors that the command line turns into one line; light, so that it need not load what raises them."""


class InputError(Exception):
    """A mistake in what was given; the message says what, where and what to do."""


class CursorError(InputError):
    """A cursor that leads to no page of a list."""


class StoreError(Exception):
    """A database cannot be opened or written; the message says why and what to do."""
