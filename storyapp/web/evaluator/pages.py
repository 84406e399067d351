"""What every page of this wing shares: its line of links."""

from typing import Any

from flask import render_template, url_for

from storyapp.web.common import here
from storyapp.words.speech import mark, say

TABS = (
    ("queue", mark("Coding")),
    ("second", mark("Second reading")),
    ("themes", mark("Themes")),
    ("results", mark("Results")),
    ("unplanned", mark("Not planned")),
    ("answers", mark("Answers")),
    ("patterns", mark("Patterns")),
    ("system", mark("The system itself")),
    ("over_time", mark("Over time")),
    ("concordance", mark("Words in context")),
    ("quotes", mark("Quotes")),
    ("about_model", mark("Language module")),
)


def page(template: str, *, tab: str, **values: Any) -> str:
    """Render a page of this wing with its line of links."""
    slug = here.programme().slug
    tabs = [
        {"url": url_for(f"evaluator.{endpoint}", programme=slug), "label": say(words), "current": endpoint == tab}
        for endpoint, words in TABS
    ]
    return render_template(f"evaluator/{template}.html", slug=slug, tabs=tabs, **values)
