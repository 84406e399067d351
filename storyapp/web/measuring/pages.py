"""What every page of this wing shares: its line of links."""

from typing import Any

from flask import render_template, url_for

from storyapp.web.common import here
from storyapp.words.speech import mark, say

TABS = (
    ("chain", mark("Chain of results")),
    ("indicators", mark("Indicators")),
    ("instruments", mark("Instruments")),
    ("plan", mark("Monitoring plan")),
    ("calendar", mark("Calendar")),
    ("costs", mark("Costs")),
)


def page(template: str, *, tab: str, **values: Any) -> str:
    """Render a page of this wing with its line of links."""
    slug = here.programme().slug
    tabs = [
        {"url": url_for(f"measuring.{endpoint}", programme=slug), "label": say(words), "current": endpoint == tab}
        for endpoint, words in TABS
    ]
    return render_template(f"measuring/{template}.html", slug=slug, tabs=tabs, **values)
