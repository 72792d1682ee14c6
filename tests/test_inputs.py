"""What people hand over: every kind of file, in every layout and encoding, and what is taken from it."""

import gzip
import json
import os
import plistlib
from pathlib import Path

import pytest

from khabar.document.model import Article
from khabar.sources.feeds import Entry
from khabar.sources.tables import Columns
from khabar.sources.texts import Failure, Found, InputError, Passed
from tests.making import MORE, REPORT, drawn, mhtml, page, pdf, warc, word, zipped
from tests.taking import CASES, ROWS, fault, kept, only, take, texts

# ---------------------------------------------------------------- the shared cases


def test_case_table_with_timestamps() -> None:
    found = take(CASES / "ts.parquet")
    assert [i.article.published for i in found if isinstance(i, Found)] == ["2020-07-08"] * 2
    assert [i.what for i in found if isinstance(i, Passed)] == ["rows without text"] * 2 and len(found) == 4


def test_case_an_ambiguous_order_is_refused_with_the_advice() -> None:
    assert "--date-format dmy" in fault(take(CASES / "ddmm.csv"))
    assert only(take(CASES / "ddmm.csv", Columns({}, "dmy"))).published == "2020-07-08"
    assert only(take(CASES / "ddmm.csv", Columns({}, "mdy"))).published == "2020-08-07"


def test_case_array() -> None:
    assert only(take(CASES / "array.json")) == Article("a", "قتل ثلاثة جنود في حلب أمس.", "2020-07-08")


def test_case_word() -> None:
    assert only(take(CASES / "doc.docx")).text == "قتل ثلاثة جنود في حلب أمس، بحسب المرصد."


def test_case_feed() -> None:
    [found] = take(CASES / "good.rss")
    assert isinstance(found, Found) and found.basis == "feed" and found.article.is_summary
    a = found.article
    assert (a.title, a.published, a.outlet, a.url) == ("مقتل ثلاثة جنود في حلب", "2020-07-08", "وكالة", "http://a.example/1")
    assert a.text == "قتل ثلاثة جنود في حلب أمس، بحسب المرصد."


def test_case_archive() -> None:
    found, passed = take(CASES / "404_nodate.warc")
    assert isinstance(found, Found) and (found.article.published, found.basis) == ("2021-01-05", "archive")
    assert passed == Passed("http://x.example/404", "pages answered 404")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("notarticle.html", "no report was found"),
        ("notfeed.xml", "no feed or sitemap"),
        ("broken.rss", "breaks off"),
        ("broken.warc", "has no address"),
    ],
)
def test_case_that_is_none(name: str, words: str) -> None:
    assert words in fault(take(CASES / name))


# ---------------------------------------------------------------- documents


def test_word_documents(tmp_path: Path) -> None:
    a = only(kept(tmp_path, "report.docx", word(REPORT, "", MORE, title="انفجار في مصنع", table=[["القتلى", "ثلاثة"]])))
    assert a == Article("report", f"{REPORT}\n{MORE}\nالقتلى\nثلاثة", title="انفجار في مصنع")
    assert only(kept(tmp_path, "renamed.txt", word(REPORT))).text == REPORT


PDF_LINES = ("قتل ثلاثة جنود في حلب أمس، وأصيب 14 (بينهم طفلان).", "وقال البيان إن الهجوم وقع في 8/7/2020، لأن الطريق آمن.")


def test_pdf_in_reading_order(tmp_path: Path) -> None:
    a = only(kept(tmp_path, "report.pdf", pdf(*(drawn(line) for line in PDF_LINES))))
    assert a == Article("report", "\n".join(PDF_LINES))


def test_lines_of_a_pdf_become_paragraphs(tmp_path: Path) -> None:
    lines = ["قتل ثلاثة جنود في حلب أمس", "بحسب المرصد السوري للحقوق", "وأصيب آخرون.", "وقال البيان إن الهجوم وقع"]
    text = only(kept(tmp_path, "report.pdf", pdf(*(drawn(line) for line in lines)))).text
    assert text == "قتل ثلاثة جنود في حلب أمس بحسب المرصد السوري للحقوق وأصيب آخرون.\nوقال البيان إن الهجوم وقع"


