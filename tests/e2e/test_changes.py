"""A page that changes sends what changed, and is read as if it had always been like that."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import WAIT_S

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Browser

LISTEN = """() => {
    globalThis.sent = [];
    const send = globalThis.send ??= chrome.runtime.sendMessage.bind(chrome.runtime);
    chrome.runtime.sendMessage = async letter => {
        const reply = await send(letter);
        if (letter.type === 'off-run') {
            const { snapshot } = JSON.parse(letter.request);
            const thread = JSON.parse(reply)?.thread;
            sent.push({ url: snapshot.url, thread,
                chars: JSON.stringify(snapshot).length, whole: !!snapshot.rows });
        }
        return reply;
    };
}"""


def heard(browser: Browser, address: str) -> list[dict[str, Any]]:
    """What a page sent; an answer to the page of an earlier test may still come in."""
    sent: list[dict[str, Any]] = browser.worker.evaluate("sent")
    return [message for message in sent if message["url"] == address]


def words_of(thread: dict[str, Any]) -> list[Any]:
    """What was read, without stances: they come later."""
    return [{**post, "stance": None} for post in thread["posts"]]


def late(page: Page, number: int) -> None:
    """One more post at the end of the list."""
    page.evaluate(
        """number => {
            const list = document.querySelector('.cluster-posts ul');
            const post = list.lastElementChild.cloneNode(true);
            post.querySelectorAll('a.block').forEach(quote => quote.remove());
            post.querySelector('p').textContent = `Late words of post ${number}.`;
            post.querySelector('article').dataset.postId = `post:205947000000000000${number}`;
            post.querySelectorAll('a[href*="/status/"]').forEach(
                link => { link.href = `https://x.com/i/status/205947000000000000${number}`; });
            list.append(post);
        }""",
        number,
    )


def test_a_late_post_is_all_that_is_sent_for_it(real: Browser, demo_html: str) -> None:
    real.worker.evaluate(LISTEN)
    address = "https://digg.com/ai/late0001"
    page = real.painted(demo_html, address, posts=14, stances="done")
    late(page, 1)
    real.until("painted", posts=15, stances="done")
    first, *later = heard(real, address)
    assert first["whole"]
    assert later
    assert not any(message["whole"] for message in later)
    assert all(message["chars"] * 8 < first["chars"] for message in later), later


def test_a_page_that_was_forgotten_sends_all_of_itself_again(real: Browser, demo_html: str) -> None:
    address = "https://digg.com/ai/late0002"
    page = real.painted(demo_html, address, posts=14, stances="done")
    real.worker.evaluate("chrome.offscreen.closeDocument()")
    real.worker.evaluate(LISTEN)
    late(page, 1)
    real.until("painted", posts=15, stances="done")
    assert [message["whole"] for message in heard(real, address)][:2] == [False, True]


CHANGES = {
    "remove": "post.remove()",
    "move": "post.parentNode.prepend(post)",
    "swap": "post.before(post.nextElementSibling ?? post.previousElementSibling)",
    "edit": "post.querySelector('p').firstChild.data += ` And ${number} more.`",
    "recycle": """post.querySelector('p').textContent = `Other words, ${number} of them.`;
        post.querySelectorAll('a.block').forEach(quote => quote.remove())""",
    "copy": "post.after(post.cloneNode(true))",
    "wrap": "post.querySelector('p').append(document.createElement('b'), `Bold ${number}.`)",
    "hide": "post.toggleAttribute('hidden')",
}


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_changes_the_thread_is_that_of_the_final_page(
    real: Browser, demo_html: str, seed: int
) -> None:
    chance = random.Random(seed)
    address = f"https://digg.com/ai/steps00{seed}"
    real.worker.evaluate(LISTEN)
    page = real.painted(demo_html, address, posts=14, stances="done")
    for number in range(12):
        kind = chance.choice(list(CHANGES))
        page.evaluate(
            f"""([place, number]) => {{
                const posts = document.querySelectorAll('.cluster-posts li');
                const post = posts[place % posts.length];
                {CHANGES[kind]};
            }}""",
            [chance.randrange(100), number],
        )
        page.wait_for_timeout(chance.choice([50, 700]))
    page.evaluate("document.querySelectorAll('.cluster-posts li[hidden]').forEach(p => p.remove())")
    page.evaluate("document.querySelector('.cluster-posts p').firstChild.data += ' The end.'")
    deadline = time.monotonic() + WAIT_S
    while "The end." not in str((sent := heard(real, address))[-1]["thread"]):
        assert time.monotonic() < deadline, sent[-1]
        page.wait_for_timeout(50)
    step_by_step = sent[-1]
    assert any(not message["whole"] for message in sent)
    real.send("ui-set-page", on=False)
    real.until("off")
    final = page.evaluate("document.documentElement.outerHTML")
    page.close()
    real.worker.evaluate(LISTEN)
    address = f"https://digg.com/ai/final00{seed}"
    real.painted(final, address)
    at_once = heard(real, address)[0]
    assert words_of(step_by_step["thread"]) == words_of(at_once["thread"])
