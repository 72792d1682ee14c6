"""Tables in every layout, and the exports of Telegram: what is taken from them."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pandas
import pyarrow
import pyarrow.parquet
import pytest

from khabar.document.model import Article
from khabar.sources.tables import Columns
from khabar.sources.texts import Failure, Found, Passed
from tests.making import MORE, REPORT, message, telegram
from tests.taking import ROWS, fault, kept, only, texts

# ---------------------------------------------------------------- tables


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, ensure_ascii=False, indent=2),
        "\n".join(json.dumps(r) for r in ROWS),
        "\n".join(json.dumps(r, indent=2) for r in ROWS),
        ",\n".join(json.dumps(r, indent=2) for r in ROWS),
        json.dumps({"status": "ok", "articles": ROWS}),
        json.dumps({"total": 2, "data": {"x": 1}, "items": ROWS}, indent=1),
        "\ufeff" + json.dumps(ROWS),
        "\n\n" + "\r\n".join(json.dumps(r) for r in ROWS) + "\r\n",
    ],
    ids=["array", "array on lines", "lines", "objects", "objects with commas", "wrapped", "wrapped on lines", "marked", "blank lines"],
)
@pytest.mark.parametrize("name", ["x.json", "x.jsonl"])
def test_json_in_every_layout(tmp_path: Path, data: str, name: str) -> None:
    found = kept(tmp_path, name, data)
    assert texts(found) == [REPORT, MORE]
    assert [i.article.published for i in found if isinstance(i, Found)] == ["2020-07-08", "2020-07-09"]


def test_a_broken_first_object_does_not_lose_the_lines_after_it(tmp_path: Path) -> None:
    found = kept(tmp_path, "x.jsonl", '{"id": \n' + json.dumps(ROWS[1]))
    assert [type(i) for i in found] == [Failure, Found]


def test_json_of_other_tools(tmp_path: Path) -> None:
    news = {
        "articles": [
            {"source": {"id": None, "name": "صحيفة الأفق"}, "title": "خبر", "content": REPORT, "publishedAt": "2020-07-08T10:00:00Z"}
        ]
    }
    a = only(kept(tmp_path, "a.json", json.dumps(news)))
    assert (a.outlet, a.text, a.published) == ("صحيفة الأفق", REPORT, "2020-07-08")
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "content_text": REPORT, "date_published": "2020-07-08T10:00:00Z"}],
    }
    assert only(kept(tmp_path, "b.json", json.dumps(feed))).published == "2020-07-08"


@pytest.mark.parametrize("orient", ["records", "columns", "index", "split", "table"])
def test_tables_as_pandas_writes_them(tmp_path: Path, orient: str) -> None:
    frame = pandas.DataFrame({"text": [REPORT, MORE], "published": pandas.to_datetime(["2020-07-08", "2020-07-09"])})
    found = kept(tmp_path, "x.json", frame.to_json(orient=orient))
    assert texts(found) == [REPORT, MORE]
    assert [i.article.published for i in found if isinstance(i, Found)] == ["2020-07-08", "2020-07-09"]


def test_a_column_is_dated_as_a_whole(tmp_path: Path) -> None:
    rows = [f"{REPORT},08/07/2020", f"{MORE},25/07/2020 10:30", f"{REPORT} x,", f"{MORE} y,أمس"]
    found = kept(tmp_path, "x.csv", "text,published\n" + "\n".join(rows))
    assert [i.article.published for i in found if isinstance(i, Found)] == ["2020-07-08", "2020-07-25", None]
    [failure] = [i for i in found if isinstance(i, Failure)]
    assert "row 5" in failure.where and "'أمس' is no date" in failure.reason


def test_a_column_that_contradicts_itself_is_not_guessed(tmp_path: Path) -> None:
    found = kept(tmp_path, "x.csv", f"text,published\n{REPORT},08/07/2020\n{MORE},25/07/2020\n{REPORT} x,07/25/2020\n")
    assert [i.article.published for i in found if isinstance(i, Found)] == ["2020-07-25", "2020-07-25"]
    assert next(i.reason for i in found if isinstance(i, Failure)).startswith("1 row left out")


@pytest.mark.parametrize("dialect", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_csv_in_every_dialect_and_encoding(tmp_path: Path, dialect: str, encoding: str) -> None:
    text = f'text{dialect}published\r\n"{REPORT}\r\nسطر ثان"{dialect}44020\r\n'
    a = only(kept(tmp_path, "x.csv", text.encode(encoding)))
    assert a.text == f"{REPORT}\r\nسطر ثان" and a.published == "2020-07-08"


def test_excel_says_which_sign_separates(tmp_path: Path) -> None:
    assert only(kept(tmp_path, "x.csv", f"sep=;\ntext;date\n{REPORT};8.7.2020\n", columns=Columns({}, "dmy"))).published == "2020-07-08"


def test_parquet_of_many_types(tmp_path: Path) -> None:
    from datetime import date, datetime

    columns = {
        "a": pyarrow.array([datetime(2020, 7, 8, 10)], pyarrow.timestamp("ns", "Asia/Baghdad")),
        "b": pyarrow.array([date(2020, 7, 8)]),
        "c": pyarrow.array([1594202400000], pyarrow.int64()),
        "d": pyarrow.array([44020.0]),
        "e": pyarrow.array(["8 تموز 2020"]),
    }
    for name, values in columns.items():
        out = io.BytesIO()
        pyarrow.parquet.write_table(pyarrow.table({"text": [REPORT], "published": values}), out)
        assert only(kept(tmp_path, f"{name}.parquet", out.getvalue())).published == "2020-07-08", name
        assert only(kept(tmp_path, f"{name}.parquet.gz", gzip.compress(out.getvalue()))).published == "2020-07-08", name


def test_a_table_without_texts_is_one_failure(tmp_path: Path) -> None:
    reason = fault(kept(tmp_path, "x.csv", "phrase,right\nأ,1\nب,2\nج,3\n"))
    assert "none of its 3 rows" in reason and "there are: phrase, right" in reason and "--column text=NAME" in reason


# ---------------------------------------------------------------- Telegram


def test_telegram_messages_are_reports(tmp_path: Path) -> None:
    parts = ["عاجل: ", {"type": "bold", "text": REPORT}, "\n", {"type": "link", "text": "https://t.me/x"}, ""]
    export = telegram(
        [
            {"id": 1, "type": "service", "date": "2020-07-01T00:00:00", "action": "create_channel", "text": ""},
            message(2, REPORT),
            message(3, parts, forwarded_from="شبكة أخرى"),
            message(4, "", photo="photos/1.jpg"),
        ]
    )
    found = kept(tmp_path, "result.json", export)
    first, second = (i.article for i in found if isinstance(i, Found))
    assert first == Article("1234567890/2", REPORT, "2020-07-08", None, "شبكة الميناء", "https://t.me/c/1234567890/2")
    assert second.text == f"عاجل: {REPORT}\nhttps://t.me/x" and second.origin == "شبكة أخرى"
    assert [i.what for i in found if isinstance(i, Passed)] == ["service messages", "messages without text"] and len(found) == 4


def test_telegram_in_other_layouts(tmp_path: Path) -> None:
    chat = json.loads(telegram([message(2, REPORT)], username="port_news"))
    account = {"about": "x", "chats": {"about": "y", "list": [chat, {"name": "فارغة", "type": "personal_chat", "id": 5, "messages": []}]}}
    assert only(kept(tmp_path, "account.json", json.dumps(account))).url == "https://t.me/port_news/2"
    assert only(kept(tmp_path, "one line.json", json.dumps(chat))).outlet == "شبكة الميناء"
    bare = only(kept(tmp_path, "array.json", json.dumps([message(7, [REPORT])])))
    assert (bare.text, bare.outlet, bare.url) == (REPORT, "شبكة الميناء", "https://t.me/c/1234567890/7")
    private = telegram([message(2, REPORT)], type="personal_chat")
    assert only(kept(tmp_path, "private.json", private)).url is None
    only_service = telegram([{"id": 1, "type": "service", "date": "2020-07-01T00:00:00", "action": "x", "text": ""}])
    assert "holds no report; passed over: service messages (1)" in fault(kept(tmp_path, "none.json", only_service))


HTML_EXPORT = f"""<html><body><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
شبكة الميناء </div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">8 July 2020</div></div>
<div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="08.07.2020 10:00:00 UTC+03:00">10:00</div><div class="from_name">شبكة الميناء</div>
<div class="text">عاجل<br>{REPORT}</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="08.07.2020 10:05:00">10:05</div><div class="forwarded body">
<div class="from_name">شبكة أخرى <span class="date details" title="07.07.2020 09:00:00">x</span></div>
<div class="text">{MORE}</div></div></div></div>
<div class="message default clearfix" id="message4"><div class="body"><div class="media_wrap">photo</div></div></div>
</div></div></div></body></html>"""


def test_telegram_exports_as_html(tmp_path: Path) -> None:
    found = kept(tmp_path, "messages.html", HTML_EXPORT)
    assert [i.article for i in found if isinstance(i, Found)] == [
        Article("2", f"عاجل\n{REPORT}", "2020-07-08", outlet="شبكة الميناء"),
        Article("3", MORE, "2020-07-08", outlet="شبكة الميناء", origin="شبكة أخرى"),
    ]
    assert [i.what for i in found if isinstance(i, Passed)] == ["service messages", "messages without text"]


def test_whom_a_report_is_from_heads_its_chain(nlp: Any) -> None:
    from khabar.incidents.episodes import episodes

    article = Article("a", "قتل ثلاثة جنود في قصف على حلب أمس.", "2020-07-08", outlet="شبكة الميناء", origin="شبكة أخرى")
    [document] = nlp.pipe([article])
    claims = [claim for episode in episodes(document) for claim in episode.claims]
    assert claims and {c.origin for c in claims} == {"شبكة أخرى"} and {c.chain for c in claims} == {("شبكة الميناء", "شبكة أخرى")}
    assert document.to_dict()["origin"] == "شبكة أخرى"
