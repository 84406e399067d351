"""What an evaluator says when asking for a report."""

from collections.abc import Sequence

from wtforms.fields import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.programmes import Period
from storyapp.web.common.forms import Required, StoryForm
from storyapp.words.speech import language, mark, say

LANGUAGES = [
    SelectChoice(value="ru", label="Русский", render_kw={"translate": "no"}),
    SelectChoice(value="en", label="English", render_kw={"translate": "no"}),
]
AUDIENCES = {
    "inside": mark("The team: numbers lead to their stories"),
    "funder": mark("Funders and partners"),
    "public": mark("Everybody: only words of tellers who agreed to publication"),
}
TELLERS = {
    "young": mark("Young people alone: their voice is not drowned by that of adults"),
    "all": mark("Young people and adults, counted apart"),
}
LENGTHS = {"full": mark("Full report"), "summary": mark("Summary of a few pages")}


class ReportForm(StoryForm):
    """Which report to build."""

    periods = SelectMultipleField(mark("Periods"), [Required(mark("Please choose at least one period."))], coerce=int)
    language = RadioField(mark("Language of the report"), choices=LANGUAGES)
    audience = RadioField(mark("Who will read it"), default="inside")
    tellers = RadioField(mark("Whose stories"), default="young")
    length = RadioField(mark("Length"), default="full")

    def offer(self, periods: Sequence[Period]) -> "ReportForm":
        """Offer the programme's periods and the choices in the reader's language."""
        self.periods.choices = [
            SelectChoice(value=one.id, label=one.name.say(language()), render_kw={"translate": "no"}) for one in periods
        ]
        self.audience.choices = [SelectChoice(value=code, label=say(words)) for code, words in AUDIENCES.items()]
        self.tellers.choices = [SelectChoice(value=code, label=say(words)) for code, words in TELLERS.items()]
        self.length.choices = [SelectChoice(value=code, label=say(words)) for code, words in LENGTHS.items()]
        return self
