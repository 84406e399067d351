"""What facilitators fill in."""

from datetime import date

from wtforms.fields import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from storyapp.data.tables.programmes import Period
from storyapp.rules.consent import Purpose
from storyapp.rules.light_edits import LONGEST_HOW
from storyapp.rules.objections import LONGEST_ANSWER
from storyapp.rules.stories import LONGEST_TEXT, Mode
from storyapp.rules.wording import Wording
from storyapp.web.common.forms import Required, StoryForm
from storyapp.words.acts import OTHERS_WORDS
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

LANGUAGES = [
    SelectChoice(value="ru", label="Русский", render_kw={"translate": "no"}),
    SelectChoice(value="en", label="English", render_kw={"translate": "no"}),
]
MODES = (Mode.SELF, Mode.INTERVIEWER, Mode.PEER, Mode.GROUP, Mode.PAPER)
ASKED_BY_COLLECTORS = (Mode.PEER, Mode.INTERVIEWER, Mode.GROUP)
ASKED_ON_PAPER = (
    Purpose.ANALYSIS, Purpose.PANEL, Purpose.YOUTH_PANEL, Purpose.QUOTE, Purpose.PUBLICATION, Purpose.TRAINING,
)  # fmt: skip


class InvitationForm(StoryForm):
    """A new link by which people tell."""

    label = StringField(mark("For whom or where"), [InputRequired(), Length(max=120)])
    period_id = SelectField(mark("Period"), coerce=int)
    language = SelectField(mark("Language"), choices=LANGUAGES)
    mode = SelectField(mark("Who holds the pen"))
    lasts_days = IntegerField(mark("How many days it works"), [InputRequired(), NumberRange(1, 366)], default=30)
    budget = IntegerField(mark("Most stories by this link"), [InputRequired(), NumberRange(1, 5000)], default=300)
    guardian_paper = StringField(mark("Number and date of the paper"), [Length(max=200)])
    passes_on = BooleanField(mark("Tellers may pass it on to friends"))
    is_test = BooleanField(mark("This is a test: its stories count nowhere"))

    def offer(self, periods: list[Period]) -> "InvitationForm":
        """Offer open periods and modes in the reader's language."""
        self.period_id.choices = [
            SelectChoice(value=p.id, label=p.name.say(language()), render_kw={"translate": "no"}) for p in periods
        ]
        self.mode.choices = [SelectChoice(value=mode.name, label=label(mode)) for mode in MODES]
        return self


class CollectorForm(InvitationForm):
    """Somebody who asks and writes down, with a link of their own."""

    label = StringField(mark("What you call them here"), [InputRequired(), Length(max=60)])
    budget = IntegerField(mark("Most stories by this link"), [InputRequired(), NumberRange(1, 500)], default=50)
    lasts_days = IntegerField(mark("How many days it works"), [InputRequired(), NumberRange(1, 366)], default=90)

    def offer(self, periods: list[Period]) -> "CollectorForm":
        """Offer open periods, and the ways to ask somebody, or a group."""
        super().offer(periods)
        self.mode.choices = [SelectChoice(value=mode.name, label=label(mode)) for mode in ASKED_BY_COLLECTORS]
        return self


class LongerForm(StoryForm):
    """A longer life for a link."""

    days = IntegerField(mark("Days more"), [InputRequired(), NumberRange(1, 366)], default=30)


class MoreForm(StoryForm):
    """More stories by a link."""

    more = IntegerField(mark("Stories more"), [InputRequired(), NumberRange(1, 5000)], default=20)


class MaskForm(StoryForm):
    """One suggested mask: taken or not, and what stands there instead."""

    mask_id = HiddenField()
    is_taken = BooleanField(mark("Cover"))
    replacement = StringField(mark("Instead"), [Length(max=200)])


