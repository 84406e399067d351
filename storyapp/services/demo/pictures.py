"""Two drawings that tellers of the demo put beside their stories: one was looked at, one waits."""

from datetime import timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.attachments import Attachment
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import Kit
from storyapp.rules.consent import Light
from storyapp.rules.rounds import RoundState
from storyapp.rules.stories import StoryState
from storyapp.services import attachments
from storyapp.services.demo import content
from storyapp.services.my_story import Returned

SIZE = (960, 640)
ABOUT = {
    "ru": "Рисунок: двор, дерево и скамейка, которую мы покрасили",
    "en": "A drawing: the yard, the tree and the bench that we painted",
}


def draw_all(own: Kit, *, looked_at_by: int) -> None:
    """Put one drawing beside a story that a panel reads now, and one beside a story in the other language."""
    allowed = (
        Story.state == StoryState.SCREENED, Story.guardian_needed.is_(False), Story.is_held.is_(False),
        Story.may_panel == Light.YES,
    )  # fmt: skip
    read = select(Story).join(RoundStory, RoundStory.story_id == Story.id).join(Round, Round.id == RoundStory.round_id)
    first = db.session.scalars(read.where(*allowed, Round.state == RoundState.OPEN).order_by(Story.id).limit(1)).one()
    other = select(Story).where(*allowed, Story.language.in_(set(ABOUT) - {first.language})).order_by(Story.id).limit(1)
    second_id = db.session.scalars(other).one().id
    public_id = _draw(first.id, own)
    programme = db.session.get_one(Programme, db.session.get_one(Story, first.id).programme_id)
    attachments.decide(programme, public_id, is_shown=True, account_id=looked_at_by)
    _draw(second_id, own)


def _draw(story_id: int, own: Kit) -> str:
    story = db.session.get_one(Story, story_id)
    content.at(own, content.noon(story.told_on) + timedelta(days=1))
    who = Returned(story=story, programme=db.session.get_one(Programme, story.programme_id))
    about = ABOUT[story.language]
    attachments.add(who, _a_yard(), about=about, may_be_shown=True)
    return db.session.scalars(select(Attachment.public_id).where(Attachment.story_id == story_id)).one()


def _a_yard() -> bytes:
    """Draw a yard in a few strokes."""
    image_module: Any = import_module("PIL.Image")
    draw_module: Any = import_module("PIL.ImageDraw")
    picture = image_module.new("RGB", SIZE, "#f3e6c8")
    pen = draw_module.Draw(picture)
    pen.rectangle((0, 430, 960, 640), fill="#b9c98f")
    pen.ellipse((760, 60, 870, 170), fill="#e9b949")
    pen.polygon([(120, 430), (120, 250), (250, 160), (380, 250), (380, 430)], fill="#c96f4a")
    pen.rectangle((215, 320, 285, 430), fill="#6b4a35")
    for left in (150, 310):
        pen.rectangle((left, 280, left + 45, 325), fill="#f7f1dd", outline="#6b4a35", width=4)
    pen.rectangle((560, 250, 590, 450), fill="#7a5a3c")
    pen.ellipse((480, 110, 670, 300), fill="#7f9f5f")
    pen.rectangle((650, 470, 880, 490), fill="#3f6f8f")
    for left in (670, 845):
        pen.rectangle((left, 490, left + 14, 550), fill="#3f6f8f")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
