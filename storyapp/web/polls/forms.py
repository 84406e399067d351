"""What a facilitator fills in to ask a group."""

from datetime import timedelta
from typing import Any

from wtforms.fields import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.polls import LEAST_SHOWN, MOST_INVITED, MOST_OPTIONS, USUAL_DOTS, PollKind
from storyapp.rules.wording import Wording
from storyapp.web.common.forms import StoryForm
from storyapp.web.rounds.forms import LONGEST_LINE, OneOfList, at_most, between, lines_of
from storyapp.words.speech import mark, say

LASTS = (
    ("2", mark("For two hours")),
    ("24", mark("Until this time tomorrow")),
    ("168", mark("For a week")),
    ("720", mark("For thirty days")),
)
WORDED: dict[PollKind, tuple[str, str]] = {  # how a question may begin, in Russian and English
    PollKind.LOYALTY: (
        "Насколько вероятно, что вы посоветуете эту программу другу?",
        "How likely is it that you would recommend this programme to a friend?",
    ),
    PollKind.INVOLVEMENT: (
        "Как прошло ваше участие в оценке?",
        "How was it to take part in the evaluation?",
    ),
    PollKind.DOTS: ("Чем нам заняться в первую очередь?", "What should we do first?"),
}


class HowManyForm(StoryForm):
    """How many are asked, and for how long."""

    n_invited = IntegerField(mark("How many people are asked"), [between(1, MOST_INVITED)])
    lasts = OneOfList(mark("Open for how long"), default="24")

    def offer(self) -> Any:
        """Offer the times, in the reader's language."""
        self.lasts.choices = [SelectChoice(value=hours, label=say(words)) for hours, words in LASTS]
        return self

    @property
    def time(self) -> timedelta:
        """Return for how long the poll is open."""
        return timedelta(hours=int(self.lasts.data))


class PollForm(HowManyForm):
    """One question to a group."""

    question_ru = StringField(mark("Question"), [at_most(LONGEST_LINE)])
    question_en = StringField(mark("Question"), [at_most(LONGEST_LINE)])
    options_ru = TextAreaField(mark("Answers to choose from"), [at_most(LONGEST_LINE * MOST_OPTIONS)])
    options_en = TextAreaField(mark("Answers to choose from"), [at_most(LONGEST_LINE * MOST_OPTIONS)])
    n_dots = IntegerField(mark("Dots for each person"), default=USUAL_DOTS)
    k = RadioField(mark("Show the result from how many answers on"), default=str(LEAST_SHOWN[0]))

    def offer(self) -> Any:
        """Offer what can be chosen, in the reader's language."""
        words = {
            LEAST_SHOWN[0]: say("%(n)s answers", n=LEAST_SHOWN[0]),
            LEAST_SHOWN[1]: say("%(n)s answers: where children under fourteen are asked", n=LEAST_SHOWN[1]),
        }
        self.k.choices = [SelectChoice(value=str(n), label=said) for n, said in words.items()]
        return super().offer()

    @property
    def question(self) -> Wording:
        """Return the question."""
        return Wording(ru=self.question_ru.data, en=self.question_en.data)

    @property
    def options(self) -> tuple[Wording, ...]:
        """Return the answers, line by line; where both languages are written, the lines belong together."""
        ru, en = lines_of(self.options_ru.data), lines_of(self.options_en.data)
        n_lines = max(len(ru), len(en))
        ru, en = ru + [""] * (n_lines - len(ru)), en + [""] * (n_lines - len(en))
        return tuple(Wording(ru=one, en=other) for one, other in zip(ru, en, strict=True))

    def check(self, kind: PollKind) -> bool:
        """Complain of what no single field can see; tell whether all is well."""
        if self.question.is_empty:
            self.complain("question_ru", say("Please fill this in, in one language at least."))
        n_ru, n_en = len(lines_of(self.options_ru.data)), len(lines_of(self.options_en.data))
        if kind.has_own_options and n_ru and n_en and n_ru != n_en:
            self.complain(
                "options_ru",
                say(
                    "There are %(ru)s lines in Russian and %(en)s in English: each answer needs both.", ru=n_ru, en=n_en
                ),
            )
        return not self.errors


class InvitedForm(StoryForm):
    """How many are asked, corrected."""

    n_invited = IntegerField(mark("How many people are asked"), [between(1, MOST_INVITED)])
