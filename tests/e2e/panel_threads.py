"""Threads of any size for the side panel, rendered in Digg's markup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from tests.rendering.digg import may21
from tests.rendering.spec import Card, Person, Post, Thread

OPENINGS = (
    "I disagree, that is simply not how a depot works.",
    "Exactly this. Well said, and the numbers agree with you.",
    "Why would anybody close a line that is full every morning?",
    "For what it is worth, our town tried the vans in March.",
    "No. The plan counts empty seats at four and full ones never.",
    "Yes, and I would add that the drivers asked for it themselves.",
    "Where does the money for the second winter come from?",
    "Somebody should print the timetable on the church door.",
)
PLACES = ("bakery", "hospital", "fish market", "school", "sorting hall", "brewery", "theatre")


def thread(posts: int, people: int = 40, seed: int = 7) -> Thread:
    """A lopsided tree: early posts are answered most, some authors go on by themselves."""
    random = Random(seed)
    crowd = [Person(f"rider_{n}", f"Rider {n}") for n in range(min(people, posts))]
    start = datetime(2026, 5, 20, 6, 0, tzinfo=UTC)
    made: list[Post] = []
    for n in range(posts):
        answered = made[min(int(random.expovariate(0.06)), n - 1)] if n else None
        alone = answered is not None and random.random() < 0.08
        author = answered.author if alone and answered else crowd[random.randrange(len(crowd))]
        made.append(
            Post(
                key=f"k{n}",
                author=author if n else crowd[0],
                paragraphs=(
                    f"{random.choice(OPENINGS)} Ask at the {random.choice(PLACES)}, stop {n}.",
                ),
                when=start + timedelta(minutes=3 * n),
                answers=answered.key if answered else None,
                card=Card(),
                views=10 * n,
            )
        )
    return Thread(title="The night tram", posts=tuple(made), slug="tram")


def page(posts: int, url: str = "https://digg.com/ai/tram0001") -> str:
    """The HTML of a story with that many posts."""
    return may21(thread(posts), url).html
