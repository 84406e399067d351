"""Themes: how often, which way, how far the suggestions can be trusted, where readers differ."""

from flask import redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms.fields import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from storyapp.services import agreement, memos, theme_curve, theme_figure, themes_seen
from storyapp.services.theme_curve import CurveSeen, Offered
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.forms import MemoForm
from storyapp.web.evaluator.pages import page
from storyapp.words.dates import percent
from storyapp.words.speech import mark, say


class ThresholdForm(StoryForm):
    """From which score on a theme is suggested."""

    threshold = IntegerField(mark("Suggest from this score on, in per cent"))

    def validate_threshold(self, field: IntegerField) -> None:
        """Refuse what is no share."""
        if field.data is None or not 0 <= field.data <= 100:
            raise ValidationError(say("Please write a number from 0 to 100."))


class PointForm(StoryForm):
    """One of the thresholds that stand in the curve."""

    threshold = RadioField(mark("Suggest from which score on?"), id="point", coerce=int)

    def offer(self, curve: CurveSeen) -> "PointForm":
        """Offer the points of the curve with what each is worth; the present one is chosen."""
        self.threshold.choices = [SelectChoice(value=one.percent, label=_worth(one)) for one in curve.offered]
        self.threshold.data = next(one.percent for one in curve.offered if one.is_present)
        return self


@blueprint.get("/p/<programme>/themes")
def themes(programme: str) -> str:
    """Show all themes with counts, directions, precision and agreement."""
    seen = themes_seen.themes_seen(here.programme())
    drawn = theme_figure.theme_picture(seen)
    return page(
        "themes",
        tab="themes",
        seen=seen,
        svg=Markup(drawn[0]) if drawn else None,  # noqa: S704 - drawn by us, all words in it are escaped
        twin=drawn[1] if drawn else None,
        top=max((one for one in seen if one.n_confirmed), key=lambda one: one.n_confirmed, default=None),
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
    threshold, curve = round(shown.seen.theme.threshold * 100), theme_curve.curve_seen(here.programme(), shown.seen)
    return page(
        "theme", tab="themes", shown=shown, coders=agreement.precision_by_coder(here.programme(), theme_id=theme_id), form=form or ThresholdForm(None, threshold=threshold), curve=curve,
        svg=Markup(curve.svg) if curve else None,  # noqa: S704 - drawn by us, all words in it are escaped
        points=PointForm(None).offer(curve) if curve else None, memo_form=memo or MemoForm(None, prefix="memo-"),
        memos=memos.memos_of_theme(here.programme(), theme_id, account_id=here.account().id),
    )  # fmt: skip


def _worth(one: Offered) -> str:
    """Say a threshold with what it keeps and what it finds."""
    facts = {
        "score": percent(one.point.threshold), "right": one.point.n_right, "suggested": one.point.n_suggested,
        "confirmed": one.point.n_confirmed,
    }  # fmt: skip
    words = say("from %(score)s: %(right)s of %(suggested)s right, %(right)s of %(confirmed)s found", **facts)
    return say("%(words)s (now)", words=words) if one.is_present else words