def test_a_pdf_of_a_program_that_knows_no_arabic(tmp_path: Path) -> None:
    text = "قتل ثلاثة جنود في حلب أمس، وأصيب 14 (بينهم طفلان) بحسب وكالة Reuters للأنباء."
    assert only(kept(tmp_path, "report.pdf", pdf(list(text)))).text == text


def test_a_pdf_in_latin_letters_stays_as_it_is(tmp_path: Path) -> None:
    assert only(kept(tmp_path, "report.pdf", pdf(list("Three soldiers (of 14) died.")))).text == "Three soldiers (of 14) died."


def test_archives_of_documents(tmp_path: Path) -> None:
    inner = zipped(c__jsonl=json.dumps(ROWS[1]))
    data = zipped(a__docx=word(REPORT), b__pdf=pdf(drawn(PDF_LINES[0])), d__zip=inner, e__png=b"\x89PNG", __MACOSX=b"x")
    found = kept(tmp_path, "all.zip", data)
    assert texts(found) == [REPORT, PDF_LINES[0], MORE]
    assert [i.what for i in found if isinstance(i, Passed)] == ["pictures"]
    assert [i.article.id for i in found if isinstance(i, Found)] == ["a", "b", "b"]


# ---------------------------------------------------------------- saved pages and archives


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_saved_pages(tmp_path: Path, encoding: str, charset: str) -> None:
    html = page().replace("utf-8", charset)
    [found] = kept(tmp_path, "x.mhtml", mhtml(html, "https://www.aljazeera.net/news/a", encoding, charset))
    assert isinstance(found, Found) and (found.article.published, found.basis) == ("2020-07-08", "archive")
    assert found.article.text == f"{REPORT}\n{MORE}"
    assert (found.article.url, found.article.outlet) == ("https://www.aljazeera.net/news/a", "الجزيرة")


def test_pages_saved_by_safari_and_firefox(tmp_path: Path) -> None:
    resource = {
        "WebResourceData": page().encode(),
        "WebResourceURL": "https://a.example/2020/07/08/x",
        "WebResourceTextEncodingName": "UTF-8",
    }
    data = plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)
    assert only(kept(tmp_path, "x.webarchive", data)).published == "2020-07-08"
    saved = "<!-- saved from url=(0030)https://a.example/2020/07/08/x -->\n" + page()
    assert only(kept(tmp_path, "x.htm", saved)).url == "https://a.example/2020/07/08/x"


@pytest.mark.parametrize("packing", ["none", "by record", "whole"])
def test_web_archives(tmp_path: Path, packing: str) -> None:
    records = [
        ("http://a.example/1", "200 OK", "text/html; charset=windows-1256", page().replace("utf-8", "x").encode("cp1256")),
        ("http://a.example/2", "301 Moved", "text/html", page().encode()),
        ("http://a.example/3", "200 OK", "image/png", b"\x89PNG"),
        ("http://a.example/4", "200 OK", "text/html", page('<meta property="article:published_time" content="2020-07-08">').encode()),
    ]
    data = warc(*records, gzip=packing == "by record")
    found = kept(tmp_path, "x.warc" if packing == "none" else "x.warc.gz", gzip.compress(data) if packing == "whole" else data)
    assert [(i.article.url, i.article.published, i.basis) for i in found if isinstance(i, Found)] == [
        ("http://a.example/1", "2021-01-05", "archive"),
        ("http://a.example/4", "2020-07-08", "page"),
    ]
    assert [i.what for i in found if isinstance(i, Passed)] == ["pages answered 301", "other records of an archive"]
    assert texts(found) == [f"{REPORT}\n{MORE}"] * 2


def test_a_broken_record_does_not_lose_the_others(tmp_path: Path) -> None:
    good = warc(("http://a.example/1", "200 OK", "text/html", page().encode()))
    broken = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n"
    found = kept(tmp_path, "x.warc", broken + good)
    assert [type(i) for i in found] == [Failure, Found]


