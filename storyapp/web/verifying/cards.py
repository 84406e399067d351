"""The evidence card of a story, on the screen and on paper."""

from flask import render_template

from storyapp.data.queries import verifying as queries
from storyapp.services import evidence_cards, others, rounds, verifying
from storyapp.services.reading import note_once_a_day
from storyapp.web.common import here
from storyapp.web.verifying import blueprint
from storyapp.web.verifying.place import story_here
from storyapp.words.evidence import QUESTIONS, because
from storyapp.words.speech import say


@blueprint.get("/p/<programme>/stories/<public_id>/evidence")
def card(programme: str, public_id: str) -> str:
    """Show how firm the evidence of one story is: eleven answers, the check, counts, what speaks for and against."""
    story_here(public_id)
    note_once_a_day(here.programme(), here.account().id, "story.read", f"story:{public_id}")
    story = story_here(public_id)
    row = verifying.check_page(here.programme(), story)
    findings = [
        (say(QUESTIONS[one.item]), one.answer, because(one))
        for one in evidence_cards.card_of_story(here.programme(), story)
    ]
    return render_template(
        "verifying/card.html", story=story, findings=findings, row=row,
        whole=verifying.outcome_of(row.check if row else None), counts=queries.counts_of_story(story),
        sides=others.sides_of(here.programme(), story), name_of=rounds.name_of,
    )  # fmt: skip
