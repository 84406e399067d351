"""How somebody tells, page after page, as a browser without JavaScript would."""

from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ASKED_WHEN_TELLING
from tests.pages import PageClient

HAPPENED = "I never spoke in class. My mentor practised with me on the bus. In May I gave a talk."
MATTERS = "Because now I raise my hand."
ANSWERS: dict[str, dict[str, Any]] = {
    "start": {},
    "age": {"band": "14-15", "role": "young_person"},
    "consent": {purpose.value: "yes" for purpose in ASKED_WHEN_TELLING},
    "understood": {},
    "explained": {},
    "guardian": {},
    "range": {"change_1": "I speak in class", "change_2": "I sleep badly"},
    "choose": {"choice": "I speak in class"},
    "happened": {"happened": HAPPENED},
    "matters": {"matters": MATTERS},
    "direction": {"direction": "better"},
    "questions": {},
    "questions-2": {},
    "title": {"title": "Speaking"},
    "read_back": {"read_back": "ticked"},
}


def step_of(client: PageClient) -> str:
    """Return the name of the open step."""
    return client.url.rsplit("/", 1)[-1]


def walk(client: PageClient, token: str, *, to: str = "check", **changes: dict[str, Any]) -> None:
    """Open the link and answer every step up to `to`, which stays open."""
    client.get(f"/t/{token}")
    if step_of(client) == "again":  # another story is half told in this browser
        client.post("/telling/begin-anew")
    go_on(client, to=to, **changes)


def go_on(client: PageClient, *, to: str = "check", **changes: dict[str, Any]) -> None:
    """Answer from the open step up to `to`."""
    for _ in range(16):
        name = step_of(client)
        if name == to:
            return
        client.submit({**ANSWERS[name], **changes.get(name, {})})
        assert step_of(client) != name, f"stuck at {name}: {client.text()[:600]}"
    raise AssertionError(f"never came to {to}")


def tell(client: PageClient, token: str, **changes: dict[str, Any]) -> str:
    """Tell a whole story and return the receipt code."""
    walk(client, token, **changes)
    client.submit()
    assert step_of(client) == "receipt", client.text()[:600]
    return code_on(client)


def code_on(client: PageClient) -> str:
    """Return the code that the open page shows."""
    return client.page.find(class_="code").get_text("", strip=True).replace(" ", "")


def the_story() -> Story:
    """Return the only story that was told."""
    db.session.expire_all()
    return db.session.scalars(db.select(Story)).one()
