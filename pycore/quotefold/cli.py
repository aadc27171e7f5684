"""The command ``quotefold``: what it asks of the core, and how it speaks to a terminal.

Exit status: 0 done (a page that is no thread counts as done), 1 a defect of ours, 2
something the caller can put right. Errors are one line on stderr.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer
from typer.core import TyperGroup

from quotefold import __version__
from quotefold.errors import QuotefoldError, UnreadableInput
from quotefold.limits import MAX_HTML_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotefold.pipeline import ReadOptions
    from quotefold.saved import SavedPage
    from quotefold.stance import Run

FoldMode = Literal["above", "anywhere", "all", "off"]
ParserName = Literal["auto", "lxml", "bs4"]
TierName = Literal["auto", "both", "linear"]
LanguageName = Literal["en", "de"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")

Page = Annotated[str, typer.Argument(metavar="PAGE.html", help="A saved page; - reads stdin.")]
Url = Annotated[
    str,
    typer.Option(
        metavar="URL",
        help="Where the page came from. Left out, the address a browser wrote into the "
        "saved page is used, if there is one.",
    ),
]
Fold = Annotated[
    FoldMode,
    typer.Option(
        help="Quotes to fold: those whose words stand above, those whose words stand "
        "anywhere on the page, all, or none."
    ),
]
Tier = Annotated[
    TierName,
    typer.Option(
        help="What judges stances: the linear tier alone (fast), both tiers, or both where "
        "onnxruntime is installed."
    ),
]
Language = Annotated[
    LanguageName, typer.Option("--language", help="The language that Quotefold speaks.")
]
Out = Annotated[
    str, typer.Option("--out", "-o", metavar="FILE", help="The file to write; - is stdout.")
]


class _Commands(TyperGroup):
    """The commands, with errors on one line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        # An option of the whole command, but it is typed after what just failed.
        own = args[: args.index("--")] if "--" in args else args
        if "--debug" in own[1:]:
            args = ["--debug", *(a for a in own if a != "--debug"), *args[len(own) :]]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except QuotefoldError as error:
            _complain(str(error))
            raise typer.Exit(2) from None
        except OSError as error:
            # Files that are read or written say so themselves; what is left is stdout.
            if isinstance(error, BrokenPipeError) or ctx.params.get("debug"):
                raise
            _complain(f"cannot write to stdout: {_reason(error)}")
            raise typer.Exit(2) from None
        except Exception as error:
            # Typer's own exceptions know their exit status or are an Abort.
            known = isinstance(error, typer.Abort)
            if known or hasattr(error, "exit_code") or ctx.params.get("debug"):
                raise
            _complain(
                f"a defect in Quotefold: {type(error).__name__}: {error} "
                "(`--debug` shows the traceback)"
            )
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=_Commands,
    help="Reads a saved thread, folds the quotes that repeat what stands above, and says "
    "who answers whom and how.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line."""
    app(prog_name="quotefold")


def _complain(message: str) -> None:
    from quotefold.printable import printable

    typer.echo(f"quotefold: {printable(message)}", err=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quotefold {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a defect.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    del debug, version  # read from the context; shown by the callback


@app.command()
def read(
    page: Page,
    url: Url = "",
    fold: Fold = "above",
    language: Language = "en",
    parser: Annotated[
        ParserName,
        typer.Option(help="What parses the HTML; auto: lxml where it is installed."),
    ] = "auto",
    tier: Tier = "auto",
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the thread as JSON (schema 1).")
    ] = False,
) -> None:
    """Read the thread of a saved page: an outline, or JSON."""
    from quotefold.dom.html import tree_from_html
    from quotefold.pipeline import read as read_tree
    from quotefold.plan import PlanOptions, make_plan

    saved = _open(page)
    tree = tree_from_html(saved.html, parser)
    reading = read_tree(tree, url or saved.url, _options(fold, tier))
    if as_json:
        typer.echo(_utf8(_json_text(reading.thread.to_json())), nl=False)
    else:
        _print_outline(make_plan(reading, tree, PlanOptions(language)))


@app.command()
def annotate(
    page: Page,
    out: Out,
    url: Url = "",
    fold: Fold = "above",
    language: Language = "en",
    tier: Tier = "auto",
) -> None:
    """Write the page with its quotes folded and its badges in it; it needs no extension."""
    from quotefold.annotate import annotate as write_page
    from quotefold.dom.html import soup_and_tree
    from quotefold.pipeline import read as read_tree
    from quotefold.plan import PlanOptions, make_plan

    _keep_apart(page, out)
    saved = _open(page)
    soup, tree, nodes = soup_and_tree(saved.html)
    reading = read_tree(tree, url or saved.url, _options(fold, tier))
    plan = make_plan(reading, tree, PlanOptions(language))
    _write(out, _utf8(write_page(soup, tree, nodes, plan, fold_all=fold == "all")))
    _report(out, plan["message"])


@app.command()
def stance(
    pairs: Annotated[str, typer.Argument(metavar="PAIRS.jsonl", help="- reads stdin.")],
    tier: Tier = "auto",
) -> None:
    """Judge pairs of posts: a line {"parent", "reply", "kind"} in, a line of JSON out."""
    from quotefold.stance import cli_lines

    for line in cli_lines(_lines_of(pairs), encoder=_encoder(tier)):
        typer.echo(_utf8(line))


@app.command(name="map")
def draw(
    page: Page, out: Out, url: Url = "", language: Language = "en", tier: Tier = "auto"
) -> None:
    """Write the map of the argument: .svg, .json or .md, by the file's ending."""
    from quotefold import argument_map
    from quotefold.dom.html import tree_from_html
    from quotefold.pipeline import read as read_tree
    from quotefold.plan import PlanOptions, make_plan

    ending = ".md" if out == "-" else Path(out).suffix.lower()
    if ending not in (".svg", ".json", ".md"):
        raise UnreadableInput(f"{out}: a map is a .svg, .json or .md file")
    _keep_apart(page, out)
    saved = _open(page)
    tree = tree_from_html(saved.html)
    reading = read_tree(tree, url or saved.url, _options("above", tier))
    plan = make_plan(reading, tree, PlanOptions(language))
    if ending == ".json":
        text = _json_text(argument_map.map_json(plan))
    elif ending == ".svg":
        text = argument_map.map_svg(plan)
    else:
        text = argument_map.map_markdown(plan)
    _write(out, _utf8(text))
    _report(out, plan["message"])


@app.command()
def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Saved pages, also deeper.")],
    fold: Fold = "above",
    tier: Tier = "auto",
) -> None:
    """Read every saved page of a folder: one line of JSON a page.

    A page that cannot be read has "error" in its line; then the exit status is 2.
    """
    from quotefold.batch import read_pages

    failed = False
    for found in read_pages(folder, _options(fold, tier)):
        typer.echo(_utf8(json.dumps(found, ensure_ascii=False, allow_nan=False)))
        failed = failed or "error" in found
    if failed:
        raise typer.Exit(2)


