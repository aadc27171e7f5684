"""Pages by the real software: public-inbox and MHonArc (Debian packages of these names).

``python -m tests.rendering.software`` writes the pages that ``fixtures.py`` describes. A
test makes them anew where the programs are installed and compares.
"""

from __future__ import annotations

import json
import mailbox
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from .mail import LIST, message_id, messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .expected import Json
    from .spec import Post, Thread

HOST = "lists.example.org"


def installed(program: str) -> bool:
    """Whether the program can be run here."""
    return shutil.which(program) is not None


def _run(*command: str | Path, env: Mapping[str, str], stdin: bytes = b"") -> None:
    subprocess.run(
        [str(c) for c in command], env=dict(env), input=stdin, check=True, capture_output=True,
        timeout=60,
    )  # fmt: skip


def mhonarc(thread: Thread) -> dict[str, str]:
    """One page a mail, by file name."""
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "mbox")
        for _, mail in messages(thread):
            box.add(mailbox.mboxMessage(mail.as_bytes()))
        box.close()
        out = Path(folder) / "out"
        out.mkdir()
        _run(
            "mhonarc", "-quiet", "-rcfile", "/dev/null", "-outdir", out, Path(folder) / "mbox",
            env=os.environ,
        )  # fmt: skip
        return {p.name: p.read_text(encoding="utf-8") for p in sorted(out.glob("msg*.html"))}


def public_inbox(thread: Thread) -> dict[str, str]:
    """The thread's flat ("T") and nested ("t") page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "HOME": name, "PI_CONFIG": str(folder / "config")}
        # Mails are fed in as known to be wanted; no spam filter is asked.
        tools = folder / "bin"
        tools.mkdir()
        (tools / "spamc").symlink_to("/bin/true")
        env["PATH"] = f"{tools}{os.pathsep}{env['PATH']}"
        inbox = folder / "harbour"
        _run("public-inbox-init", "-V2", "harbour", inbox, f"https://{HOST}/harbour", LIST, env=env)
        for _, mail in messages(thread):
            _run("public-inbox-learn", "ham", env=env, stdin=mail.as_bytes())
        _run("public-inbox-index", inbox, env=env)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        with subprocess.Popen(
            ["public-inbox-httpd", "-W0", "-l", address], env=env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as server:  # fmt: skip
            try:
                base = f"{address}/harbour/{message_id(thread.root)}"
                return {view: _page(f"{base}/{view}/") for view in ("T", "t")}
            finally:
                server.terminate()


def _page(url: str) -> str:
    """The page, once the server listens."""
    opener = build_opener(ProxyHandler({}))
    last: OSError | None = None
    for _ in range(100):
        try:
            with opener.open(Request(url, headers={"Host": HOST}), timeout=10) as reply:
                body: bytes = reply.read()
                return body.decode("utf-8")
        except URLError as error:
            last = error
            time.sleep(0.1)
    raise RuntimeError(f"public-inbox-httpd does not answer: {last}")


def tweets(thread: Thread) -> Json:
    """The thread as X's embed service would send it to react-tweet."""
    rows = []
    for post in thread.posts:
        row, target = _tweet(post), thread.target(post)
        if target is not None and post.by == "reply":
            row["in_reply_to_screen_name"] = target.author.handle
            row["in_reply_to_status_id_str"] = str(target.status_id)
        elif target is not None:
            row["quoted_tweet"] = _tweet(target)
        rows.append(row)
    return {"title": thread.title, "tweets": rows}


def _tweet(post: Post) -> Json:
    text = "\n\n".join(post.words(media=False))
    hidden = len(text) - len("\n\n".join(post.words(mentions=False, media=False)))
    mentions = [
        {"screen_name": m[1], "name": m[1], "id_str": "1", "indices": list(m.span())}
        for m in re.finditer(r"@(\w+)", text)
    ]
    return {
        "__typename": "Tweet",
        "lang": "en",
        "id_str": str(post.status_id),
        "created_at": post.when.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "text": text,
        "display_text_range": [hidden, len(text)],
        "entities": {"hashtags": [], "urls": [], "symbols": [], "user_mentions": mentions},
        "user": {
            "id_str": "1",
            "name": post.author.name,
            "screen_name": post.author.handle,
            "profile_image_url_https": "data:,",
            "profile_image_shape": "Circle",
        },
        "favorite_count": post.status_id % 900,
        "conversation_count": 2,
    }


def captured(thread: Thread) -> dict[str, str]:
    """The pages that are kept as fixtures, by path."""
    pages: dict[str, str] = {}
    if installed("mhonarc"):
        made = mhonarc(thread)
        pages["mhonarc/answer.html"] = made["msg00003.html"]
        pages["mhonarc/answers-inline.html"] = made["msg00006.html"]
    if installed("public-inbox-httpd"):
        views = public_inbox(thread)
        pages["public-inbox/thread-flat.html"] = views["T"]
        pages["public-inbox/thread-nested.html"] = views["t"]
    return pages


def main() -> None:
    """Write the pages; ``tweets`` prints what react-tweet.jsx reads instead."""
    from .fixtures import FOLDER, licence

    if sys.argv[1:] == ["tweets"]:
        json.dump(tweets(licence()), sys.stdout)
        return
    for path, html in captured(licence()).items():
        (FOLDER / path).parent.mkdir(exist_ok=True)
        (FOLDER / path).write_text(html, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
