"""The words that the language module listens for, kept by the leads of a programme; signals too quiet for a case."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import cases, signal_trials
from storyapp.services import signal_words as service
from storyapp.services.signal_words import KindSeen
from storyapp.web.common import here
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.safeguarding import blueprint
from storyapp.web.safeguarding.forms import AsideForm, PhraseForm, TrialForm
from storyapp.web.safeguarding.words import HEADS, plainly
from storyapp.words.messages import message
from storyapp.words.signals import SIGNALS
from storyapp.words.speech import mark, say

ADD, ASIDE, TRIAL = "add", "aside", "trial"
READ_AGAIN = mark("Saved. Waiting stories are read again with these words; cases that are open stay open.")


@blueprint.get("/p/<programme>/signal-words")
def signal_words(programme: str) -> str:
    """Show all kinds in both languages, who looked over the lists, and a place to try a sentence."""
    return _overview(programme, TrialForm(prefix=TRIAL))


@blueprint.post("/p/<programme>/signal-words")
def try_sentence(programme: str) -> Response | tuple[str, int]:
    """Have a sentence read by the worker."""
    form = TrialForm(request.form, prefix=TRIAL)
    if not form.is_sent():
        return _overview(programme, form), 422
    signal_trials.try_sentence(here.programme(), form.sentence.data, account_id=here.account().id)
    return redirect(url_for(".signal_words", programme=programme, _anchor=TRIAL), 303)


@blueprint.post("/p/<programme>/signal-words/looked-over")
def note_review(programme: str) -> Response:
    """Note that a lead has looked over the lists today."""
    service.note_review(here.programme(), account_id=here.account().id)
    leave_note(mark("Noted. We remind you in a year, or sooner when the shipped lists change."))
    return redirect(url_for(".signal_words", programme=programme), 303)


@blueprint.get("/p/<programme>/signal-words/<language>/<kind>")
def signal_kind(programme: str, language: str, kind: str) -> str:
    """Show the words of one kind in one language."""
    return _kind(programme, language, kind)


@blueprint.post("/p/<programme>/signal-words/<language>/<kind>")
def add_phrase(programme: str, language: str, kind: str) -> Response | tuple[str, int]:
    """Listen for words of one's own."""
    found(service.kind_seen(here.programme(), language, kind))
    form = PhraseForm(request.form, prefix=ADD)
    if form.is_sent():
        try:
            service.add_phrase(
                here.programme(), language, kind, form.words.data, is_strong=form.strength.data == "strong",
                account_id=here.account().id,
            )  # fmt: skip
        except RuleBroken as broken:
            form.complain("words", message(broken))
        else:
            return _saved(programme, language, kind)
    return _kind(programme, language, kind, add=form), 422


@blueprint.post("/p/<programme>/signal-words/<language>/<kind>/aside")
def put_aside(programme: str, language: str, kind: str) -> Response | tuple[str, int]:
    """Listen for a shipped phrase no more."""
    seen = found(service.kind_seen(here.programme(), language, kind))
    form = AsideForm(request.form, prefix=ASIDE).offer([*seen.strong, *seen.weak])
    if form.is_sent():
        try:
            service.put_aside(
                here.programme(), language, kind, form.pattern.data, form.reason.data, account_id=here.account().id
            )
        except RuleBroken as broken:
            form.complain("pattern" if broken.code == "signals.kind-silent" else "reason", message(broken))
        else:
            return _saved(programme, language, kind)
    return _kind(programme, language, kind, aside=form), 422


@blueprint.post("/p/<programme>/signal-words/take-back/<int:phrase_id>")
def take_back(programme: str, phrase_id: int) -> Response:
    """Drop a phrase of one's own, or listen for a shipped one again."""
    language, kind = found(service.take_back(here.programme(), phrase_id, account_id=here.account().id))
    return _saved(programme, language, kind)


@blueprint.get("/p/<programme>/quiet-signals")
def quiet_signals(programme: str) -> str:
    """List stories in which the module heard something too quiet to open a case."""
    crumb(say("Cases"), url_for(".cases", programme=programme))
    return render_template("safeguarding/quiet.html", lines=cases.quiet_list(here.programme()), signals=SIGNALS)


def _overview(programme: str, form: TrialForm) -> str:
    crumb(say("Cases"), url_for(".cases", programme=programme))
    place = here.programme()
    return render_template(
        "safeguarding/signal_words.html", seen=service.words_seen(place), form=form, signals=SIGNALS,
        trial=signal_trials.trial_seen(place, here.account().id),
    )  # fmt: skip


def _kind(
    programme: str, language: str, kind: str, *, add: PhraseForm | None = None, aside: AsideForm | None = None
) -> str:
    seen: KindSeen = found(service.kind_seen(here.programme(), language, kind))
    crumb(say("Cases"), url_for(".cases", programme=programme))
    crumb(say("Words the module listens for"), url_for(".signal_words", programme=programme))
    return render_template(
        "safeguarding/signal_kind.html", seen=seen, head=HEADS[language], plainly=plainly, signals=SIGNALS,
        add=add or PhraseForm(prefix=ADD), aside=aside or AsideForm(prefix=ASIDE).offer([*seen.strong, *seen.weak]),
    )  # fmt: skip


def _saved(programme: str, language: str, kind: str) -> Response:
    leave_note(READ_AGAIN if here.programme().is_analysed else mark("Saved."))
    return redirect(url_for(".signal_kind", programme=programme, language=language, kind=kind), 303)