class ScreenForm(StoryForm):
    """The text that others will read."""

    masks = FieldList(FormField(MaskForm))
    applied = HiddenField()
    version = HiddenField()
    told_version = HiddenField()
    start = HiddenField()
    end = HiddenField()
    part = HiddenField()
    cover_words = StringField(mark("Words to cover, wherever they stand"), [Length(max=200)])
    cover_with = StringField(mark("What stands there instead"), [Length(max=200)])
    title = StringField(mark("Title"), [Length(max=300)])
    happened = TextAreaField(mark("What happened"), [InputRequired(), Length(max=LONGEST_TEXT)])
    matters = TextAreaField(mark("Why it matters"), [Length(max=LONGEST_TEXT)])
    considered = TextAreaField(mark("Other changes, one a line"), [Length(max=3000)])
    made_up_name = StringField(mark("Made-up name"), [Length(max=120)])
    answer = TextAreaField(mark("Your answer to the teller, if no word is changed"), [Length(max=LONGEST_ANSWER)])
    others = RadioField(mark("Could anybody else be recognised: a friend, a teacher, a parent?"), [Optional()])
    language = SelectField(mark("Language of the text"))
    domain_id = SelectField(mark("Domain of change"))

    def offer(self, domains: dict[int, Wording]) -> "ScreenForm":
        """Offer languages and the programme's domains."""
        names = [
            SelectChoice(value=str(n), label=name.say(language()), render_kw={"translate": "no"})
            for n, name in domains.items()
        ]
        self.language.choices = [*LANGUAGES, SelectChoice(value="other", label=say("Another language"))]
        self.domain_id.choices = [SelectChoice(value="", label=say("Not sure yet")), *names]
        self.others.choices = [(one.name, say(words)) for one, words in OTHERS_WORDS.items()]
        return self


class LightEditForm(StoryForm):
    """A few words of a screened text, put right."""

    version = HiddenField()
    title = StringField(mark("Title"), [Length(max=300)])
    happened = TextAreaField(mark("What happened"), [InputRequired(), Length(max=LONGEST_TEXT)])
    matters = TextAreaField(mark("Why it matters"), [Length(max=LONGEST_TEXT)])


class EditAgreedForm(StoryForm):
    """Who agreed to a light edit, and how."""

    seen = HiddenField()
    how = StringField(mark("Who agreed, and how"), [InputRequired(), Length(max=LONGEST_HOW)])


class HandOverForm(StoryForm):
    """A worry about a teller, for the safeguarding lead."""

    reason = TextAreaField(mark("What worries you"), [InputRequired(), Length(max=2000)])


class ReasonForm(StoryForm):
    """Why an original is opened."""

    reason = RadioField(mark("Why do you need the original?"), [InputRequired()])

    def offer(self, reasons: dict[str, str]) -> "ReasonForm":
        """Offer the reasons that the house knows."""
        self.reason.choices = [SelectChoice(value=code, label=say(words)) for code, words in reasons.items()]
        return self


class CardsForm(StoryForm):
    """For which stories cards are made."""

    stories = SelectMultipleField(mark("Stories"), [Required(mark("Choose at least one story."))])

    def offer(self, stories: list[SelectChoice]) -> "CardsForm":
        """Offer the stories whose guardian has no card."""
        self.stories.choices = stories
        return self


class PaperForm(StoryForm):
    """A paper with consent, for one or several stories."""

    stories = SelectMultipleField(mark("Stories"), [Required(mark("Choose at least one story."))])
    number = StringField(mark("Number of the paper"), [InputRequired(), Length(max=120)])
    signed_on = DateField(mark("Signed on"), [InputRequired()])
    purposes = SelectMultipleField(mark("What the paper says yes to"), [Optional()])
    says_no = BooleanField(mark("The paper says no to everything"))
    scan = FileField(mark("Scan of the paper"))

    def offer(self, stories: list[SelectChoice]) -> "PaperForm":
        """Offer the stories and all purposes that a paper can name."""
        self.stories.choices = stories
        self.purposes.choices = [SelectChoice(value=p.name, label=label(p)) for p in ASKED_ON_PAPER]
        return self

    def agreed(self) -> dict[Purpose, bool]:
        """Return a yes or no for each purpose; what is not ticked is a no."""
        return {purpose: purpose.name in (self.purposes.data or []) for purpose in ASKED_ON_PAPER}

    def says_clearly(self) -> bool:
        """Tell whether yes or no is said; nothing ticked may be a slip, so a no to everything is said apart."""
        if bool(self.purposes.data) != bool(self.says_no.data):
            return True
        words = (
            say("Something is ticked and “no to everything” too. Please take one of them away.")
            if self.says_no.data
            else say("Nothing is ticked. If the paper says no to everything, tick that below.")
        )
        self.complain("purposes", words)
        return False

    def signed(self) -> date:
        """Return the day on the paper."""
        assert self.signed_on.data is not None
        return self.signed_on.data


class WriteForm(StoryForm):
    """A word to a teller who did not ask."""

    text = TextAreaField(mark("What you write"), [InputRequired(), Length(max=5000)])


class ForReportForm(StoryForm):
    """A teller's words as a report may say them."""

    text = TextAreaField(mark("As the report may say it"), [Length(max=600)])


class AnswerForm(StoryForm):
    """An answer to a teller."""

    text = TextAreaField(mark("Your answer"), [InputRequired(), Length(max=5000)])
