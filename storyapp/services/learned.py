"""When the language module learns again, and when it has to forget: small steps inside the acts of others."""

from storyapp.data.db import db
from storyapp.data.queries import learning as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.jobs import JobState
from storyapp.rules.learning import LearnedKind
from storyapp.services import jobs
from storyapp.services.transaction import Act

EVERY = 10


def ask_to_learn(doing: Act, organisation_id: int, programme_id: int, kind: LearnedKind) -> None:
    """Ask for a lesson from all decisions of a programme, unless one waits already; call inside an act."""
    asked = jobs.latest_job(organisation_id, kind.job, programme_id)
    if asked is not None and asked.state is JobState.QUEUED:
        return
    newest = queries.newest_decision_id(programme_id, kind)
    doing.ask(organisation_id, kind.job, programme_id, up_to_decision_id=newest)


def ask_after_decision(doing: Act, story: Story, kind: LearnedKind) -> None:
    """Ask for a lesson when ten decisions of a kind were made since the last was asked for; call inside an act."""
    if not db.session.get_one(Programme, story.programme_id).is_analysed:
        return
    asked = jobs.latest_job(story.organisation_id, kind.job, story.programme_id)
    since = asked.options.get("up_to_decision_id", 0) if asked is not None else 0
    if queries.n_decisions_since(story.programme_id, kind, since, limit=EVERY) >= EVERY:
        ask_to_learn(doing, story.organisation_id, story.programme_id, kind)


def forget_made_from(doing: Act, story: Story) -> None:
    """Drop what was learned from a story that is no longer there to learn from, and ask to learn without it."""
    for kind in queries.drop_models_made_from(story.id):
        doing.note(story.organisation_id, "module.forgot", f"programme:{story.programme_id}", reason="STORY_TAKEN_BACK")
        ask_to_learn(doing, story.organisation_id, story.programme_id, kind)
