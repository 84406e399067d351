"""The page of a round that has decided; what was typed into one of its forms stays there when it cannot be taken."""

from collections.abc import Callable
from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from storyapp.data.tables.rounds import Round
from storyapp.rules.errors import RuleBroken
from storyapp.rules.panels import YouthWord
from storyapp.rules.rounds import RoundState
from storyapp.services import feedback, minutes, panels, reopening, rounds
from storyapp.services.equity import cautions
from storyapp.services.minutes_said import equity_lines, level_sentences
from storyapp.services.rounds import Sitting
from storyapp.web.common.forms import StoryForm
from storyapp.web.common.notes import leave_note
from storyapp.web.rounds.forms import ExtendForm, TextForm
from storyapp.web.rounds.panel_forms import YouthWordForm
from storyapp.web.rounds.place import go_to
from storyapp.words.messages import message


def decided_page(sitting: Sitting, **typed: StoryForm) -> str:
    """Show what was decided and what is still owed; `typed` are the forms that came back, by their names."""
    one, told = sitting.one, minutes.minutes_of(sitting)
    forms: dict[str, Any] = {
        "youth_form": TextForm(data={"text": one.answer_to_youth}), "dissent_form": TextForm(prefix="dissent-"),
        "word_form": YouthWordForm(prefix="word-").offer(),
        "again_form": ExtendForm(data={"closes_at": rounds.suggested_closing()}),
    }  # fmt: skip
    return render_template(
        "rounds/decided.html", one=one, sitting=sitting, told=told, n_owed=len(feedback.owed(sitting)),
        n_waiting=len(feedback.waiting(sitting)), differs=feedback.owes_youth_an_answer(sitting),
        may_finish=feedback.may_finish(sitting), levels=level_sentences(told), equity=equity_lines(told), cautions=cautions(told.equity), veto=panels.veto_awaited(sitting),
        is_refused=one.youth_word is YouthWord.REFUSES, refused=reopening.refused_before(sitting), **forms | typed,
    )  # fmt: skip


def take_words(
    one: Round, name: str, form: StoryForm, does: Callable[[], None], done: str, *, about: str = "text"
) -> Response | tuple[str, int]:
    """Take what was typed into a form of this page, or show the page again with the words and what is wrong."""
    if form.validate():
        try:
            does()
        except RuleBroken as broken:
            form.complain(about, message(broken))
        else:
            leave_note(done)
            return go_to("round", one)
    if one.state is RoundState.DECIDED:
        return decided_page(rounds.sitting_of(one), **{name: form}), 422
    leave_note(next(iter(form.errors.values()))[0], kind="warn")
    return go_to("round", one)
