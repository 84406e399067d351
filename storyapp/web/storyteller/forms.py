"""The forms of telling, one a step; those with the programme's own questions are built for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from wtforms.fields import BooleanField, Field, FileField, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from storyapp.data.tables.programmes import Domain
from storyapp.rules.attachments import LONGEST_ABOUT, LONGEST_TRANSCRIPT
from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import LONGEST_TEXT, MOST_CHANGES, Direction, ReadBack, check_story
from storyapp.services.telling import shown_hashes
from storyapp.web.common.answer_fields import Choice
from storyapp.web.common.forms import StoryForm
from storyapp.words.consent_texts import Asked
from storyapp.words.dates import number
from storyapp.words.labels import label
from storyapp.words.messages import MESSAGES, message
from storyapp.words.speech import language, mark, say

LONGEST_LINE = 200
NEEDED = {"required": True}
WHAT_IS_IN_IT = mark("Please say in a few words what is in it.")
YES_OR_NO = mark("Please choose yes or no. Both are fine.")
LONGEST_NAME = 120
NOT_SURE = "not-sure"
MESSAGE_KINDS = (
    ("misread", mark("You understood me wrong")),
    ("reply", mark("A reply to what you wrote to me")),
    ("question", mark("A question")),
    ("complaint", mark("A complaint")),
    ("help", mark("I need help. A person whose job is to protect children will see it soon.")),
)
TELLS_AS = (
    (TellerRole.YOUNG_PERSON, mark("This is about me")),
    (TellerRole.PEER, mark("I am a friend or a classmate")),
    (TellerRole.PARENT, mark("I am a parent")),
    (TellerRole.GUARDIAN, mark("I am a guardian")),
    (TellerRole.STAFF, mark("I work here")),
    (TellerRole.OTHER, mark("I am somebody else")),
)
READ_BACKS = (
    (ReadBack.TICKED, mark("Yes, this is what I told (the teller ticks this)")),
    (ReadBack.AWAITED, mark("The teller will confirm it later, with the code from the receipt")),
    (ReadBack.NOT_WANTED, mark("The teller did not want to hear it again")),
    (ReadBack.NO_TIME, mark("There was no time for it")),
)


class Chosen(InputRequired):
    """Something must be chosen; says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

    def __call__(self, form: Any, field: Field) -> None:
        self.message = say(self.sentence)
        super().__call__(form, field)


class AtMost(Length):
    """No longer than we can keep; says how long that is."""

    def __init__(self, longest: int) -> None:
        super().__init__(max=longest)

    def __call__(self, form: Any, field: Field) -> None:
        if len(field.data or "") > self.max:
            words = "This is longer than we can keep: please shorten it to %(longest)s characters."
            raise ValidationError(say(words, longest=number(self.max)))


class StartForm(StoryForm):
    """Before the first question."""

    own_phone = BooleanField(mark("This phone is mine: keep what I write for a day, so that I can go on later"))


