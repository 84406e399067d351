"""The form as a guide for an interview, to print: what to say, what to ask, how to ask on, room for notes."""

from dataclasses import dataclass

from flask import render_template, request, url_for

from storyapp.rules.people import TELLER_BANDS, ConsentBand
from storyapp.rules.questionnaire.asked import Asked, Questionnaire
from storyapp.rules.wording import wording_of
from storyapp.services import form_versions, helping, questionnaires, telling
from storyapp.web.common import here
from storyapp.web.common.answer_fields import question_words
from storyapp.web.formbuilder import blueprint
from storyapp.web.storyteller.pages import GUIDE
from storyapp.words.answers import condition_words, option_words, section_words
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say, use_language

STEPS = (
    ("range", "range", mark("What has changed for you lately, for better or worse?")),
    ("choose", "choice", mark("Which of these changes matters most to you?")),
    ("happened", "happened", mark("Tell what happened. How was it before, and how is it now?")),
    ("matters", "matters", mark("Why does this matter to you?")),
    ("direction", "", mark("Did it get better or worse, a little of both, or did nothing change?")),
)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing to ask; `own` where the programme worded it."""

    words: str
    own: bool
    how: str = ""
    prompt: str = ""
    condition: str = ""
    options: tuple[str, ...] = ()
    is_text: bool = False


@blueprint.get("/p/<programme>/form/guide")
def guide(programme: str) -> str:
    """Show the guide for one age group."""
    own, band = here.programme(), _band()
    use_language(language(), address="vy" if band is ConsentBand.ADULT else own.address_form.value)
    form = questionnaires.written_form(own)
    return render_template(
        "form/guide.html", programme=own, steps=[_step(form, *one) for one in STEPS],
        sections=_sections(form, easy=band is ConsentBand.CHILD), title_asked=_step(form, "title", "title", mark("What title would you give your story?")),
        consents=list(telling.consent_questions(own, band).values()), introduction=telling.introduction_of(own, band),
        lines=helping.lines_for(own.organisation_id, language()), guide={name: say(words) for name, words in GUIDE.items()},
        bands=[(label(one), url_for(".guide", programme=programme, band=one.value), one is band) for one in TELLER_BANDS],
        version=form_versions.version_in_force(own), n_pending=len(form_versions.pending(own)), slug=programme,
    )  # fmt: skip


def _band() -> ConsentBand:
    said = request.args.get("band", "")
    return next((one for one in TELLER_BANDS if one.value == said), ConsentBand.TEENAGER)


def _step(form: Questionnaire, step: str, code: str, otherwise: str) -> Ask:
    own = telling.own_words(form, code) if code else None
    return Ask(
        words=own.wording.say(language()) if own else say(otherwise), own=own is not None, is_text=True,
        how=say(GUIDE.get(step, "")),
    )  # fmt: skip


def _sections(form: Questionnaire, *, easy: bool) -> list[tuple[str, str, list[Ask]]]:
    """Return heading, condition and questions of each section; the first stands in none."""
    found = []
    for code in ["", *(section.code for section in form.sections)]:
        section = form.section(code)
        asks = [_ask(form, question, easy=easy) for question in form.own if question.section == code]
        condition = section_words(form, section) if section else ""
        found.append((section.title.say(language()) if section else "", condition, asks))
    return [one for one in found if one[2]]


def _ask(form: Questionnaire, question: Asked, *, easy: bool) -> Ask:
    return Ask(
        words=question_words(question, easy=easy), own=True, prompt=wording_of(question.settings.get("prompt")).say(language()),
        condition=condition_words(form, question.condition) if question.condition else "",
        options=tuple(option_words(option) for option in question.options), is_text=not question.options,
    )  # fmt: skip
