"""Web pages: what is the report, its title, its date, its outlet, its address."""

from pathlib import Path

import pytest

from khabar.resolve import outlets
from khabar.sources.page_facts import Context, day_in_address
from khabar.sources.pages import article_of
from khabar.sources.texts import Found, InputError
from tests.making import MORE, REPORT, page

CASES = Path(__file__).parent / "cases"
LEAD = "أعلنت وزارة الداخلية اليوم مقتل تسعة عمال في انفجار هز الميناء."
BODY = f"<p>{REPORT}</p><p>{MORE}</p>"
DAY = "2020-07-08"
WHOLE = f"{REPORT}\n{MORE}"


def read(html: str, url: str | None = None, **known: str) -> Found:
    return article_of(html.encode(), "page.html", Context(url, **known))


def case(name: str) -> Found:
    return article_of((CASES / name).read_bytes(), name, Context())


def test_case_a_date_is_not_guessed_from_the_footer() -> None:
    found = case("date_copyright.html")
    assert (found.article.published, found.basis) == ("2013-08-03", "address")
    assert found.article.url == "http://news.example/2013/mideast/8/3/attack/index.html"
    assert found.article.text.startswith("ذكر مصدر محلي") and "2013" not in found.article.text


def test_case_the_lead_is_part_of_the_text() -> None:
    found = case("lead.html")
    assert found.article.text.startswith("أعلنت وزارة الدفاع اليوم مقتل تسعة جنود في كمين قرب الزهراء.\nذكر مصدر محلي")
    assert (found.article.published, found.basis) == ("2020-03-17", "page")


def test_case_the_outlet_is_no_address() -> None:
    found = case("sitename_url.html")
    assert (found.article.outlet, found.article.published, found.article.title) == ("بوابة المثال", "2020-10-07", "خبر")


def test_case_a_cookie_banner_is_no_text() -> None:
    article = case("cookie.html").article
    assert article.title == "خبر مهم" and article.text.startswith("ذكر مصدر محلي") and "الخصوصية" not in article.text


def test_case_declared_latin_is_utf_8() -> None:
    assert case("isohtml.html").article.text.startswith("قتل ثلاثة جنود في حلب")


def test_case_a_menu_is_no_report() -> None:
    with pytest.raises(InputError, match="no report was found"):
        case("notarticle.html")


@pytest.mark.parametrize(
    ("html", "url", "day", "basis"),
    [
        (page(f'<meta property="article:published_time" content="{DAY}T10:00:00Z">'), "https://a.example/2013/01/02/x", DAY, "page"),
        (page('<meta name="pubdate" content="8 تموز 2020">'), None, DAY, "page"),
        (page('<meta name="date" content="08/07/2020"><meta name="dc.date" content="2020-07-08">'), None, DAY, "page"),
        (
            page('<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2020-07-08"}]}</script>'),
            None, DAY, "page",
        ),
        (page(body=f'<article><i itemprop="datePublished" content="2020-07-08">أمس</i>{BODY}</article>'), None, DAY, "page"),
        (page('<meta property="article:published_time" content="1970-01-01T00:00:00Z">'), None, None, "none"),
        (page('<meta property="article:published_time" content="2099-01-01">'), None, None, "none"),
        (page(), "https://a.example/news/2020/7/8/attack", DAY, "address"),
        (page(), "https://a.example/2020-07-08-attack.html", DAY, "address"),
        (page(), "https://a.example/story-20200708", DAY, "address"),
        (page(), "https://a.example/world/2020/jul/08/attack", DAY, "address"),
        (page(body=f'<main><h1>خبر</h1><span class="post-date">نشر في: 8 تموز 2020</span>{BODY}</main>'), None, DAY, "dateline"),
        (page(body=f'<article><h1>خبر</h1><time datetime="2020-07-08T10:00">قبل يومين</time>{BODY}</article>'), None, DAY, "dateline"),
        (page(body=f"<article><h1>خبر</h1><p>دمشق – 8 تموز 2020 (وكالة) – {REPORT}</p></article>"), None, DAY, "dateline"),
        (page(body=f'<div id="header"><b class="today-date">27 نوفمبر 2020</b></div><h1>خبر</h1>{BODY}'), None, None, "none"),
        (page(body=f'<header><i class="date">27 نوفمبر 2020</i></header><article><h1>خبر</h1>{BODY}</article>'), None, None, "none"),
        (page(body=f'<article><h1>خبر</h1>{BODY}</article><aside><time datetime="2020-01-01">خبر آخر</time></aside>'), None, None, "none"),
        (page(body=f'<article><h1>خبر</h1>{BODY}</article><ul><li class="date">1 كانون الثاني 2013</li></ul>'), None, None, "none"),
        (page(body=f"<article><h1>خبر</h1><p>قتل عامل في 8 تموز 2020 داخل المصنع.</p>{BODY}</article>"), None, None, "none"),
        (page(), "https://a.example/2020/13/45/x?id=202001", None, "none"),
    ],
)  # fmt: skip
def test_dates_are_named_not_guessed(html: str, url: str | None, day: str | None, basis: str) -> None:
    found = read(html, url, today="2026-01-01")
    assert (found.article.published, found.basis) == (day, basis)


