"""Telegram Desktop's exports (result.json, messages.html): each message of a channel a report."""

from collections.abc import Iterator, Mapping
from typing import Any

from khabar.document.model import Article
from khabar.resolve.publication import day_of
from khabar.sources.texts import Found, InputError, Passed, Row, dated

HEAD = 20_000
"""Bytes of a page in which it says what it is: its style sheet may come first."""
_LINKED = ("public_channel", "private_channel", "public_supergroup", "private_supergroup")
"""Kinds of chats whose messages have addresses."""


def is_message(row: Mapping[str, Any]) -> bool:
    """Whether a JSON object is one message of an export."""
    return row.get("type") in ("message", "service") and "date" in row and ("text" in row or "action" in row)


def is_export(value: Any) -> bool:
    """Whether a JSON value is an export: of one chat, or of a whole account."""
    return isinstance(value, dict) and (_is_chat(value) or any(_is_chat(chat) for chat in _chats(value)))


def _is_chat(value: Any) -> bool:
    messages = value.get("messages") if isinstance(value, dict) else None
    return isinstance(messages, list) and all(isinstance(m, dict) and is_message(m) for m in messages[:3])


def _chats(value: Mapping[str, Any]) -> list[Any]:
    parts = [value.get(name) for name in ("chats", "left_chats")]
    return [chat for part in parts if isinstance(part, dict) and isinstance(part.get("list"), list) for chat in part["list"]]


def messages(value: Mapping[str, Any], where: str) -> Iterator[Row]:
    """The messages of an export, each told which chat it is of."""
    for chat in [value] if _is_chat(value) else [chat for chat in _chats(value) if _is_chat(chat)]:
        about = {name: chat.get(name) for name in ("name", "type", "id", "username")}
        for message in chat["messages"]:
            yield f"{where}, message {message.get('id')}", {**message, "chat": about}


def report(message: Mapping[str, Any], where: str) -> Found | Passed:
    """A message as a report: the channel is its outlet, whom it is forwarded from its origin. What holds no words is passed over."""
    if message["type"] == "service":
        return Passed(where, "service messages")
    text = words_of(message.get("text"))
    if not text.strip():
        return Passed(where, "messages without text")
    chat = message.get("chat") or {}
    outlet = chat.get("name") or message.get("from")
    number = chat.get("id") or message.get("from_id")
    try:
        day = day_of(message["date"]) or day_of(message.get("date_unixtime"))
    except ValueError as error:
        raise InputError(f"{where}: {error}") from None
    return dated(
        Article(
            f"{_bare(number)}/{message.get('id')}" if number else str(message.get("id")),
            text,
            day.isoformat() if day else None,
            outlet=str(outlet) if outlet else None,
            url=_address(chat, number, message),
            origin=str(message["forwarded_from"]) if message.get("forwarded_from") else None,
        ),
        "given",
    )


def words_of(text: Any) -> str:
    """The words of a message: a string, or a list of strings and of parts with a text (links, bold)."""
    if isinstance(text, list):
        return "".join(part if isinstance(part, str) else str(part.get("text") or "") for part in text if isinstance(part, str | dict))
    return text if isinstance(text, str) else ""


def _address(chat: Mapping[str, Any], number: Any, message: Mapping[str, Any]) -> str | None:
    """The address of a message: by the channel's name where the export tells it, else by its number."""
    if chat.get("username"):
        return f"https://t.me/{str(chat['username']).removeprefix('@')}/{message.get('id')}"
    known = chat.get("type") in _LINKED or (not chat and str(number).startswith("channel"))
    return f"https://t.me/c/{_bare(number)}/{message.get('id')}" if known and number and message.get("id") else None


def _bare(number: Any) -> str:
    """A channel's number without what exports put before it."""
    return str(number).removeprefix("channel").removeprefix("user").removeprefix("-100")


def is_page(data: bytes) -> bool:
    """Whether a page is an export as HTML."""
    return b"chat_page" in data[:HEAD] and b'class="message' in data


def page_reports(html: str, where: str) -> Iterator[Found | Passed]:
    """The messages of an export as HTML, as report() gives them; it tells no addresses."""
    from lxml import html as lxml_html

    tree = lxml_html.fromstring(html)
    outlet = _first(tree, "page_header", "text")
    for message in tree.find_class("message"):
        place = f"{where}, {message.get('id')}"
        if "default" not in str(message.get("class")).split():
            yield Passed(place, "service messages")
            continue
        text = "\n".join(_lines(part) for part in message.find_class("text"))
        if not text.strip():
            yield Passed(place, "messages without text")
            continue
        dates = [str(part.get("title")) for part in message.find_class("date") if part.get("title")]
        forwarded = [part for body in message.find_class("forwarded") for part in body.find_class("from_name")]
        origin = (forwarded[0].text or "").strip() if forwarded else None
        try:
            day = day_of(dates[0], "dmy") if dates else None
        except ValueError:
            day = None
        key = str(message.get("id") or "").removeprefix("message")
        yield dated(Article(key, text, day.isoformat() if day else None, outlet=outlet, origin=origin or None), "given")


def _first(tree: Any, *classes: str) -> str | None:
    """The words of the first element of a class inside the first of another."""
    for name in classes:
        found = tree.find_class(name)
        if not found:
            return None
        tree = found[0]
    return " ".join(tree.text_content().split()) or None


def _lines(element: Any) -> str:
    """The words of a message, with its line breaks."""
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "\n".join(" ".join(line.split()) for line in str(element.text_content()).strip().split("\n"))
