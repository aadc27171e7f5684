"""Which quote block stands in which."""

from quotefold.dom.html import tree_from_html
from quotefold.drafts import draft
from quotefold.model import Author
from quotefold.reading.raw import RawPost, RawQuote

PAGE = """<article><p>Own words.</p>
<blockquote id=a><p>First, outer words.</p><blockquote id=b>
<p>Inner words.</p></blockquote></blockquote>
<blockquote id=c><p>Second words.</p></blockquote></article>"""


def test_a_quote_in_a_quote_knows_the_one_around_it():
    tree = tree_from_html(PAGE)
    node = {tree.get(n, "id"): n for n in range(len(tree.tags)) if tree.get(n, "id")}
    quotes = tuple(RawQuote(node[i], (node[i],), Author(i)) for i in ("b", "c", "a"))
    raw = RawPost(node=tree.tags.index("article"), body=(tree.tags.index("p"),), quotes=quotes)
    post = draft(tree, [raw], "salt").posts[0]
    around = {q.author.handle: q.within for q in post.quotes}
    assert around == {"a": None, "b": post.quotes[2].id, "c": None}
