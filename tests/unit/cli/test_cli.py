"""The command line, as a shell sees it: what it prints, where, and its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

import quotefold
from quotefold import pipeline
from quotefold.cli import app
from quotefold.limits import MAX_HTML_BYTES
from tests.cases import CASES, FIXTURES

runner = CliRunner()
CASE = next(case for case in CASES if case.id == "digg/may21-night-trams")
URL = CASE.meta["url"]


def run(*arguments, **more):
    return runner.invoke(app, [str(a) for a in arguments], **more)


def one_line(result):
    """The one line of an error; nothing may stand on stdout."""
    assert result.stdout == ""
    assert result.stderr.startswith("quotefold: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


# --- read --------------------------------------------------------------------------------


def test_json_is_the_public_form_of_the_thread():
    result = run("read", CASE.page, "--url", URL, "--json", "--tier", "linear")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == quotefold.read_html(CASE.html, URL).to_json()


def test_json_is_indented_utf8_with_letters_as_they_are():
    result = run("read", CASE.page, "--url", URL, "--json")
    text = result.stdout_bytes.decode("utf-8")
    assert text.startswith('{\n  "schema": 1,\n')
    assert "\\u" not in text
    assert text.endswith("}\n")


@pytest.mark.parametrize("parser", ["auto", "lxml", "bs4"])
def test_every_parser_gives_one_thread(parser):
    result = run("read", CASE.page, "--url", URL, "--json", "--parser", parser)
    assert result.stdout == run("read", CASE.page, "--url", URL, "--json").stdout


def test_outline_names_every_post_and_ends_with_the_count():
    result = run("read", CASE.page, "--url", URL)
    thread = quotefold.read_html(CASE.html, URL)
    assert result.exit_code == 0
    for number, post in enumerate(thread.posts, 1):
        who = f"@{post.author.handle}" if post.author else "(author not shown)"
        assert f" {number} {who} · " in f" {result.stdout}".replace("\n", "\n ")
    assert result.stdout.rstrip().splitlines()[-1] == "14 posts, 11 of 13 quotes folded"
    assert "\x1b" not in result.stdout


def test_a_page_can_come_through_a_pipe():
    result = run("read", "-", "--url", URL, "--json", input=CASE.html)
    assert result.stdout == run("read", CASE.page, "--url", URL, "--json").stdout


@pytest.mark.parametrize(
    ("mode", "folded"), [("off", 0), ("above", 11), ("anywhere", 12), ("all", 13)]
)
def test_fold_modes(mode, folded):
    result = run("read", CASE.page, "--url", URL, "--json", "--fold", mode)
    posts = json.loads(result.stdout)["posts"]
    assert sum(quote["collapsed"] for post in posts for quote in post["quotes"]) == folded


def test_the_address_in_a_saved_page_is_used_and_a_given_one_wins(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        CASE.html.replace("<html", f"<!-- saved from url=(0028){URL} --><html", 1), "utf-8"
    )
    found = json.loads(run("read", page, "--json").stdout)
    assert (found["site"], found["url"], len(found["posts"])) == ("digg", URL, 14)
    given = json.loads(run("read", page, "--json", "--url", "https://digg.com/ai/other").stdout)
    assert given["url"] == "https://digg.com/ai/other"


@pytest.mark.parametrize("html", ["", "words", "<html><body><p>A page.</p></body></html>"])
def test_a_page_that_is_no_thread_is_no_error(tmp_path, html):
    page = tmp_path / "page.html"
    page.write_text(html)
    result = run("read", page, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["posts"] == []
    assert found["warnings"]
    outline = run("read", page)
    assert outline.exit_code == 0
    assert found["warnings"][0].casefold() in outline.stdout.casefold()


def test_a_truncated_page_is_read_as_far_as_it_goes(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(CASE.html[: len(CASE.html) * 2 // 3], "utf-8")
    result = run("read", page, "--url", URL, "--json")
    assert result.exit_code == 0
    assert 0 < len(json.loads(result.stdout)["posts"]) < 14


@pytest.mark.parametrize("half", ["&#xD83D;", "&#55357; &#56832;"])
def test_json_stays_valid_where_a_page_holds_halves_of_characters(tmp_path, half):
    page = tmp_path / "page.html"
    page.write_text(CASE.html.replace("Did we read", f"Did {half} we read", 1), "utf-8")
    for parser in ("lxml", "bs4"):
        result = run("read", page, "--url", URL, "--json", "--parser", parser)
        assert result.exit_code == 0
        json.loads(result.stdout_bytes.decode("utf-8"))["posts"][1]["text"].encode("utf-8")


def test_json_replaces_what_utf8_cannot_hold(monkeypatch):
    thread = quotefold.Thread(
        "digg", "", (quotefold.Post("p0", "post", None, "a\ud83d\U0001f600b"),)
    )
    reading = pipeline.Reading(thread, {}, None)
    monkeypatch.setattr(pipeline, "read", lambda *_: reading)
    result = run("read", CASE.page, "--json")
    assert json.loads(result.stdout_bytes.decode("utf-8"))["posts"][0]["text"] == "a\ufffd😀b"


# --- what cannot be read --------------------------------------------------------------------


def missing(folder):
    return folder / "missing.html"


def a_folder(folder):
    return folder


def a_picture(folder):
    page = folder / "page.html"
    page.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    return page


def too_large(folder):
    page = folder / "page.html"
    with page.open("wb") as file:
        file.truncate(MAX_HTML_BYTES + 1)
    return page


def too_deep(folder):
    page = folder / "page.html"
    page.write_text("<div>" * 100_000)
    return page


def hostile_name(folder):
    return folder / "no\n\x1b[2J.html"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (missing, "No such file"),
        (a_folder, "directory"),
        (a_picture, "PNG"),
        (too_large, "50,000,000"),
        (too_deep, "nested deeper"),
        (hostile_name, "No such file"),
    ],
)
@pytest.mark.parametrize("command", ["read", "annotate"])
def test_what_cannot_be_read_is_one_line_and_status_2(tmp_path, make, why, command):
    out = tmp_path / "out.html"
    extra = ["-o", out] if command == "annotate" else []
    result = run(command, make(tmp_path), *extra)
    assert result.exit_code == 2
    assert why in one_line(result)
    assert "\x1b" not in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("parser", ["lxml", "bs4"])
def test_both_parsers_refuse_a_page_that_is_too_deep(tmp_path, parser):
    result = run("read", too_deep(tmp_path), "--parser", parser)
    assert result.exit_code == 2
    one_line(result)


@pytest.mark.parametrize(
    "url",
    ["nonsense", "ftp://a.example/", "https://", "https://[", "http://a:99999999/", "javascript:x"],
)
def test_a_bad_address_is_one_line_and_status_2(url):
    result = run("read", CASE.page, "--url", url)
    assert result.exit_code == 2
    assert "address" in one_line(result)


def test_a_defect_is_one_line_and_status_1_and_says_how_to_see_more(monkeypatch):
    def defect(*_):
        raise KeyError("surprise\x1b[2J")

    monkeypatch.setattr(pipeline, "read", defect)
    result = run("read", CASE.page)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    line = one_line(result)
    assert "KeyError" in line
    assert "--debug" in line
    assert "\x1b" not in line
    for again in (("--debug", "read", CASE.page), ("read", CASE.page, "--debug")):
        seen = run(*again)
        assert seen.exit_code == 1
        assert isinstance(seen.exception, KeyError)


def test_a_file_may_be_called_like_an_option():
    result = run("read", "--", "--debug")
    assert result.exit_code == 2
    assert "cannot read --debug" in one_line(result)


@pytest.mark.parametrize("arguments", [["read"], ["read", "a", "--fold", "some"], ["nothing"]])
def test_a_wrong_command_line_is_status_2(arguments):
    assert run(*arguments).exit_code == 2


# --- annotate ---------------------------------------------------------------------------------


def test_annotate_writes_a_page_with_folds_and_says_so_in_one_line(tmp_path):
    out = tmp_path / "out.html"
    result = run("annotate", CASE.page, "-o", out, "--url", URL)
    assert result.exit_code == 0
    assert result.stdout == f"{out}: 14 posts, 11 of 13 quotes folded\n"
    soup = BeautifulSoup(out.read_text("utf-8"), "html.parser")
    assert len(soup.find_all("quotefold-fold")) == 11
    assert len(soup.find_all("quotefold-bar")) == 14
    assert soup.find("script") is None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_annotated_page_reads_as_the_page_it_was_made_from(tmp_path, case):
    out, url = tmp_path / "out.html", case.meta["url"]
    assert run("annotate", case.page, "-o", out, "--url", url).exit_code == 0
    again = run("read", out, "--url", url, "--json")
    assert again.stdout == run("read", case.page, "--url", url, "--json").stdout


def test_annotate_to_stdout_keeps_the_line_apart():
    result = run("annotate", CASE.page, "-o", "-", "--url", URL)
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert result.stdout.endswith("</html>") or result.stdout.endswith("</html>\n")
    assert result.stderr == "-: 14 posts, 11 of 13 quotes folded\n"


def test_annotate_reads_any_encoding_and_writes_utf8(tmp_path):
    page, out = tmp_path / "page.html", tmp_path / "out.html"
    page.write_text(CASE.html.replace('charset="utf-8"', 'charset="utf-16"'), "utf-16")
    assert run("annotate", page, "-o", out, "--url", URL).exit_code == 0
    written = out.read_text("utf-8")
    assert "☕" in CASE.html
    assert "☕" in written
    assert written.count("charset") == 1


@pytest.mark.parametrize("by", ["name", "link", "other spelling"])
def test_annotate_never_writes_over_the_page_it_reads(tmp_path, by):
    page = tmp_path / "page.html"
    page.write_text(CASE.html, "utf-8")
    out = {
        "name": page,
        "link": tmp_path / "link.html",
        "other spelling": tmp_path / "x" / ".." / "page.html",
    }[by]
    (tmp_path / "x").mkdir()
    if by == "link":
        out.symlink_to(page)
    result = run("annotate", page, "-o", out)
    assert result.exit_code == 2
    assert "the page itself" in one_line(result)
    assert page.read_text("utf-8") == CASE.html


def test_annotate_that_cannot_write_is_one_line_and_status_2(tmp_path):
    result = run("annotate", CASE.page, "-o", tmp_path / "no" / "out.html", "--url", URL)
    assert result.exit_code == 2
    assert "cannot write" in one_line(result)


def test_annotate_of_a_page_that_is_no_thread_writes_it_without_badges(tmp_path):
    page, out = tmp_path / "page.html", tmp_path / "out.html"
    page.write_text("<p>A page.</p>")
    result = run("annotate", page, "-o", out)
    assert result.exit_code == 0
    assert "no thread" in result.stdout
    assert "<p>A page.</p>" in out.read_text("utf-8")
    assert "<quotefold-" not in out.read_text("utf-8")


# --- map and batch ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "start"),
    [(".svg", "<svg "), (".json", "{\n"), (".md", "# 14 posts"), (".SVG", "<svg ")],
)
def test_a_map_is_written_in_the_form_its_ending_says(tmp_path, ending, start):
    out = tmp_path / f"map{ending}"
    result = run("map", CASE.page, "-o", out, "--url", URL)
    assert result.exit_code == 0
    assert result.stdout == f"{out}: 14 posts, 11 of 13 quotes folded\n"
    assert out.read_text("utf-8").startswith(start)


@pytest.mark.parametrize("name", ["map.png", "map", "page.html"])
def test_a_map_of_another_kind_is_refused(tmp_path, name):
    page = tmp_path / "page.html"
    page.write_text(CASE.html, "utf-8")
    result = run("map", page, "-o", tmp_path / name)
    assert result.exit_code == 2
    one_line(result)
    assert page.read_text("utf-8") == CASE.html


def test_batch_reads_every_page_of_a_folder_in_order(tmp_path):
    (tmp_path / "b").mkdir()
    noted = f"<!-- saved from url=(0028){URL} -->{CASE.html}"
    (tmp_path / "b" / "thread.html").write_text(noted, "utf-8")
    (tmp_path / "a.HTM").write_text("<p>no thread</p>")
    (tmp_path / "notes.txt").write_text("no page")
    (tmp_path / "c.html").mkdir()
    result = run("batch", tmp_path)
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(f["file"], len(f["posts"])) for f in found] == [("a.HTM", 0), ("b/thread.html", 14)]
    alone = json.loads(run("read", tmp_path / "b" / "thread.html", "--json").stdout)
    assert found[1] == {"file": "b/thread.html", **alone}


def test_batch_goes_on_after_a_page_it_cannot_read(tmp_path):
    a_picture(tmp_path).rename(tmp_path / "a.html")
    (tmp_path / "b.html").write_text("<p>no thread</p>")
    result = run("batch", tmp_path)
    assert result.exit_code == 2
    first, second = [json.loads(line) for line in result.stdout.splitlines()]
    assert "PNG" in first["error"]
    assert second["posts"] == []


@pytest.mark.parametrize("make", [missing, a_picture])
def test_batch_of_what_is_no_folder_is_status_2(tmp_path, make):
    result = run("batch", make(tmp_path))
    assert result.exit_code == 2
    assert "not a folder" in one_line(result)


# --- stance -----------------------------------------------------------------------------------

PAIR = {"parent": "Trams should run at night.", "reply": "I agree, they should.", "kind": "reply"}


def test_stance_answers_every_pair_in_order(tmp_path):
    replies = ["I agree, they should.", "Separators \u2028 inside \x85 a text.", "Why?"]
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(
        "\n".join(json.dumps({**PAIR, "reply": r}, ensure_ascii=False) for r in replies), "utf-8"
    )
    result = run("stance", pairs)
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.strip().split("\n")]
    assert len(found) == 3
    for answer in found:
        assert set(answer) == {"label", "confidence", "scores", "shown", "evidence"}
        assert answer["confidence"] == pytest.approx(max(answer["scores"].values()), abs=1e-4)


UNSAID = {**PAIR, "reply": "No, that is wrong. Trams are not safer and the city is broke."}


def scores(result):
    """What a line of ``quotefold stance`` says of each label."""
    assert result.exit_code == 0
    return json.loads(result.stdout)["scores"]


def test_both_tiers_judge_unless_the_linear_one_is_asked_for():
    line = json.dumps(UNSAID)
    both = run("stance", "-", input=line)
    assert both.stderr == ""
    assert both.stdout == run("stance", "-", "--tier", "both", input=line).stdout
    assert scores(both) != scores(run("stance", "-", "--tier", "linear", input=line))


@pytest.fixture
def without_onnxruntime(monkeypatch):
    monkeypatch.setattr("quotefold.stance.native.find_spec", lambda _: None)


def test_without_onnxruntime_the_linear_tier_judges_and_says_so(without_onnxruntime):
    result = run("stance", "-", input=json.dumps(UNSAID))
    assert scores(result) == scores(
        run("stance", "-", "--tier", "linear", input=json.dumps(UNSAID))
    )
    assert result.stderr.count("\n") == 1
    assert "onnxruntime is not installed" in result.stderr
    assert "linear tier alone" in result.stderr


def test_without_onnxruntime_both_tiers_are_an_error(without_onnxruntime):
    result = run("stance", "-", "--tier", "both", input=json.dumps(UNSAID))
    assert result.exit_code == 2
    assert "onnxruntime is not installed" in one_line(result)


@pytest.mark.parametrize("command", ["read", "annotate", "map", "batch"])
def test_pages_are_judged_by_the_tier_asked_for(command, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "quotefold.stance.native.load_encoder",
        lambda: lambda rows: asked.extend(rows) or [[0.0] * 4] * len(rows),
    )
    page = tmp_path / CASE.page.name
    page.write_bytes(CASE.page.read_bytes())
    more = ["-o", tmp_path / "out.md"] if command in ("annotate", "map") else []
    for tier in ([], ["--tier", "both"], ["--tier", "linear"]):
        asked.clear()
        result = run(command, tmp_path if command == "batch" else page, *more, *tier)
        assert result.exit_code == 0
        assert bool(asked) == (tier != ["--tier", "linear"])


def test_stance_reads_a_pipe_and_a_byte_order_mark():
    text = "\ufeff" + json.dumps(PAIR) + "\r\n\r\n" + json.dumps(PAIR)
    result = run("stance", "-", input=text.encode("utf-8"))
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 2


@pytest.mark.parametrize("line", ["not json", "[]", '{"parent": "a"}'])
def test_stance_names_the_line_that_is_no_pair(line):
    result = run("stance", "-", input=f"{json.dumps(PAIR)}\n{line}\n")
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert result.stderr.count("\n") == 1


def test_stance_of_a_missing_file_is_status_2(tmp_path):
    result = run("stance", tmp_path / "missing.jsonl")
    assert result.exit_code == 2
    assert "No such file" in one_line(result)


# --- as a program ------------------------------------------------------------------------------

PROGRAM = Path(sys.executable).with_name("quotefold")


def program(*arguments, **more):
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], capture_output=True, check=False, timeout=60, **more
    )


def test_version_is_the_packages():
    result = program("--version")
    assert (result.returncode, result.stdout.decode().split()) == (
        0,
        ["quotefold", quotefold.__version__],
    )


def test_the_program_reads_a_page_from_a_pipe_in_a_plain_terminal():
    env = {"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii", "COLUMNS": "60"}
    result = program("read", "-", "--url", URL, input=CASE.html.encode(), env=env)
    assert result.returncode == 0
    assert result.stderr == b""
    lines = result.stdout.decode("ascii").splitlines()
    assert lines[-1] == "14 posts, 11 of 13 quotes folded"
    assert max(map(len, lines)) <= 60


def test_the_program_prints_utf8_json_whatever_the_terminal_speaks():
    result = program("read", CASE.page, "--url", URL, "--json", env={"PYTHONIOENCODING": "latin-1"})
    assert "☕" in json.loads(result.stdout.decode("utf-8"))["posts"][2]["author"]["name"]


def test_the_program_fails_in_one_line(tmp_path):
    result = program("read", tmp_path / "missing.html")
    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr.decode().count("\n") == 1


def test_a_reader_who_stops_reading_is_no_defect(tmp_path):
    result = subprocess.run(
        f"{PROGRAM} read {CASE.page} --url {URL} --json | head -c 10",
        shell=True,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert result.stdout == b'{\n  "schem'
    assert b"defect" not in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_new_site_is_drafted_from_a_saved_page(tmp_path):
    page = FIXTURES / "generic/plain.html"
    arguments = ["new-site", "tramtalk", "--from", str(page), "--url", "https://tram.example/t/1"]
    done = run(*arguments, "--to", str(tmp_path))
    assert done.exit_code == 0, done.output
    written = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*"))
    assert written == [
        "pycore/quotefold/reading/sites/tramtalk.py",
        "tests/fixtures/tramtalk/page.expected.json",
        "tests/fixtures/tramtalk/page.html",
        "tests/fixtures/tramtalk/page.meta.json",
    ]
    again = run(*arguments, "--to", str(tmp_path))
    assert again.exit_code == 2
    assert "is there already" in again.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_behind_stdout_is_one_line_and_status_2():
    page = FIXTURES / "generic/plain.html"
    command = [sys.executable, "-m", "quotefold", "read", str(page), "--json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("quotefold: cannot write to stdout: ")
    assert done.stderr.count("\n") == 1


def test_a_closed_stdin_is_one_line_and_status_2():
    command = f"{sys.executable} -m quotefold read - <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "quotefold: cannot read stdin: it is closed\n"