class AgeForm(StoryForm):
    """How old, and as whom."""

    band = Choice(mark("How old are you?"), validators=[Chosen(mark("Please choose your age."))])
    role = Choice(mark("Who are you in this story?"), default=TellerRole.YOUNG_PERSON.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.band.choices = [SelectChoice(value=band.value, label=label(band)) for band in AgeBand]
        self.role.choices = [SelectChoice(value=role.value, label=say(words)) for role, words in TELLS_AS]


class RangeForm(StoryForm):
    """Several changes before one is chosen (Davies: the teller chooses among named changes)."""

    change_1 = StringField(mark("First change"), validators=[AtMost(LONGEST_LINE)])
    change_2 = StringField(mark("Second change"), validators=[AtMost(LONGEST_LINE)])
    change_3 = StringField(mark("Third change"), validators=[AtMost(LONGEST_LINE)])
    change_4 = StringField(mark("Fourth change"), validators=[AtMost(LONGEST_LINE)])
    change_5 = StringField(mark("Fifth change"), validators=[AtMost(LONGEST_LINE)])


class ChooseForm(StoryForm):
    """The one that matters most."""

    choice = Choice(
        mark("Which one matters most to you?"),
        validators=[Chosen(mark("Please choose one of them. You can go back and change the list."))],
    )

    def offer(self, changes: Sequence[str]) -> None:
        """Offer the listed changes as slips."""
        self.choice.choices = [SelectChoice(value=line, label=line) for line in changes]


class HappenedForm(StoryForm):
    """The story itself."""

    happened = TextAreaField(mark("Tell what happened. How was it before, and how is it now?"))

    def validate_happened(self, field: Field) -> None:
        """Refuse only what is no story yet, or what cannot be kept."""
        try:
            check_story(happened=field.data or "", matters="")
        except RuleBroken as broken:
            raise ValidationError(message(broken)) from broken


class MattersForm(StoryForm):
    """Why it matters to the teller."""

    matters = TextAreaField(mark("Why does this matter to you?"), validators=[AtMost(LONGEST_TEXT)])


class DirectionForm(StoryForm):
    """Which way it went, and the area it fits."""

    direction = Choice(
        mark("Did it get better or worse?"),
        validators=[Chosen(mark("Please choose one. “Nothing changed” is fine too."))],
    )
    domain = Choice(mark("What is it mostly about?"), default=NOT_SURE)

    def offer(self, domains: Sequence[Domain]) -> None:
        """Offer the directions and the programme's areas."""
        self.direction.choices = [SelectChoice(value=one.value, label=label(one)) for one in Direction]
        if not domains:
            del self.domain
            return
        own = {"translate": "no"}
        self.domain.choices = [
            *(SelectChoice(value=str(d.id), label=_of_domain(d), render_kw=own) for d in domains),
            SelectChoice(value=NOT_SURE, label=say("I am not sure")),
        ]


class TitleForm(StoryForm):
    """A title, a made-up name, and a call for help."""

    title = StringField(mark("A title for your story"), validators=[AtMost(LONGEST_NAME)])
    pseudonym = StringField(mark("A name that you make up"), validators=[AtMost(LONGEST_NAME)])
    wants_help = BooleanField(mark("I need help. Please let a person look at this soon."))


class ReadBackForm(StoryForm):
    """Whether the teller heard again what was written down."""

    read_back = Choice(
        mark("What does the teller say?"), validators=[Chosen(mark("Please choose what fits. Each answer is fine."))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read_back.choices = [SelectChoice(value=one.value, label=say(words)) for one, words in READ_BACKS]


class SendForm(StoryForm):
    """The last press. `website` stays empty unless a machine fills it in."""

    website = StringField(mark("Leave this empty"))


class CodeForm(StoryForm):
    """The receipt code, to come back."""

    code = StringField(mark("Code from the receipt"))


class OwnWordsForm(StoryForm):
    """Two words that only the teller of a half-told story knows."""

    words = StringField(mark("Two words that you wrote in it"))


class ResumeForm(StoryForm):
    """The code of a story that was not finished."""

    code = StringField(mark("Code for finishing later"))


class MessageForm(StoryForm):
    """A word to the programme, by receipt."""

    kind = Choice(mark("What is it?"), validators=[Chosen(mark("Please choose what it is."))])
    text = TextAreaField(mark("Your words"), validators=[Chosen(mark("Please write something.")), AtMost(LONGEST_TEXT)])
    may_print = BooleanField(mark("These words may stand in the report, without my name"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(value=kind, label=say(words)) for kind, words in MESSAGE_KINDS]


class WordsForm(StoryForm):
    """The own words, changed after sending."""

    version = HiddenField()
    title = StringField(mark("A title for your story"), validators=[AtMost(LONGEST_NAME)])
    happened = TextAreaField(mark("What happened"), validators=[AtMost(LONGEST_TEXT)])
    matters = TextAreaField(mark("Why it matters"), validators=[AtMost(LONGEST_TEXT)])

    def validate_happened(self, field: Field) -> None:
        """Refuse only what is no story any more."""
        try:
            check_story(happened=field.data or "", matters="")
        except RuleBroken as broken:
            raise ValidationError(message(broken)) from broken


class AttachmentForm(StoryForm):
    """A picture or a voice beside one's story."""

    file = FileField(mark("The file"))
    about = StringField(
        mark("What is in it?"),
        validators=[Chosen(WHAT_IS_IN_IT), AtMost(LONGEST_ABOUT)],
    )
    said = TextAreaField(mark("What is said in it?"), validators=[AtMost(LONGEST_TRANSCRIPT)])
    may_be_shown = Choice(
        mark("May a picture be shown wherever your story may be shown?"),
        validators=[Chosen(YES_OR_NO)],
    )

    @property
    def asks(self) -> dict[str, str]:
        """Return what is said of each answer that must not be missing."""
        missing = {"file": MESSAGES["attachment.empty"], "about": WHAT_IS_IN_IT, "may_be_shown": YES_OR_NO}
        return {name: say(sentence) for name, sentence in missing.items()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_be_shown.choices = [
            SelectChoice(
                value="no", label=say("No, only the people who look after the stories see it"), render_kw=NEEDED
            ),
            SelectChoice(value="yes", label=say("Yes"), render_kw=NEEDED),
        ]


def consent_form(asked: Mapping[Purpose, Asked]) -> type[StoryForm]:
    """Build the form that asks for each purpose apart; no answer is ever filled in beforehand."""
    fields = {
        purpose.value: Choice(
            question.text,
            choices=[SelectChoice(value="yes", label=say("Yes")), SelectChoice(value="no", label=say("No"))],
            validators=[Chosen(mark("Please choose yes or no. Both are fine."))],
        )
        for purpose, question in asked.items()
    }
    facts = {
        "readers": {purpose.value: who_reads(question.readers) for purpose, question in asked.items()},
        "own_words": {purpose.value: question.is_own for purpose, question in asked.items()},
        "shown": shown_hashes(asked),
    }
    return type("ConsentForm", (StoryForm,), fields | facts)


def changes_of(values: Mapping[str, Any]) -> list[str]:
    """Return the changes that were listed, each once."""
    lines = (values.get(f"change_{n}") or "" for n in range(1, MOST_CHANGES + 1))
    return list(dict.fromkeys(line for line in lines if line))


def who_reads(readers: str) -> Markup:
    """Return the readers as a short row of people."""
    people = [one.strip() for one in readers.replace("\n", ";").split(";") if one.strip()]
    people = [one[0].upper() + one[1:].removesuffix(".") for one in people]
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in people)
    return Markup('<ul class="who">{}</ul>').format(items) if people else Markup("")


def _of_domain(domain: Domain) -> str:
    words = domain.name if domain.question.is_empty else domain.question
    return words.say(language())