# ---------------------------------------------------------------- feeds


ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>صحيفة الأفق</title>
<entry><title>انفجار في مصنع</title><link href="http://127.0.0.1:1/1"/><published>2020-07-08T23:30:00-05:00</published>
<summary>خبر</summary>
<content type="html">&lt;p&gt;{REPORT}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;&lt;p&gt;اقرأ المزيد&lt;/p&gt;</content></entry></feed>"""
RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>وكالة</title><item><title>{title}</title>
<link>http://127.0.0.1:1/1</link><pubDate>{date}</pubDate><description><![CDATA[{text}]]></description></item></channel></rss>"""


def test_an_atom_feed_holds_whole_texts(tmp_path: Path) -> None:
    a = only(kept(tmp_path, "x.atom", ATOM))
    assert (a.text, a.published, a.outlet, a.is_summary) == (f"{REPORT}\n{MORE}", "2020-07-08", "صحيفة الأفق", True)


@pytest.mark.parametrize(
    "date",
    [
        "Wed, 08 Jul 2020 23:59:00 -0900",
        "الأربعاء، 8 يوليو 2020 10:00 م",
        "الأربعاء, 08/07/2020 - 10:00",
        "2020-07-08T10:00:00+03:00",
        "1594202400",
    ],
)
def test_dates_of_feeds(tmp_path: Path, date: str) -> None:
    assert only(kept(tmp_path, "x.rss", RSS.format(encoding="utf-8", title="خبر", date=date, text=REPORT))).published == "2020-07-08"


@pytest.mark.parametrize(
    ("declared", "real"), [("utf-8", "cp1256"), ("windows-1256", "utf-8"), ("utf-8", "utf-16"), ("windows-1256", "cp1256")]
)
def test_encodings_of_feeds(tmp_path: Path, declared: str, real: str) -> None:
    text = RSS.format(encoding=declared, title="خبر", date="", text=f"<p>{REPORT}</p>")
    assert only(kept(tmp_path, "x.xml", text.encode(real))).text == REPORT


def test_a_headline_is_a_report_where_there_is_no_more(tmp_path: Path) -> None:
    text = RSS.format(encoding="utf-8", title="مقتل ثلاثة جنود في حلب", date="", text="")
    assert only(kept(tmp_path, "x.rss", text)).text == "مقتل ثلاثة جنود في حلب"
    assert "Connect" in fault(kept(tmp_path, "y.rss", RSS.format(encoding="utf-8", title="خبر", date="", text="")))


def test_an_address_dates_a_summary_that_its_feed_does_not(tmp_path: Path) -> None:
    text = RSS.format(encoding="utf-8", title="خبر", date="", text=REPORT).replace(":1/1", ":1/2020/07/08/x")
    [found] = kept(tmp_path, "x.rss", text)
    assert isinstance(found, Found) and (found.article.published, found.basis) == ("2020-07-08", "address")


def test_a_known_host_names_the_outlet_of_a_summary() -> None:
    entry = Entry("https://www.aljazeera.net/x", "خبر", None, "الجزيرة نت | أخبار", REPORT)
    found = entry.summary("x.rss, entry 1")
    assert found is not None and found.article.outlet == "الجزيرة"


def test_a_feed_that_breaks_off_gives_its_whole_entries(tmp_path: Path) -> None:
    whole = RSS.format(encoding="utf-8", title="خبر", date="", text=REPORT)
    cut = whole.replace("</channel></rss>", "<item><title>مقتل ثلاثة جنود في")
    found = kept(tmp_path, "x.rss", cut)
    assert [type(i) for i in found] == [Found, Failure] and isinstance(found[1], Failure) and "before that: 1" in found[1].reason


def test_a_feed_without_entries_is_told(tmp_path: Path) -> None:
    assert "has no entries" in fault(kept(tmp_path, "x.rss", "<rss><channel><title>x</title></channel></rss>"))


# ---------------------------------------------------------------- encodings, and files that are something else


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso-8859-6", "mac_arabic"]
)
def test_encodings_are_found_out(tmp_path: Path, encoding: str) -> None:
    assert only(kept(tmp_path, "x.txt", REPORT.encode(encoding))).text == REPORT


