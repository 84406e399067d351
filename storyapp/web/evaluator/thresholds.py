"""From which score on a theme or a result is suggested: chosen on a curve, or written as a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from wtforms.fields import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from storyapp.rules.tags import TagState
from storyapp.services.threshold_curve import CurveSeen, Offered, curve_seen
from storyapp.web.common.forms import StoryForm
from storyapp.words.dates import percent
from storyapp.words.speech import mark, say


class ThresholdForm(StoryForm):
    """From which score on something is suggested."""

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


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The curve and both forms, as the page shows them; without enough decisions there is no curve."""

    action: str
    form: ThresholdForm
    curve: CurveSeen | None
    svg: Markup | None
    points: PointForm | None


def chosen_on_a_curve(
    scores: Sequence[tuple[float, TagState]],
    *,
    threshold: float,
    n_confirmed: int,
    action: str,
    form: ThresholdForm | None = None,
) -> Chosen:
    """Return the curve over the suggestions that people decided, and the forms to choose a threshold by."""
    curve = curve_seen(scores, threshold=threshold, n_confirmed=n_confirmed)
    return Chosen(
        action=action, form=form or ThresholdForm(None, threshold=round(threshold * 100)), curve=curve,
        svg=Markup(curve.svg) if curve else None,  # noqa: S704 - drawn by us, all words in it are escaped
        points=PointForm(None).offer(curve) if curve else None,
    )  # fmt: skip


def _worth(one: Offered) -> str:
    """Say a threshold with what it keeps and what it finds."""
    facts = {
        "score": percent(one.point.threshold), "right": one.point.n_right, "suggested": one.point.n_suggested,
        "confirmed": one.point.n_confirmed,
    }  # fmt: skip
    words = say("from %(score)s: %(right)s of %(suggested)s right, %(right)s of %(confirmed)s found", **facts)
    return say("%(words)s (now)", words=words) if one.is_present else words
