"""Files that readers save, and files that are none."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

from quotefold import read_html
from quotefold.dom.html import tree_from_html
from quotefold.errors import PageTooLarge, UnreadableInput
from quotefold.limits import MAX_HTML_BYTES
from quotefold.redact import report_of
from quotefold.saved import open_saved
from tests.cases import FIXTURES

WORDS = "Zürich – naïve café “quoted” 深夜"
LATIN = "Zürich – naïve café “quoted”"


def page(words, charset=""):
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}</head><body><p>{words}</p></body></html>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (page(WORDS).encode(), WORDS),
        (page(WORDS).encode("utf-8-sig"), WORDS),
        (page(WORDS).encode("utf-16"), WORDS),
        (b"\xfe\xff" + page(WORDS).encode("utf-16-be"), WORDS),
        (page("深夜バス", "shift_jis").encode("shift_jis"), "深夜バス"),
        (page("Привет", "koi8-r").encode("koi8-r"), "Привет"),
        (page(LATIN, "iso-8859-1").encode("cp1252"), LATIN),
        (page(LATIN).encode("cp1252"), LATIN),
        (page(WORDS, "no-such-charset").encode(), WORDS),
    ],
    ids="utf-8 bom utf-16-le utf-16-be shift_jis koi8-r latin1 unlabelled wrong".split(),
)
def test_words_survive_every_encoding_that_browsers_save(data, words):
    assert f"<p>{words}</p>" in open_saved(data).html


def zipped():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("page.html", page(WORDS))
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "PNG"),
        (b"\xff\xd8\xff\xe0" + b"JFIF" * 50, "JPEG"),
        (b"GIF89a" + b"a" * 50, "GIF"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (gzip.compress(page(WORDS).encode()), "gzip"),
        (zipped(), "zip"),
        (bytes(4096), "binary"),
        (b"MZ" + bytes(500) + b"text" * 100, "binary"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_text_is_refused_by_name(data, what):
    with pytest.raises(UnreadableInput, match=what):
        open_saved(data)


def test_a_file_above_the_cap_is_refused():
    with pytest.raises(PageTooLarge, match="50,000,000"):
        open_saved(b"a" * (MAX_HTML_BYTES + 1))


@pytest.mark.parametrize("data", [b"", b"   \n", b"<", b"<!-- saved from url=", b"\x00"])
def test_next_to_nothing_is_a_page_without_an_address(data):
    if data == b"\x00":
        with pytest.raises(UnreadableInput):
            open_saved(data)
    else:
        assert open_saved(data).url == ""


# --- where a page came from --------------------------------------------------------------

ADDRESS = "https://digg.com/ai/q7nw3kzt"
CHROME = f"<!DOCTYPE html>\n<!-- saved from url=(0028){ADDRESS} -->\n" + page(WORDS)
SINGLE_FILE = (
    "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n"
    f" url: {ADDRESS} \n saved date: Mon May 25 2026 \n-->" + page(WORDS)
)


@pytest.mark.parametrize("html", [CHROME, SINGLE_FILE], ids=["Chromium", "SingleFile"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_address_that_a_browser_noted_is_found(html, encoding):
    assert open_saved(html.encode(encoding)).url == ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "about:internet",
        "file:///home/me/page.html",
        "javascript:alert(1)",
        "https://",
        "https://[",
        "https://a\x1b[2Jb.example/",
        "https://a.example:99999/",
    ],
)
def test_an_address_that_is_not_of_the_web_is_not_believed(address):
    assert open_saved(CHROME.replace(ADDRESS, address).encode()).url == ""


def test_an_address_written_by_a_post_is_not_believed():
    late = page("x" * 10_000 + f"<!-- saved from url=(0028){ADDRESS} -->")
    assert open_saved(late.encode()).url == ""


# --- single-file archives ------------------------------------------------------------------


def mhtml(html, *, head=f"Snapshot-Content-Location: {ADDRESS}\n", kind="text/html"):
    return (
        "From: <Saved by Blink>\n"
        f"{head}"
        "Subject: =?utf-8?Q?A=20thread?=\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--b--"\n'
        "\n\n----b--\n"
        f"Content-Type: {kind}\nContent-Transfer-Encoding: quoted-printable\n"
        "Content-Location: https://digg.com/ai/inner\n\n"
        f"{html}\n"
        "----b--\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
        "----b----\n"
    ).encode()


def test_a_single_file_archive_is_read_with_its_address():
    saved = open_saved(
        mhtml('<html><body><p class=3D"a">na=C3=AFve =E6=B7=B1=E5=A4=9C</p></body></html>')
    )
    assert '<p class="a">naïve 深夜</p>' in saved.html
    assert saved.url == ADDRESS


def test_an_archive_without_an_address_of_its_own_has_its_pages_address():
    assert open_saved(mhtml("<p>a</p>", head="")).url == "https://digg.com/ai/inner"


def test_an_archive_says_its_charset():
    saved = open_saved(mhtml("<p>=CF=F0=E8=E2=E5=F2</p>", kind="text/html; charset=windows-1251"))
    assert "<p>Привет</p>" in saved.html


def test_a_wrong_charset_in_an_archive_is_no_end():
    saved = open_saved(mhtml("<p>na=C3=AFve</p>", kind="text/html; charset=nonsense"))
    assert "<p>naïve</p>" in saved.html


def test_an_archive_without_a_page_is_refused():
    with pytest.raises(UnreadableInput, match="without a page"):
        open_saved(mhtml("words", kind="text/plain"))


def test_an_archive_of_archives_of_archives_is_refused():
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b0"\n\n'
    nest = "".join(
        f'--b{n}\nContent-Type: multipart/related; boundary="b{n + 1}"\n\n' for n in range(20_000)
    )
    with pytest.raises((PageTooLarge, UnreadableInput)):
        open_saved((head + nest).encode())


def test_a_page_that_talks_about_archives_is_a_page():
    html = page("Content-Type: multipart/related")
    assert open_saved(html.encode()).html == html


# --- parts that come late --------------------------------------------------------------------

STREAMED = (
    "<body><main><!--$?--><template id=B:0></template><p>loading<!--$--> inner <!--/$--></p>"
    "<i>still</i><!--/$--><p>after</p></main>"
    '<div hidden id="S:0"><p>real <template id="P:1"></template></p></div>'
    '<script>$RC("B:0","S:0")</script>'
    '<div hidden id="S:1"><b>late</b></div><script>$RS("S:1","P:1")</script></body>'
)


def words(html):
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    for script in soup.find_all("script"):
        script.decompose()
    return soup.get_text(" ", strip=True)


def test_streamed_parts_take_the_place_of_what_stood_for_them():
    html = open_saved(STREAMED.encode()).html
    assert words(html) == "real late after"
    assert "hidden" not in html


@pytest.mark.parametrize(
    "call",
    [
        '$RC("B:9","S:0")',
        '$RC("B:0","S:9")',
        '$RC("S:0","B:0")',
        '$RC("B:0","B:0")',
        '$RC("P:1","S:0")',
        '$RS("S:0","P:1")',
        '$RX("B:0","S:0")',
    ],
)
def test_calls_that_fit_nothing_lose_no_words(call):
    html = STREAMED.replace('$RC("B:0","S:0")', call).replace('$RS("S:1","P:1")', "")
    assert sorted(words(open_saved(html.encode()).html).split()) == sorted(words(html).split())


def test_a_call_made_twice_moves_a_part_once():
    html = STREAMED.replace("</body>", '<script>$RC("B:0","S:0")</script></body>')
    assert words(open_saved(html.encode()).html) == "real late after"


def test_a_part_meant_for_a_placeholder_that_is_gone_stays_where_it_is():
    html = STREAMED.replace("<i>still</i>", '<template id="B:5"></template>').replace(
        "</body>", '<div hidden id="S:5">lost</div><script>$RC("B:5","S:5")</script></body>'
    )
    assert words(open_saved(html.encode()).html) == "real late after lost"


def test_a_placeholder_that_is_never_closed_stays():
    html = STREAMED.replace("<i>still</i><!--/$-->", "<i>still</i>")
    assert "still" in words(open_saved(html.encode()).html)


def test_a_page_without_late_parts_is_untouched():
    html = page(WORDS)
    assert open_saved(html.encode()).html == html


def test_a_page_report_reads_as_the_page_it_was_made_from():
    page = (FIXTURES / "digg/may21-night-trams.html").read_text(encoding="utf-8")
    url = "https://digg.com/ai/abcdefgh"
    report = json.dumps(report_of(tree_from_html(page), url)).encode()
    saved = open_saved(report)
    assert "tram" not in saved.html
    thread = read_html(saved.html, saved.url)
    assert thread.site == "digg"
    assert sum(len(p.quotes) for p in thread.posts) >= 12


@pytest.mark.parametrize("data", [b"{", b"{}", b'{"quotefold_report": 1}', b"{" * 99_999])
def test_other_data_in_braces_is_no_page(data):
    with pytest.raises(UnreadableInput):
        open_saved(data)