def test_the_order_of_dates() -> None:
    head = '<meta property="article:published_time" content="2020-07-01">'
    dated = page(body=f'<article><h1>خبر</h1><span class="date">4 تموز 2020</span>{BODY}</article>')
    known = {"day": "2020-07-02", "archived": "2020-07-05", "today": "2026-01-01"}
    address = "https://a.example/2020/07/03/x"
    assert read(page(head), address, **known).article.published == "2020-07-01"
    assert read(dated, address, **known)[1] == "feed"
    known["day"] = ""
    assert read(dated, address, **known).article.published == "2020-07-03"
    assert read(dated, **known).article.published == "2020-07-04"
    assert (read(page(), **known).article.published, read(page(), **known).basis) == ("2020-07-05", "archive")


def test_a_date_in_an_address_is_a_day_of_the_calendar() -> None:
    assert day_in_address("https://a.example/2019/02/30/2020/02/29/x") is not None
    assert day_in_address("https://a.example/article/20201301") is day_in_address("https://a.example/1/2/2020") is None


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("انفجار في مصنع - شبكة المثال", '<meta property="og:site_name" content="شبكة المثال">'),
        ("انفجار في مصنع | شبكة المثال | أخبار", '<meta property="og:site_name" content="شبكة المثال">'),
        ("شبكة المثال :: انفجار في مصنع", '<meta name="application-name" content="شبكة المثال">'),
        ("انفجار في مصنع – صحيفة الشرق الأوسط", ""),
        ("انفجار في مصنع | news.example", ""),
        ("انفجار في مصنع", ""),
    ],
)
def test_titles_are_without_the_site(title: str, head: str) -> None:
    html = page(f"{head}", f"<article>{BODY}</article>", title=title)
    assert read(html, "https://www.news.example/x").article.title == "انفجار في مصنع"
    assert read(html.replace("<article>", f"<article><h1>{title.split(' - ')[0]}</h1>")).article.title is not None


@pytest.mark.parametrize("title", ["وكالة الطاقة تحذر إيران", "حلب - دمشق: إعادة فتح الطريق"])
def test_titles_are_not_taken_for_sites(title: str) -> None:
    assert read(page(title=title, body=BODY)).article.title == title


def test_the_headline_is_the_title_that_the_page_cuts_short() -> None:
    html = page(title="مقتل تسعة عمال - أخبار من كل مكان", body=f"<main><h1>مقتل تسعة عمال في انفجار الميناء</h1>{BODY}</main>")
    assert read(html).article.title == "مقتل تسعة عمال في انفجار الميناء"


@pytest.mark.parametrize("title", [":: صحيفة الأفق :: انفجار في مصنع", "انفجار في مصنع - بوابة الأفق الإخبارية"])
def test_a_page_laid_out_in_tables(title: str) -> None:
    body = f"""<table><tr><td class="menu"><a href="1">محليات</a></td><td><table><tr><td class="title">انفجار في مصنع</td></tr>
<tr><td class="date">الأربعاء 8 تموز 2020</td></tr><tr><td>{LEAD}<br>{REPORT}<br><br>{MORE}</td></tr></table></td></tr></table>
<center>جميع الحقوق محفوظة © 2013</center>"""
    found = read(page(body=body, title=title))
    assert found.article.text == f"{LEAD}\n{WHOLE}"
    assert (found.article.title, found.article.published, found.basis) == ("انفجار في مصنع", DAY, "dateline")


def test_words_and_blocks_are_kept_apart() -> None:
    html = page(body=f'<div class="news"><h1>خبر</h1><div class="txt">{LEAD}<div>{REPORT}</div><div>{MORE}</div></div></div>', title="خبر")
    assert read(html).article.text == f"{LEAD}\n{WHOLE}"


def test_a_title_that_holds_a_dash_is_left_whole() -> None:
    assert read(page(title="حلب - دمشق: إعادة فتح الطريق")).article.title == "حلب - دمشق: إعادة فتح الطريق"


@pytest.mark.parametrize(
    ("url", "head", "outlet"),
    [
        ("https://www.aljazeera.net/x", '<meta property="og:site_name" content="شبكة أخرى">', "الجزيرة"),
        ("https://arabic.cnn.com/x", "", outlets.by_host("cnn.com")),
        (
            "https://a.example/x",
            '<meta property="og:site_name" content="https://a.example"><meta property="og:site_name" content="شبكة">',
            "شبكة",
        ),
        (
            "https://a.example/x",
            '<script type="application/ld+json">{"@type": "Article", "publisher": {"name": "وكالة"}}</script>',
            "وكالة",
        ),
        ("https://www.a.example/x", "", "a.example"),
        (None, "", None),
    ],
)
def test_outlets(url: str | None, head: str, outlet: str | None) -> None:
    assert read(page(head), url).article.outlet == outlet