@pytest.mark.parametrize(
    ("declared", "real"),
    [("iso-8859-1", "utf-8"), ("utf-8", "cp1256"), ("windows-1256", "utf-8"), ("klingon", "cp1256"), ("utf-8", "utf-16")],
)
def test_wrong_declarations_of_pages(tmp_path: Path, declared: str, real: str) -> None:
    assert only(kept(tmp_path, "x.html", page().replace("utf-8", declared).encode(real))).text == f"{REPORT}\n{MORE}"


def test_a_page_survives_a_damaged_letter(tmp_path: Path) -> None:
    data = page().encode()
    at = data.index("الإطفاء".encode())
    text = only(kept(tmp_path, "x.html", data[:at] + b"\xd8" + data[at:])).text
    assert text.startswith(REPORT) and text.count("\ufffd") == 1


def test_the_user_names_the_encoding(tmp_path: Path) -> None:
    assert only(kept(tmp_path, "x.txt", "خبر".encode("cp1256"), encoding="cp1256")).text == "خبر"
    assert only(kept(tmp_path, "x.jsonl", json.dumps(ROWS[0], ensure_ascii=False).encode("cp1256"), encoding="cp1256")).text == REPORT
    assert "is not ascii" in fault(kept(tmp_path, "y.txt", REPORT, encoding="ascii"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", page().encode()),
        ("a.txt", gzip.compress(page().encode())),
        ("a", page().encode()),
        ("a.html", f"{REPORT}\n{MORE}".encode()),
        ("a.xml", page().encode()),
        ("a.json.gz", gzip.compress(json.dumps({"text": f"{REPORT}\n{MORE}"}).encode())),
        ("a.html", gzip.compress(gzip.compress(page().encode()))),
        ("a.txt", mhtml(page(), "https://a.example/1")),
        ("a.txt", json.dumps([{"text": f"{REPORT}\n{MORE}"}]).encode()),
    ],
)
def test_a_file_is_what_it_holds_not_what_it_is_called(tmp_path: Path, name: str, data: bytes) -> None:
    assert only(kept(tmp_path, name, data)).text == f"{REPORT}\n{MORE}"


def test_a_folder_counts_and_names_what_it_passes_over(tmp_path: Path) -> None:
    for name in ("a.txt", "b.png", "c.jpg", "d.css", "e.xyz", ".hidden", "~$a.docx", "README"):
        (tmp_path / name).write_text(REPORT, "utf-8")
    (tmp_path / ".git").mkdir()
    found = take(tmp_path)
    assert [i.article.id for i in found if isinstance(i, Found)] == ["a"]
    assert sorted(i.what for i in found if isinstance(i, Passed)) == [
        "files of other kinds (.xyz)", "files of other kinds (no suffix)", *["hidden files and folders"] * 3,
        "pictures", "pictures", "style sheets and scripts",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["[ عاجل ] " + REPORT, "{عاجل} " + REPORT, "[1] " + REPORT, "<عاجل> " + REPORT])
def test_brackets_do_not_make_a_text_json(tmp_path: Path, text: str) -> None:
    assert only(kept(tmp_path, "x.txt", text)).text == text


def test_odd_things_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page(), "utf-8")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "ad.html").write_text("<html></html>", "utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(REPORT, "utf-8")
    found = take(tmp_path)
    assert texts(found) == [REPORT, f"{REPORT}\n{MORE}"]
    assert next(i.article.id for i in found if isinstance(i, Found)) == "caf\ufffd"
    assert sorted(i.what for i in found if isinstance(i, Passed)) == [
        "folders of pictures and scripts beside saved pages", "pipes, devices and links to folders",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.html", "a.rss", "a.csv", "a"])
def test_wide_encodings_of_every_kind(tmp_path: Path, name: str, encoding: str) -> None:
    data = {
        "a.jsonl": "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in ROWS[:1]), "a.json": json.dumps(ROWS[:1], ensure_ascii=False),
        "a.html": page(body=f"<p>{REPORT}</p>"), "a.rss": RSS.format(encoding=encoding, title="خبر", date="", text=REPORT),
        "a.csv": f"text\n{REPORT}\n", "a": REPORT,
    }  # fmt: skip
    assert only(kept(tmp_path, name, data[name].encode(encoding))).text == REPORT


def test_the_root_of_the_disk_is_not_walked() -> None:
    with pytest.raises(InputError, match="root folder"):
        take(Path("/"))
