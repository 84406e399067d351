"""Each result with its indicators and what measures them; and one indicator, to choose its instruments."""

from flask import redirect, url_for
from werkzeug.wrappers import Response
from wtforms.fields import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from storyapp.services import instruments as service
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.measuring import blueprint
from storyapp.web.measuring.pages import page
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say


class MeasuredByForm(StoryForm):
    """Which instruments measure an indicator."""

    instruments = SelectMultipleField(mark("Which instruments measure it"), coerce=int)


@blueprint.get("/p/<programme>/measuring")
def indicators(programme: str) -> str:
    """Show every result with its indicators, and what nothing measures."""
    seen = service.measured(here.programme())
    return page("indicators", tab="indicators", seen=seen, missing=service.without_instrument(seen))


@blueprint.route("/p/<programme>/measuring/indicators/<int:indicator_id>", methods=["GET", "POST"])
def indicator(programme: str, indicator_id: int) -> Response | str | tuple[str, int]:
    """Choose which instruments measure an indicator."""
    row = here.found(service.indicator_of(here.programme(), indicator_id))
    seen = service.measured(here.programme())
    by = next((by for one in seen for own, by in one.lines if own.id == indicator_id), [])
    form = sent(MeasuredByForm, data={"instruments": [one.id for one in by]})
    cards = service.cards_of(here.programme())
    form.instruments.choices = [
        SelectChoice(
            value=one.instrument.id, label=one.instrument.name.say(language()),
            render_kw={"translate": "no", "hint": label(one.instrument.method)},
        )
        for one in cards
    ]  # fmt: skip
    if form.is_sent():
        service.measure_by(here.programme(), indicator_id, form.instruments.data, by_id=here.account().id)
        leave_note(mark("Saved."))
        return redirect(url_for("measuring.indicators", programme=programme), 303)
    crumb(say("Measuring"), url_for("measuring.indicators", programme=programme))
    shown = page("indicator", tab="indicators", row=row, form=form, has_instruments=bool(cards))
    return (shown, 422) if form.errors else shown
