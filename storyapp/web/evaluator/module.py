"""The language module in plain words, and the switches that people hold."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.learning import LearnedKind
from storyapp.services import language_module, learning, results_seen
from storyapp.services.learned import EVERY
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page
from storyapp.words.speech import mark

FORGOTTEN = {
    LearnedKind.THEMES: mark("Forgotten. Themes are suggested by the words of the codebook again."),
    LearnedKind.RESULTS: mark("Forgotten. Results are suggested by the wordings of the library again."),
}


@blueprint.get("/p/<programme>/language-module")
def about_model(programme: str) -> str:
    """Say what the module is, that it only suggests, and what its suggestions were worth here."""
    return page(
        "about_model", tab="about_model", module=language_module.module_seen(here.programme()),
        learned=[learning.learned_seen(here.programme(), kind) for kind in LearnedKind], every=EVERY,
        none_fits=results_seen.none_seen(here.programme()),
    )  # fmt: skip


@blueprint.post("/p/<programme>/language-module")
def switch_model(programme: str) -> Response:
    """Switch the module on or off for this programme."""
    is_on = request.form.get("on") == "1"
    language_module.switch_module(here.programme().id, is_on=is_on, account_id=here.account().id)
    leave_note(
        mark("The language module reads stories from now on.")
        if is_on
        else mark("The language module reads no more stories of this programme.")
    )
    return redirect(url_for("evaluator.about_model", programme=programme), 303)


@blueprint.post("/p/<programme>/language-module/again")
def analyse_again(programme: str) -> Response:
    """Ask for a reading of all stories with the present codebook."""
    language_module.read_again(here.programme(), account_id=here.account().id)
    leave_note(mark("Asked for. The stories are read in the background; decisions that people made stay."))
    return redirect(url_for("evaluator.about_model", programme=programme), 303)


@blueprint.post("/p/<programme>/language-module/stop")
def stop_reading(programme: str) -> Response:
    """Stop the reading that is under way."""
    language_module.stop_reading(here.programme(), account_id=here.account().id)
    leave_note(mark("The reading stops. What was read stays read."))
    return redirect(url_for("evaluator.about_model", programme=programme), 303)


@blueprint.post("/p/<programme>/language-module/learn")
def learn_now(programme: str) -> Response:
    """Ask the module to learn from what people have decided so far."""
    kind = _kind()
    learning.learn_now(here.programme().id, kind, account_id=here.account().id)
    leave_note(mark("Asked for. The module learns in the background."))
    return redirect(url_for("evaluator.about_model", programme=programme, _anchor=f"learned-{kind.value}"), 303)


@blueprint.post("/p/<programme>/language-module/forget")
def forget_learned(programme: str) -> Response:
    """Forget what was learned; decisions that people made stay."""
    kind = _kind()
    learning.forget(here.programme().id, kind, account_id=here.account().id)
    leave_note(FORGOTTEN[kind])
    return redirect(url_for("evaluator.about_model", programme=programme, _anchor=f"learned-{kind.value}"), 303)


def _kind() -> LearnedKind:
    """Return of what is learned or forgotten: what was sent, or themes where nothing was."""
    return here.found(LearnedKind.__members__.get(request.form.get("kind", LearnedKind.THEMES.name)))
