"""What tools that strip quotes from mail hide, and how much of it was new to the reader.

``python3 build.py bench peers`` installs the peers from the package index in an
environment of their own (``build/peers``), takes their published test mails from their
source packages, and prints two tables. ``--write`` puts them into ``docs/PEERS.md``.

Every hidden word is looked up in what stands above, by a rule that knows nothing of how
Quotefold compares: a word was there already if some four words in a row that contain it
were (or the whole line where it is shorter). Signatures and lines such as "X wrote:" are
not counted: hiding them is what the peers are for.
"""

from __future__ import annotations

import argparse
import ast
import email
import email.policy
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "pycore")]

from quotefold.dom.text import Text  # noqa: E402
from quotefold.folding.copies import Block, find_copies  # noqa: E402
from quotefold.folding.rule import FoldOptions, fold  # noqa: E402
from quotefold.model import Author, Post, Quote  # noqa: E402
from quotefold.reading.attributions import (  # noqa: E402
    BANNER,
    HEADER,
    MOST_HEADERS,
    is_header_block,
)
from quotefold.reading.mail import Run, attributed_to, runs_of  # noqa: E402

CACHE = ROOT / "build" / "peers"
PAGE = ROOT / "docs" / "PEERS.md"
WORKER = Path(__file__).with_name("_peers_worker.py")
PEERS = {
    "quotequail": "0.5.4",
    "email-reply-parser": "0.5.12",
    "mail-parser-reply": "1.36",
    "talon": "1.4.4",
}
OURS = "Quotefold"
WINDOW = 4
MARKS = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's text and what a reader has seen before it: (author, own words) each."""

    by: str
    text: str
    above: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a mail: "own", "quoted" or "other" (signature, line that names somebody)."""

    text: str
    part: str


@dataclass(slots=True)
class Tally:
    """Counts of one tool over one set of mails."""

    repeated: int = 0
    folded: int = 0
    new: int = 0
    mails: int = 0


# --- the sets of mails --------------------------------------------------------------


def lamps() -> list[Mail]:
    """The thread of ``benchmarks/mails/lamps.toml``."""
    with (ROOT / "benchmarks/mails/lamps.toml").open("rb") as file:
        rows = tomllib.load(file)["mails"]
    return threaded((row["by"], row["text"].strip("\n")) for row in rows)


def licence() -> list[Mail]:
    """The thread of the mailing-list fixtures, as its mails."""
    from tests.rendering import mail
    from tests.rendering.spec import load

    thread = load(ROOT / "tests/rendering/threads/licence.toml").by_time()
    return threaded((mail.name(post), mail.body(thread, post)) for post in thread.posts)


def threaded(mails: Iterable[tuple[str, str]]) -> list[Mail]:
    """Each mail below all earlier ones."""
    found: list[Mail] = []
    above: tuple[tuple[str, str], ...] = ()
    for by, text in mails:
        found.append(Mail(by, text, above))
        above = (*above, (by, own_words(text)))
    return found


def published(folder: Path) -> list[Mail]:
    """Texts with quoted lines in the peers' own tests, without what they quote."""
    texts: dict[str, None] = {}
    for path in sorted(folder.rglob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        part = message.get_body(("plain",))
        if part is not None:
            texts[part.get_content().replace("\r\n", "\n").strip("\n")] = None
    for path in sorted(folder.rglob("test*.py")) + sorted(folder.rglob("*_test.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts[node.value.strip("\n")] = None
    quoting = re.compile(r"^>.*\w", re.MULTILINE)
    return [Mail("", text) for text in texts if quoting.search(text) and "<html" not in text]


def below_what_it_quotes(mail: Mail) -> Mail:
    """The mail with everything it quotes above it, each depth as the mail it came from."""
    runs = [run for run in plain_runs(mail.text) if run.depth]
    depths = sorted({run.depth for run in runs}, reverse=True)
    above = []
    for depth in depths:
        level = [run for run in runs if run.depth == depth]
        who = next((run.who for run in level if run.who), "")
        above.append((who, "\n\n".join(run.words.text for run in level)))
    return replace(mail, above=tuple(above))


# --- what is shown of a mail --------------------------------------------------------


def plain_runs(text: str) -> list[Run]:
    return runs_of(Text(text, ((0, 0, 0, len(text)),)))


def own_words(text: str) -> str:
    return "\n\n".join(run.words.text for run in plain_runs(text) if not run.depth)


def quotefold_shows(mail: Mail) -> str:
    """The mail as Quotefold shows it: a quoted block is folded where all of it is."""
    pieces: list[tuple[list[Run], list[str]]] = []
    blocks = [Block(f"a{n}", by or None, text, False) for n, (by, text) in enumerate(mail.above)]
    posts = [Post(block.id, "post", None, block.text) for block in blocks]
    quotes: list[Quote] = []
    for quoted, group in groupby(plain_runs(mail.text), key=lambda run: run.depth > 0):
        runs = list(group)
        ids = []
        for depth in sorted({run.depth for run in runs}) if quoted else ():
            level = [run for run in runs if run.depth == depth]
            who = next((run.who for run in level if run.who), "")
            words = "\n\n".join(run.words.text for run in level)
            ids.append(f"q{len(quotes)}")
            quotes.append(Quote(ids[-1], Author(who) if who else None, words))
            blocks.append(Block(ids[-1], who or None, words, True))
        pieces.append((runs, ids))
    posts.append(Post("mail", "post", None, own_words(mail.text), quotes=tuple(quotes)))
    done = fold(posts, find_copies(blocks), FoldOptions())
    folded = {quote.id for post in done for quote in post.quotes if quote.collapsed}
    return "\n".join(
        run.words.text
        for runs, ids in pieces
        if not ids or not folded.issuperset(ids)
        for run in runs
    )


def peer_shows(python: Path, tool: str, mails: Sequence[Mail]) -> list[str]:
    done = subprocess.run(
        [python, WORKER, tool],
        input=json.dumps([mail.text for mail in mails]),
        capture_output=True,
        text=True,
        check=True,
    )
    shown: list[str] = json.loads(done.stdout)
    return shown


# --- counting -------------------------------------------------------------------------


def words_of(text: str) -> list[Word]:
    """The words of a mail, each with what it belongs to."""
    lines = text.split("\n")
    bare = [MARKS.sub("", line) for line in lines]
    words = []
    headers = header_lines(bare)
    signature = False
    for number, line in enumerate(lines):
        quoted = bare[number] != line
        signature = signature or (not quoted and re.fullmatch(r"--\s?|_{20,}", line) is not None)
        named = any(
            attributed_to(" ".join(bare[first : number + ahead])) is not None
            for first in (number, number - 1)
            for ahead in (1, 2)
            if first >= 0 and number + ahead <= len(lines)
        )
        named = named or number in headers
        part = "other" if signature or named else "quoted" if quoted else "own"
        words += [Word(word, part) for word in bare[number].split()]
    return words


def header_lines(lines: Sequence[str]) -> set[int]:
    """Lines that say whose mail is quoted below them, as "From: … Sent: …" does."""
    found: set[int] = set()
    bare = [line.strip() for line in lines]
    for number in range(len(bare) - 1):
        if is_header_block(bare[number : number + MOST_HEADERS]):
            block = bare[number : number + MOST_HEADERS]
            size = next((n for n, w in enumerate(block) if not HEADER.match(w)), len(block))
            found.update(range(number, number + size))
            above = next((n for n in range(number - 1, -1, -1) if bare[n]), None)
            if above is not None and BANNER.fullmatch(bare[above]):
                found.add(above)
    return found


def hidden_words(words: Sequence[Word], shown: str) -> set[int]:
    """Places of the words that are not in what a tool shows."""
    left = MARKS.sub("", shown).split()
    matcher = SequenceMatcher(None, [word.text for word in words], left, autojunk=False)
    kept = {at + n for at, _, size in matcher.get_matching_blocks() for n in range(size)}
    return set(range(len(words))) - kept


def seen_above(words: Sequence[Word], above: Iterable[str]) -> set[int]:
    """Places of the words that stand above in the same company."""
    windows = {
        tuple(said[at : at + size])
        for said in (text.split() for text in above)
        for size in range(1, WINDOW + 1)
        for at in range(len(said) - size + 1)
    }
    seen: set[int] = set()
    for _, group in groupby(enumerate(words), key=lambda item: item[1].part):
        places = [at for at, _ in group]
        size = min(WINDOW, len(places))
        for first in range(len(places) - size + 1):
            window = places[first : first + size]
            if tuple(words[at].text for at in window) in windows:
                seen.update(window)
    return seen


def count(mails: Sequence[Mail], shown: Sequence[str]) -> Tally:
    """What one tool hides of the mails."""
    tally = Tally()
    for mail, text in zip(mails, shown, strict=True):
        words = words_of(mail.text)
        counted = {at for at, word in enumerate(words) if word.part != "other"}
        seen = seen_above(words, (said for _, said in mail.above))
        hidden = hidden_words(words, text) & counted
        tally.repeated += sum(words[at].part == "quoted" for at in seen)
        tally.folded += sum(words[at].part == "quoted" for at in hidden & seen)
        tally.new += len(hidden - seen)
        tally.mails += bool(hidden - seen)
    return tally


# --- peers ----------------------------------------------------------------------------


def environment() -> Path:
    """The Python of an environment that has the peers that can be installed."""
    python = CACHE / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(CACHE / "venv", with_pip=True)
    return python


def install(python: Path) -> Iterator[str]:
    """Install each peer; yield the names of those that can be used."""
    for name, version in PEERS.items():
        pip: list[str | Path] = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(
            [*pip, "install", f"{name}=={version}"], capture_output=True, check=False
        )
        if done.returncode:
            print(f"{name} {version} can't be installed here; left out", file=sys.stderr)
        else:
            yield name


def sources(python: Path, names: Iterable[str]) -> Path:
    """The peers' source packages, unpacked."""
    for name in names:
        folder = CACHE / "sources" / name
        if folder.exists():
            continue
        packed = CACHE / "packed" / name
        subprocess.run(
            [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "download",
             "--no-deps", "--no-binary", ":all:", "--dest", packed, f"{name}=={PEERS[name]}"],
            check=True,
        )  # fmt: skip
        for archive in packed.glob("*.tar.gz"):
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
    return CACHE / "sources"


def table(mails: Sequence[Mail], shown: dict[str, list[str]]) -> list[str]:
    rows = [
        "| tool | quoted words folded that stand above | words hidden that were new | in mails |",
        "|---|---:|---:|---:|",
    ]
    for tool, texts in shown.items():
        tally = count(mails, texts)
        share = f" ({100 * tally.folded / tally.repeated:.0f} %)" if tally.repeated else ""
        rows.append(
            f"| {tool} | {tally.folded} of {tally.repeated}{share} | {tally.new} "
            f"| {tally.mails} of {len(mails)} |"
        )
    return rows


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", action="store_true", help="put the tables into docs/PEERS.md")
    arguments.add_argument("--ours", action="store_true", help="Quotefold alone: installs nothing")
    options = arguments.parse_args()
    sets = {
        "Lamps: a list thread with hard habits": lamps(),
        "Licence: the mailing-list fixtures": licence(),
    }
    names: list[str] = []
    if not options.ours:
        CACHE.mkdir(parents=True, exist_ok=True)
        python = environment()
        names = list(install(python))
        tests = published(sources(python, names))
        sets["The peers' own test mails, each alone"] = tests
        sets["The same, with what they quote above them"] = [*map(below_what_it_quotes, tests)]
    out = []
    for title, mails in sets.items():
        shown = {OURS: [quotefold_shows(mail) for mail in mails]}
        for name in names:
            shown[f"{name} {PEERS[name]}"] = peer_shows(python, name, mails)
        out += [f"### {title}", f"{len(mails)} mails.", "", *table(mails, shown), ""]
    text = "\n".join(out).rstrip()
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        head, mark, rest = page.partition("<!-- figures -->\n")
        tail = rest.partition("<!-- end of figures -->")[2]
        if not mark:
            raise SystemExit(f"{PAGE} has no place for the figures")
        PAGE.write_text(f"{head}{mark}{text}\n<!-- end of figures -->{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
