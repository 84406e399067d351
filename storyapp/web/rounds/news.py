"""News for a whole group: a leaflet, a newsletter of one page, slides; from what panels valued and what was done."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.errors import RuleBroken
from storyapp.services import reporting
from storyapp.services.reports.material import HANDOUTS, Order
from storyapp.web.common import here
from storyapp.web.common.forms import Required, StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.forms import LANGUAGES, One
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

SHAPES = {
    "leaflet": mark("Leaflet in larger type, for young people who have no code"),
    "newsletter": mark("Newsletter of one page"),
}


class NewsForm(StoryForm):
    """What to hand out."""

    periods = SelectMultipleField(mark("Periods"), [Required(mark("Please choose at least one period."))], coerce=int)
    language = One(mark("Language"), choices=LANGUAGES)
    shape = RadioField(mark("What to make"), default=HANDOUTS[0])


@blueprint.route("/p/<programme>/news", methods=["GET", "POST"])
def news(programme: str) -> Response | str | tuple[str, int]:
    """Make a page or two for everybody who took part."""
    periods = reporting.periods_of(here.programme())
    form = sent(NewsForm, data={"language": language(), "periods": [one.id for one in periods if one.is_open][:1]})
    form.periods.choices = [
        SelectChoice(value=one.id, label=one.name.say(language()), render_kw={"translate": "no"}) for one in periods
    ]
    form.shape.choices = [SelectChoice(value=code, label=say(words)) for code, words in SHAPES.items()]
    if form.is_sent():
        order = Order(
            language=form.language.data, audience="public", length=form.shape.data, period_ids=tuple(form.periods.data)
        )
        try:
            public_id = reporting.request_report(
                here.programme(), order, actor=here.actor(), account_id=here.account().id
            )
        except RuleBroken as broken:
            form.complain("periods", message(broken))
        else:
            leave_note(mark("It is being made. It takes a few seconds."))
            return redirect(url_for("reports.report", programme=programme, public_id=public_id), 303)
    crumb(say("Rounds"), url_for("rounds.rounds", programme=programme))
    page = render_template("rounds/news.html", form=form)
    return (page, 422) if form.errors else page
