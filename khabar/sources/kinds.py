"""What a file holds, by its first bytes and its name: the kinds that are read, and those that are refused by name."""

import re
from pathlib import PurePath

from khabar.data_files import toml_of
from khabar.sources.encodings import MARKS, utf16
from khabar.sources.texts import InputError

HEAD = 4096
"""Bytes from which a kind is told."""
PACKED = (".gz",)
_MAGIC = (
    (b"PAR1", "parquet"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"bplist00", "webarchive"),
    (b"WARC/", "warc"),
)
"""First bytes -> kind, for kinds that are read."""
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*[{\[\"\]]")
_OLE, _OFFICE = b"\xd0\xcf\x11\xe0", (".docx", ".docm", ".xlsx", ".pptx")
_RELATED = b"\ncontent-type: multipart/related"
_REFUSED = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (_OLE, "an old Office document (.doc, .xls); save it as .docx, .csv or .txt"),
    (b"{\\rtf", "a rich text document (.rtf); save it as .docx or .txt"),
    (b"SQLite format 3", "an SQLite database; export its reports as CSV or JSON lines"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file; unpack it first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "a sound or film (Ogg)"),
    (b"ID3", "a sound (MP3)"),
    (b"\xff\xfb", "a sound (MP3)"),
    (b"8BPS", "a Photoshop picture"),
    (b"fLaC", "a sound (FLAC)"),
    (b"\x1aE\xdf\xa3", "a film (Matroska)"),
    (b"wOF", "a font"),
    (b"Obj\x01", "an Avro file; export it as Parquet or JSON lines"),
    (b"ARROW1", "an Arrow file; export it as Parquet"),
    (b"ORC", "an ORC file; export it as Parquet"),
    (b"%!PS", "a PostScript document; save it as PDF"),
    (b"AT&TFORM", "a DjVu document; save it as PDF with text"),
    (b"\x80\x04\x95", "a Python pickle; export it as Parquet or JSON lines"),
)
"""First bytes -> what it is, for kinds that are refused."""
_NAMES = {"docx": "Word document", "pdf": "PDF", "zip": "zip archive", "parquet": "Parquet file"}
"""Kinds that their first bytes tell, and how they are called."""
CONTROLS = 0.1
"""Share of control bytes from which bytes are no text."""
LEAST = 32
"""Bytes below which that share tells nothing."""


def suffix_kind(name: str) -> str | None:
    """The kind that a file's name tells; None for names of no kind that is read."""
    bare = name.lower()
    for ending in PACKED:
        bare = bare.removesuffix(ending)
    return _suffixes().get(PurePath(bare).suffix)


def passed_kind(name: str) -> str | None:
    """What a file is, in the plural, whose name tells that it holds no report (pictures, style sheets)."""
    suffix = PurePath(name.lower()).suffix
    return next((str(what) for what, suffixes in toml_of("khabar.sources", "kinds.toml")["passed"].items() if suffix in suffixes), None)


def is_refused(name: str) -> bool:
    """Whether a file's name tells a kind that may well hold reports and is refused by name: a folder does not pass it over in silence."""
    data = toml_of("khabar.sources", "kinds.toml")
    suffix = PurePath(name.lower()).suffix
    return suffix in data["zipped"] or suffix in data["refused"]["suffixes"]


def _suffixes() -> dict[str, str]:
    return {suffix: kind for kind, suffixes in toml_of("khabar.sources", "kinds.toml")["read"].items() for suffix in suffixes}


def kind_of(name: str, head: bytes) -> str:
    """The kind of a file: by its first bytes where they tell, else by its name, else by how its text begins. InputError names a kind that
    is not read."""
    for mark, kind in _MAGIC:
        if head.startswith(mark):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(name, head)
    what = _refused(head)
    if head.startswith(_OLE) and PurePath(name.lower()).suffix in _OFFICE:
        what = "an Office document locked with a password; save it without one"
    if what:
        raise InputError(f"{name}: is {what}")
    told = suffix_kind(name)
    if told in _NAMES and head.strip():
        raise InputError(f"{name}: is no {_NAMES[told]}, whatever its name says (it is damaged, or of another kind)")
    head = _narrow(head)
    if len(head) >= LEAST and sum(b < 9 or 13 < b < 27 or 27 < b < 32 for b in head) > CONTROLS * len(head):
        raise InputError(f"{name}: is no text, but data of an unknown kind")
    if told == "page" and b"<" not in head:
        return "text"
    return told if told and told not in ("text", "json", "xml") else _begun(head, told)


def _refused(head: bytes) -> str | None:
    for mark, what in _REFUSED:
        if head.startswith(mark):
            return what
    if head[:4] == b"RIFF":
        return "a WebP picture" if head[8:12] == b"WEBP" else "a sound or film (RIFF)"
    if head[4:8] == b"ftyp":
        return "a film or sound (MP4)"
    if head[257:262] == b"ustar":
        return "a tar archive; unpack it first"
    return None


def _narrow(head: bytes) -> bytes:
    """The beginning of a text in UTF-16 or UTF-32 as UTF-8; other beginnings as they are."""
    wide = next((name for mark, name in MARKS if head.startswith(mark)), None) or utf16(head)
    return head[: len(head) // 4 * 4].decode(wide, "replace").encode() if wide else head


def _zipped(name: str, head: bytes) -> str:
    """Kinds that are zip archives themselves."""
    suffix = PurePath(name.lower()).suffix
    zipped = toml_of("khabar.sources", "kinds.toml")["zipped"]
    told = zipped.get(suffix)
    if not told and b"[Content_Types].xml" in head:
        told = next((zipped[kind] for part, kind in ((b"xl/", ".xlsx"), (b"ppt/", ".pptx")) if part in head), None)
    if told:
        raise InputError(f"{name}: is {told}")
    if b"mimetypeapplication/epub" in head or b"mimetypeapplication/vnd.oasis" in head:
        raise InputError(f"{name}: is an e-book or OpenDocument file; save it as .docx or .txt")
    return "docx" if suffix in (".docx", ".docm", ".dotx") or (b"word/" in head[:HEAD] and suffix != ".zip") else "zip"


def _begun(head: bytes, told: str | None) -> str:
    """The kind of a text by how it begins, where the name leaves it open."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    low = start[:1000].lower()
    if low.startswith((b"mime-version:", b"from: <saved by", b"content-type: multipart/related")) or _RELATED in low:
        return "mhtml"
    if low.startswith((b"<!doctype html", b"<html")) or (low.startswith(b"<") and b"<html" in low):
        return "page"
    if low.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:", b"<urlset", b"<sitemapindex")):
        return "xml"
    if _JSON.match(start) or (told == "json" and start):
        return "json"
    return "page" if told is None and low.startswith(b"<") else told or "text"