@app.command(name="new-site")
def new_site(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Short, in small letters.")],
    page: Annotated[str, typer.Option("--from", metavar="PAGE.html", help="A saved thread.")],
    url: Url = "",
    folder: Annotated[
        Path, typer.Option("--to", metavar="FOLDER", help="The checkout to write into.")
    ] = Path(),
) -> None:
    """Draft an adapter, its fixture without the page's words, and its expectation."""
    from quotefold.newsite import draft

    saved = _open(page)
    made = draft(name, saved.html, url or saved.url, datetime.now(tz=UTC).date().isoformat())
    for path in made.files:
        if (folder / path).exists():
            raise UnreadableInput(f"{folder / path} is there already: choose another name")
    for path, text in made.files.items():
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnreadableInput(f"cannot make {target.parent}: {_reason(error)}") from error
        _write(str(target), _utf8(text))
        typer.echo(f"wrote {target}")
    for number, step in enumerate(made.steps, 1):
        typer.echo(f"{number}. {step}")


def _options(fold: FoldMode, tier: TierName) -> ReadOptions:
    from quotefold.folding.rule import FoldOptions
    from quotefold.pipeline import ReadOptions

    return ReadOptions(fold=FoldOptions(mode=fold), encoder=_encoder(tier))


def _encoder(tier: TierName) -> Run | None:
    if tier == "linear":
        return None
    from quotefold.stance.native import load_encoder, model_file

    encoder = load_encoder()
    if encoder is None:
        missing = "the encoder's weights are missing"
        if model_file():
            missing = "onnxruntime is not installed (pip install 'quotefold[encoder]')"
        if tier == "both":
            raise UnreadableInput(missing)
        _complain(f"{missing}: the linear tier alone judges stances")
    return encoder


def _open(page: str) -> SavedPage:
    from quotefold.saved import open_saved

    return open_saved(_bytes_of(page))


def _bytes_of(path: str) -> bytes:
    from quotefold.batch import file_bytes

    if path == "-":
        try:
            return typer.get_binary_stream("stdin").read(MAX_HTML_BYTES + 1)
        except (OSError, RuntimeError) as error:
            raise UnreadableInput("cannot read stdin: it is closed") from error
    return file_bytes(Path(path))


def _lines_of(path: str) -> Iterator[str]:
    """Lines as JSON Lines means them: parted by line feeds alone, of any number."""
    try:
        with (
            contextlib.nullcontext(typer.get_binary_stream("stdin"))
            if path == "-"
            else Path(path).open("rb")
        ) as file:
            for number, line in enumerate(file):
                yield line.decode("utf-8-sig" if number == 0 else "utf-8", "replace")
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"cannot read {path}: {_reason(error)}") from error


def _keep_apart(page: str, out: str) -> None:
    """Refuse to write over what is being read, by whatever name."""
    try:
        same = page != "-" and out != "-" and Path(out).samefile(page)
    except (OSError, ValueError):
        return  # one of them is not there; reading or writing will say so
    if same:
        raise UnreadableInput(f"{out} is the page itself: give another file to write to")


def _write(out: str, data: bytes) -> None:
    if out == "-":
        typer.echo(data, nl=False)
        return
    try:
        Path(out).write_bytes(data)
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"cannot write {out}: {_reason(error)}") from error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _report(out: str, message: str) -> None:
    """One line on what was written; on stderr where stdout is the file."""
    from quotefold.printable import printable

    typer.echo(printable(f"{out}: {message}"), err=out == "-")


def _utf8(text: str) -> bytes:
    """UTF-8, with U+FFFD for halves of surrogate pairs, which UTF-8 cannot hold."""
    return _SURROGATE.sub("\ufffd", text).encode("utf-8")


def _json_text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _print_outline(plan: dict[str, Any]) -> None:
    from rich.console import Console

    from quotefold.outline import Outline

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks "▸" shows "?"
    Console(highlight=False, markup=False, emoji=False).print(Outline(plan))
