"""Interviews without a network: the page that a collector's own phone keeps, and the door at which they arrive."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from flask import Response as Answer
from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms.fields import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.gateways.kit import kit
from storyapp.rules.collecting import day_told
from storyapp.rules.consent import ASKED_WHEN_TELLING, Purpose, Understanding, needs_guardian
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import TELLER_BANDS, AgeBand, ConsentBand, TellerRole
from storyapp.rules.questionnaire.asked import Asked, Questionnaire
from storyapp.rules.questionnaire.conditions import asked_now
from storyapp.rules.stories import LONGEST_TEXT, SHORTEST_STORY, WRITTEN_DOWN, Direction, ReadBack
from storyapp.rules.wording import LANGUAGES
from storyapp.services import away as service
from storyapp.services import form_versions, leads, telling, understanding
from storyapp.services.collectors import AtWork
from storyapp.services.invitations import is_open
from storyapp.services.submission import StoryTold
from storyapp.web.collector import blueprint
from storyapp.web.collector.away_asked import own_words_of, parts_of, say_own_words, written_out
from storyapp.web.common import here
from storyapp.web.common.answer_fields import AnswerField, Choice, field_name, fields_of
from storyapp.web.common.csrf import csrf_token
from storyapp.web.common.forms import StoryForm, clean, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.storyteller.forms import NOT_SURE, READ_BACKS, TELLS_AS, who_reads
from storyapp.web.storyteller.questions import FIRST_PAGE, answers_by_code
from storyapp.web.storyteller.understood import understood_form
from storyapp.words.answers import asked_words
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say, speaking

HELPER = Path(__file__).parent.parent / "static" / "js" / "away-helper.js"
NO_LONGER = {"maxlength": str(LONGEST_TEXT)}  # a sealed interview can be shortened by nobody
UNDERSTOOD = "understood_"
YES_NO = (("yes", mark("Yes")), ("no", mark("No")))


class AwayForm(StoryForm):
    """One interview on one page, as a phone keeps it without a network."""

    invitation = HiddenField()
    version = HiddenField()
    told_in = HiddenField()
    band = Choice(mark("How old are you?"))
    role = SelectField(mark("Who are you in this story?"), default=TellerRole.YOUNG_PERSON.value)
    considered = TextAreaField(mark("What has changed? One change a line"), render_kw=NO_LONGER)
    happened = TextAreaField(mark("The change that matters most: what happened?"), render_kw=NO_LONGER)
    matters = TextAreaField(mark("Why does this matter to you?"), render_kw=NO_LONGER)
    direction = Choice(mark("Did it get better or worse?"))
    domain = SelectField(mark("What is it mostly about?"), default=NOT_SURE)
    title = StringField(mark("A title for your story"))
    pseudonym = StringField(mark("A name that you make up"))
    wants_help = Choice(mark("Do you need help? A person will look at this soon, once it is sent."), default="no")
    read_back = Choice(mark("What does the teller say?"))


@blueprint.get("/collector/away/interviews")
def away() -> Response | str:
    """Show the page on which interviews are written down without a network."""
    at_work = here.at_work()
    if not works_away(at_work):
        return redirect(url_for("collector.home"), 303)
    if at_work.collector.card_read_on is None:
        return redirect(url_for("collector.card"), 303)
    if not is_open(at_work.invitation, kit().clock()) or leads.rests(_place(at_work)):
        leave_note(mark("Your link carries no more stories. Ask the facilitator to extend it."), kind="warn")
        return redirect(url_for("collector.home"), 303)
    version = service.settled_form(at_work.programme)
    at_work = here.at_work()
    asked = _form_of(at_work, version)
    own = own_words_of(asked)
    form = _form(at_work, asked.own)
    say_own_words(form, own)
    form.invitation.data, form.version.data, form.told_in.data = str(at_work.invitation.id), str(version), language()
    guardian_age = at_work.programme.guardian_age
    return render_template(
        "collector/away.html", at_work=at_work, form=form, parts=parts_of(asked), own=own, bands=_consents(at_work),
        youngest=AgeBand.FROM_10_TO_13.value, check=understanding.questions_of(at_work.programme), understood=_understood_form(at_work),
        consent_of={band.value: band.consent_band.name for band in AgeBand},
        waits={band.value: needs_guardian(band, guardian_age=guardian_age) for band in AgeBand},
        has_paper=bool(at_work.invitation.guardian_paper), shortest=SHORTEST_STORY,
        letterbox=b64encode(service.letterbox(at_work.invitation)).decode(),
    )  # fmt: skip


@blueprint.get("/collector/away/helper.js")
def away_helper() -> Answer:
    """Hand out the helper of the browser; it stands under the addresses that it helps with."""
    page = f"const PAGE = {json.dumps(url_for('collector.away'))};\n"
    return Answer(page + HELPER.read_text(encoding="utf-8"), mimetype="text/javascript")


@blueprint.get("/collector/away/token")
def away_token() -> Answer:
    """Say with what a kept page may send now: it may have been kept for days."""
    return jsonify(token=csrf_token(), invitation=str(here.at_work().invitation.id))


@blueprint.post("/collector/away/send")
def keep_away() -> Answer:
    """Take one sealed interview; 204 says that it is here, however often it came."""
    at_work = here.at_work()
    sealed = request.form.get("sealed", "")
    try:
        if not works_away(at_work) or len(sealed) > service.LONGEST:
            raise RuleBroken("away.unreadable")
        said = service.opened(at_work.invitation, _bytes_of(sealed))
        told, code = _told(at_work, said)
        service.keep(at_work.invitation, told, code)
    except RuleBroken as broken:
        return _refused(broken)
    return Answer(status=204)


def works_away(at_work: AtWork) -> bool:
    """Tell whether this collector writes down what others tell, so that it can be done without a network."""
    return at_work.invitation.mode in WRITTEN_DOWN


def _refused(broken: RuleBroken) -> Answer:
    answer = jsonify(trouble=message(broken))
    answer.status_code = 422
    return answer


def _place(at_work: AtWork) -> telling.Place:
    return telling.Place(invitation=at_work.invitation, programme=at_work.programme)


def _form_of(at_work: AtWork, version: int | None) -> Questionnaire:
    return written_out(form_versions.form_of_version(version) or form_versions.form_in_force(at_work.programme))


def _understood_form(at_work: AtWork) -> StoryForm:
    """Build the questions whether consent was understood; what is so is explained to everybody who has answered."""
    asked = [replace(one, name=f"{UNDERSTOOD}{one.name}") for one in understanding.questions_of(at_work.programme)]
    return understood_form(asked)(None)


def _understanding(at_work: AtWork, typed: MultiDict[str, str]) -> Understanding | None:
    if typed.get("has_check") != "yes":
        return None
    asked = understanding.questions_of(at_work.programme)
    return understanding.come_to(asked, {one.name: typed.get(f"{UNDERSTOOD}{one.name}") for one in asked})


def _form(at_work: AtWork, questions: Sequence[Asked], typed: MultiDict[str, str] | None = None) -> AwayForm:
    kind = type("AwayInterviewForm", (AwayForm,), dict(fields_of(questions)))
    form: AwayForm = kind(typed)
    own = {"translate": "no"}
    domains = telling.domains_of(at_work.programme)
    form.band.choices = [SelectChoice(value=band.value, label=label(band)) for band in AgeBand]
    form.role.choices = [SelectChoice(value=role.value, label=say(words)) for role, words in TELLS_AS]
    form.direction.choices = [SelectChoice(value=one.value, label=label(one)) for one in Direction]
    form.domain.choices = [
        *(SelectChoice(value=str(d.id), label=d.name.say(language()), render_kw=own) for d in domains),
        SelectChoice(value=NOT_SURE, label=say("I am not sure")),
    ]
    form.wants_help.choices = [SelectChoice(value=code, label=say(words)) for code, words in YES_NO]
    form.read_back.choices = [SelectChoice(value=one.value, label=say(words)) for one, words in READ_BACKS]
    return form


def _consents(at_work: AtWork) -> list[tuple[ConsentBand, StoryForm, dict[str, str]]]:
    """Return the questions about consent of every age group, each with the fingerprints of its words."""
    found: list[tuple[ConsentBand, StoryForm, dict[str, str]]] = []
    for band in TELLER_BANDS:
        address = "vy" if band is ConsentBand.ADULT else at_work.programme.address_form.value
        with speaking(language(), address=address):
            asked = telling.consent_questions(at_work.programme, band)
            fields = {
                f"consent_{band.name}_{purpose.name}": Choice(
                    one.text, choices=[SelectChoice(value=code, label=say(words)) for code, words in YES_NO]
                )
                for purpose, one in asked.items()
            }
            kind = type(f"Consent{band.name}Form", (StoryForm,), fields)
            readers = {f"consent_{band.name}_{p.name}": who_reads(one.readers) for p, one in asked.items()}
            own = {f"consent_{band.name}_{p.name}": one.is_own for p, one in asked.items()}
            form = kind(None)
            form.readers, form.own_words = readers, own
            found.append((band, form, telling.shown_hashes(asked)))
    return found


def _told(at_work: AtWork, said: Mapping[str, Any]) -> tuple[StoryTold, str]:
    """Read an opened interview; an answer that does not hold is kept as it was typed, for nobody can be asked again."""
    entries = said.get("entries")
    if not isinstance(entries, list) or not all(_is_pair(one) for one in entries):
        raise RuleBroken("away.unreadable")
    typed: MultiDict[str, str] = MultiDict((name, clean(value)) for name, value in entries)
    if typed.get("invitation") != str(at_work.invitation.id):
        raise RuleBroken("away.unreadable")
    version = whole(typed.get("version"))
    asked = _form_of(at_work, version)
    form = _form(at_work, asked.own, typed)
    form.validate()
    data = form.data
    if not data["band"] or form.band.errors:
        raise RuleBroken("away.unreadable")
    band = AgeBand(data["band"])
    answers = answers_by_code(asked, {FIRST_PAGE: data})
    given = [one for one in asked_now(asked, answers) if one.code in answers and not one.asks_for_more]
    chosen = [line.strip() for line in (data["considered"] or "").splitlines() if line.strip()]
    group, told_in = band.consent_band.name, typed.get("told_in")
    told = StoryTold(
        submission_key=clean(str(said.get("press", "")))[:64], language=told_in if told_in in LANGUAGES else language(), age_band=band,
        teller_role=TellerRole(data["role"]) if not form.role.errors and data["role"] else TellerRole.YOUNG_PERSON,
        title=data["title"][:120], happened=data["happened"], matters=data["matters"], considered=tuple(chosen[:5]),
        direction=Direction(data["direction"]) if data["direction"] and not form.direction.errors else None,
        domain_id=None if data["domain"] in (None, NOT_SURE) or form.domain.errors else int(data["domain"]),
        answers={one.id: answers[one.code] for one in given if one.occasion == 0},
        repeated={(one.id, one.occasion): answers[one.code] for one in given if one.occasion},
        understanding=_understanding(at_work, typed),
        consents={p: typed.get(f"consent_{group}_{p.name}") == "yes" for p in ASKED_WHEN_TELLING},
        shown={p: typed[name] for p in Purpose if (name := f"shown_{group}_{p.name}") in typed},
        wants_help=data["wants_help"] == "yes", pseudonym=data["pseudonym"][:120],
        form_version_id=version if form_versions.form_of_version(version) is not None else None,
        read_back=ReadBack(data["read_back"]) if data["read_back"] and not form.read_back.errors else ReadBack.NO_TIME,
        told_on=day_told(_day(said.get("told_on")), today=kit().clock().date()),
        as_typed=_as_typed(form, asked.own),
    )  # fmt: skip
    if len(told.submission_key) < 32:
        raise RuleBroken("away.unreadable")
    return told, str(said.get("code", ""))


def _bytes_of(sealed: str) -> bytes:
    try:
        return b64decode(sealed, validate=True)
    except ValueError as broken:
        raise RuleBroken("away.unreadable") from broken


def _is_pair(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)


def _as_typed(form: AwayForm, questions: Sequence[Asked]) -> dict[str, str]:
    fields = [(one, form[field_name(one)]) for one in questions]
    return {
        asked_words(one): " ".join(field.cells)
        for one, field in fields
        if isinstance(field, AnswerField) and field.trouble and any(field.cells)
    }


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
