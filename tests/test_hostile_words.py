"""Words that people write are words on every page: never a part of the page, never a template."""

import re

import pytest
from sqlalchemy import String, select, update

from storyapp.data.db import db
from storyapp.data.types import Words
from storyapp.rules.wording import Wording
from tests.demo_house import VISITORS, pages_of

HOSTILE = """ "'><script data-hostile>alert(1)</script><img src=x data-hostile>{{7*7}}{%raw%}"""
WORDS = re.compile(r"\w+[ ,.!?]+\w+")


@pytest.fixture
def is_demo() -> bool:
    return True


@pytest.fixture
def hostile_house(app) -> int:
    """Put hostile signs behind all that people wrote in the demo; return how many texts there were."""
    n_changed = 0
    for table in db.metadata.sorted_tables:
        texts = [c for c in table.columns if isinstance(c.type, String | Words) and not c.primary_key]
        if not texts or table.name in (
            "audit_events",
            "story_invitations",
        ):  # a chain of hashes; links that the demo finds by their names
            continue
        keys = list(table.primary_key.columns)
        for row in db.session.execute(select(*keys, *texts)).all():
            changed = {c.name: spoilt(getattr(row, c.name)) for c in texts}
            changed = {name: value for name, value in changed.items() if value is not None}
            if changed:
                same = [key == getattr(row, key.name) for key in keys]
                db.session.execute(update(table).where(*same).values(**changed))
                n_changed += len(changed)
    db.session.commit()
    return n_changed


def spoilt(value):
    """Return what somebody wrote with hostile signs behind it; None for what is no writing of people."""
    if isinstance(value, Wording):
        return Wording(ru=value.ru + HOSTILE, en=value.en + HOSTILE) if value.ru or value.en else None
    return value + HOSTILE if isinstance(value, str) and WORDS.search(value) else None


@pytest.mark.parametrize("visitor", VISITORS)
def test_no_page_takes_words_of_people_for_its_own(app, hostile_house, visitor):
    n_met, taken = 0, []
    for found in pages_of(app, visitor, language="en"):
        if found.page is None:
            continue
        n_met += "data-hostile" in found.page.get_text()
        if found.response.status_code >= 500 or found.page.find_all(attrs={"data-hostile": True}) or "49{%raw%}" in found.response.text:  # fmt: skip
            taken.append(f"{found.address}: {found.response.status_code}")

    assert hostile_house > 500
    assert n_met >= 3
    assert not taken, "\n".join(taken)
