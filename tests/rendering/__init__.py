"""Renders any invented thread as HTML in many markups, and says what is to be read there.

- ``spec``: a thread as data; ``threads/*.toml`` and ``demo/thread.toml`` are written in it.
- ``digg``, ``x``, ``networks``, ``trees``, ``forums``, ``mail``: known sites, one function a
  markup (``sites.RENDERERS`` has them by name); the HTML is in ``templates/``.
- ``generic``: markup nobody has seen; a ``Design`` holds one answer to every question a
  designer may answer otherwise.
- ``expected``: what a careful reader reads on the page, and ``differences`` to compare a
  reading with it. What the markup leaves open is left out and not compared.
- ``strategies``: Hypothesis strategies for threads, designs and pages.
- ``fixtures``: writes ``tests/fixtures``; ``software``: the pages made by real programs.

A new site: a template, a function that says what it shows, a line in ``sites.RENDERERS``
and one in ``fixtures.LAYOUTS``; then ``python -m tests.rendering.fixtures``.
"""
