"""Files of many kinds, made for the tests: Word, PDF, saved pages, exports, archives."""

import io
import json
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import docx
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

REPORT = "قتل ثلاثة عمال في انفجار داخل مصنع للأسمدة قرب الميناء صباح اليوم، بحسب ما أعلنت إدارة الدفاع المدني في بيان لها."
MORE = "وأضاف البيان أن فرق الإطفاء سيطرت على الحريق بعد ساعات، وأن الطرق المؤدية إلى الميناء أغلقت أمام الشاحنات حتى المساء."


def page(head: str = "", body: str = "", title: str = "انفجار في مصنع") -> str:
    """A page with a report on it."""
    paragraphs = body or f"<article><h1>{title}</h1><p>{REPORT}</p><p>{MORE}</p></article>"
    return f'<html lang="ar"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{paragraphs}</body></html>'


def word(*paragraphs: str, title: str | None = None, table: Iterable[Iterable[str]] = ()) -> bytes:
    """A Word document."""
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for text in paragraphs:
        document.add_paragraph(text)
    rows = [list(row) for row in table]
    if rows:
        made = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(**files: bytes | str) -> bytes:
    """A zip archive; names with __ for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def pdf(*lines: list[str]) -> bytes:
    """A PDF with lines of glyphs, given as they are drawn: from left to right. A glyph may stand for several letters (a ligature)."""
    glyphs = list(dict.fromkeys(glyph for line in lines for glyph in line))
    code = {glyph: number for number, glyph in enumerate(glyphs, 1)}
    names = "".join(f"<{code[g]:04X}> <{g.encode('utf-16-be').hex().upper()}>\n" for g in glyphs)
    to_unicode = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{len(glyphs)} beginbfchar
{names}endbfchar endcmap CMapName currentdict /CMap defineresource pop end end"""
    drawn = "".join(
        f"BT /F1 12 Tf 1 0 0 1 50 {750 - 20 * n} Tm <{''.join(f'{code[g]:04X}' for g in line)}> Tj ET\n" for n, line in enumerate(lines)
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        "/FontDescriptor 7 0 R /DW 600 >>",
        "<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -200 600 800] /ItalicAngle 0 /Ascent 800 /Descent -200 "
        "/CapHeight 700 /StemV 80 >>",
        f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{at:010} 00000 n \n" for at in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def drawn(text: str) -> list[str]:
    """A line of Arabic with figures, as glyphs from left to right; laam with alif is one glyph."""
    units: list[str] = []
    for letter in text:
        if units and letter in "اأإآ" and units[-1] == "ل":
            units[-1] += letter
        elif units and units[-1][0].isdecimal() and (letter.isdecimal() or letter == "/"):
            units[-1] += letter  # figures run from left to right
        else:
            units.append(letter)
    units = [{"(": ")", ")": "("}.get(u, u) for u in units[::-1]]
    return [g for unit in units for g in (unit if unit[0].isdecimal() else [unit])]


def mhtml(html: str, url: str, encoding: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    """A page as Chrome saves it."""
    message = EmailMessage(SMTP)
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = url
    message["Subject"] = "x"
    message["Date"] = "Wed, 8 Jul 2020 10:00:00 -0000"
    message["MIME-Version"] = "1.0"
    part = EmailMessage(SMTP)
    part.set_content(html, subtype="html", cte=encoding, charset=charset)
    part["Content-Location"] = url
    picture = EmailMessage(SMTP)
    picture.set_content(b"\x89PNG", "image", "png")
    message["Content-Type"] = 'multipart/related; type="text/html"'
    message.attach(part)
    message.attach(picture)
    return message.as_bytes()


def warc(*records: tuple[str, str, str, bytes], gzip: bool = False) -> bytes:
    """A web archive of (address, status, content type, body)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    for url, status, kind, body in records:
        head = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        dated = {"WARC-Date": "2021-01-05T00:00:00Z"}
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head, warc_headers_dict=dated)
        )
    return out.getvalue()


def telegram(messages: list[dict[str, Any]], **chat: Any) -> str:
    """An export of Telegram Desktop."""
    about = {"name": "شبكة الميناء", "type": "public_channel", "id": 1234567890, **chat}
    return json.dumps({**about, "messages": messages}, ensure_ascii=False, indent=1)


def message(number: int, text: Any, **rest: Any) -> dict[str, Any]:
    """One message of an export."""
    about = {"id": number, "type": "message", "date": "2020-07-08T10:00:00", "date_unixtime": "1594202400", "from": "شبكة الميناء"}
    return {**about, "from_id": "channel1234567890", "text": text, **rest}