def test_the_outlet_of_a_feed_comes_before_the_bare_host() -> None:
    assert read(page(), "https://a.example/x", outlet="وكالة الميناء").article.outlet == "وكالة الميناء"


def test_every_host_is_of_a_known_outlet() -> None:
    from khabar.data_files import table_of

    known = {row[1] for row in table_of("khabar.resolve", "actors.tsv", 8)}
    assert not [host for host, name in table_of("khabar.resolve", "hosts.tsv", 2) if name not in known]


@pytest.mark.parametrize(
    ("canonical", "url", "found"),
    [
        ("https://a.example/1", "https://m.a.example/1?utm=x", "https://a.example/1"),
        ("/1", "https://a.example/amp/1", "https://a.example/1"),
        ("https://a.example/", "https://a.example/1", "https://a.example/1"),
        ("http://[broken", "https://a.example/1", "https://a.example/1"),
        ("javascript:void(0)", "https://a.example/1", "https://a.example/1"),
        ("https://a.example/1", None, "https://a.example/1"),
    ],
)
def test_the_canonical_address_is_preferred(canonical: str, url: str | None, found: str) -> None:
    article = read(page(f'<link rel="canonical" href="{canonical}">'), url).article
    assert article.url == found and article.address == (url if url != found else None)


@pytest.mark.parametrize(
    "body",
    [
        f'<div><h1>خبر</h1><h2 class="subtitle">{LEAD}</h2><div class="story-body">{BODY}</div></div>',
        f'<article><header><h1>خبر</h1><p itemprop="description">{LEAD}</p></header><div itemprop="articleBody">{BODY}</div></article>',
        f'<div><h1>خبر</h1><div class="article-lead"><strong>{LEAD}</strong></div><div class="body">{BODY}</div></div>',
        f'<div itemprop="description" class="b__lead"><p>{LEAD}</p></div><div itemprop="articleBody">{BODY}</div>',
        f"<main><h1>خبر</h1><p>{LEAD}</p>{BODY}</main>",
    ],
)
def test_leads_are_kept_and_come_first(body: str) -> None:
    assert read(page(body=body, title="خبر")).article.text == f"{LEAD}\n{WHOLE}"


@pytest.mark.parametrize(
    "frame",
    [
        '<div id="cookie-consent"><p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك على هذا الموقع وعرض الإعلانات المناسبة لك.</p></div>',
        "<section><h2>سياسة الخصوصية وملفات الارتباط</h2><p>أدخلنا تغييرات على شروط الاستخدام ويهمنا أن تعرفوها.</p></section>",
        '<aside><h3>اقرأ أيضا</h3><p>خبر آخر لا صلة له بهذا الانفجار في مدينة بعيدة جدا عن الميناء والمصنع.</p></aside>',
        '<div class="related-news"><p>خبر آخر لا صلة له بهذا الانفجار في مدينة بعيدة جدا عن الميناء والمصنع.</p></div>',
        '<div role="dialog"><p>اشتركوا في نشرتنا البريدية لتصلكم الأخبار كل صباح على بريدكم الإلكتروني مجانا.</p></div>',
        "<footer><p>جميع الحقوق محفوظة لشبكة المثال الإخبارية منذ عام ألفين وثلاثة عشر وحتى اليوم في كل البلدان.</p></footer>",
    ],
)  # fmt: skip
def test_the_frame_of_a_page_is_no_text(frame: str) -> None:
    for html in (f"{frame}<article><h1>خبر</h1>{BODY}</article>", f"<div><h1>خبر</h1>{BODY}</div>{frame}"):
        assert read(page(body=html, title="خبر")).article.text == WHOLE


def test_a_class_on_the_whole_page_takes_nothing_off() -> None:
    html = page(body=f'<div class="has-sidebar share-page"><div class="row"><h1>خبر</h1>{BODY}</div></div>', title="خبر")
    assert read(html.replace("<body>", '<body class="cookie menu">')).article.text == WHOLE


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (page(body='<ul><li><a href="/">الرئيسية</a></li><li><a href="/a">أخبار سياسية محلية</a></li></ul>'), "no report"),
        (page(body="<p>عذرا، الصفحة التي تبحث عنها غير موجودة في هذا الموقع.</p>", title="الصفحة غير موجودة"), "there is none"),
        (page(body="<script>app()</script><div id=root></div>"), "no report"),
        ("<html></html>", "no report"),
        ("<!-- -->", "no report"),
    ],
)
def test_a_page_without_a_report(html: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(html)


def test_a_page_made_by_scripts_gives_what_its_metadata_hold() -> None:
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "خبر", "articleBody": "{REPORT} {MORE}"}}</script>'
    assert read(page(data, "<div id=root></div>")).article.text == f"{REPORT} {MORE}"
