"""Themes: how often, which way, how far the suggestions can be trusted, where readers differ."""

from flask import redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from storyapp.services import agreement, memos, theme_figure, themes_seen
from storyapp.web.common import here
from storyapp.web.common.exact import exact_on
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.forms import MemoForm
from storyapp.web.evaluator.pages import page
from storyapp.web.evaluator.thresholds import ThresholdForm, chosen_on_a_curve
from storyapp.words.speech import mark


@blueprint.get("/p/<programme>/themes")
def themes(programme: str) -> str:
    """Show all themes with counts, directions, precision and agreement."""
    exact, seen = exact_on("themes"), themes_seen.themes_seen(here.programme())
    k = exact.k(themes_seen.k_of(here.programme()))
    told = themes_seen.counted(here.programme(), seen, k=k)
    drawn = theme_figure.theme_picture(seen, told, k=k)
    return page(
        "themes",
        tab="themes",
        seen=seen,
        exact=exact,
        told=told,
        k=k,
        svg=Markup(drawn[0]) if drawn and drawn[0] else None,  # noqa: S704 - drawn by us, all words in it are escaped
        twin=drawn[1] if drawn else None,
        top=max(
            (one for one in seen if told[one.theme.id].n.value),
            key=lambda one: told[one.theme.id].n.value or 0,
            default=None,
        ),
        coders=agreement.precision_by_coder(here.programme()),
        agreements=agreement.agreements_of(here.programme()),
        names={one.theme.id: one.theme.name for one in seen},
        n_memos=memos.n_memos(here.programme()),
    )


@blueprint.get("/p/<programme>/themes/<int:theme>")
def theme(programme: str, theme: int) -> str:
    """Show one theme with the sentences that were confirmed for it."""
    return show_theme(theme)


@blueprint.post("/p/<programme>/themes/<int:theme>")
def set_threshold(programme: str, theme: int) -> Response | tuple[str, int]:
    """Set from which score on a theme is suggested."""
    form = sent(ThresholdForm)
    here.found(themes_seen.theme_page(here.programme(), theme))
    if not form.is_sent():
        return show_theme(theme, form), 422
    themes_seen.set_threshold(
        here.programme().id, theme, threshold=form.threshold.data / 100, account_id=here.account().id
    )
    leave_note(mark("Saved. It counts from the next reading of the stories on."))
    return redirect(url_for("evaluator.theme", programme=programme, theme=theme), 303)


def show_theme(theme_id: int, form: ThresholdForm | None = None, *, memo: MemoForm | None = None) -> str:
    """Render one theme, with the form that came back, if one did."""
    shown = here.found(
        themes_seen.theme_page(here.programme(), theme_id, after=request.args.get("after", ""))
    )  # fmt: skip
    exact, theme = exact_on("theme", theme_id), shown.seen.theme
    k = exact.k(themes_seen.k_of(here.programme()))
    told = themes_seen.counted(here.programme(), [shown.seen, *shown.below], k=k)
    chosen = chosen_on_a_curve(
        shown.scores, threshold=theme.threshold, n_confirmed=shown.seen.n_confirmed, form=form,
        action=url_for("evaluator.set_threshold", programme=here.programme().slug, theme=theme_id),
    )  # fmt: skip
    coders = agreement.precision_by_coder(here.programme(), theme_id=theme_id)
    return page(
        "theme", tab="themes", shown=shown, coders=coders, chosen=chosen, exact=exact, k=k, told=told,
        memo_form=memo or MemoForm(None, prefix="memo-"),
        memos=memos.memos_of_theme(here.programme(), theme_id, account_id=here.account().id),
    )  # fmt: skip
