"""What one edits of a question: only what its kind needs."""

from collections.abc import Mapping
from typing import Any

from wtforms.fields import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_fields import fold
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.answers import WHEEL_STEPS, number_of
from storyapp.rules.questionnaire.asked import Asked, Condition, Questionnaire, Test, condition_of
from storyapp.rules.wording import wording_of
from storyapp.services import questionnaires, setup_lists
from storyapp.services.setup_lists import Place
from storyapp.web.admin.parts import Part, both, choice, code, option_lines, tick
from storyapp.words.answers import option_words
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

OPTIONS = {
    QuestionKind.ONE_OF: (mark("Answers to choose from"), 6),
    QuestionKind.SEVERAL_OF: (mark("Answers to choose from"), 6),
    QuestionKind.SCALE: (mark("Steps of the scale, from low to high"), 6),
    QuestionKind.SLIDER: (mark("The two poles: left, then right"), 2),
    QuestionKind.TRIAD: (mark("The three poles"), 3),
    QuestionKind.WHEEL: (mark("Areas, three to ten"), 6),
}
OPTIONS_HINT = mark("One per line: code | Russian | English. The code may be left out.")
HELPS = option_lines(
    "options", mark("Ways to begin, and examples"),
    hint=mark("One per line: code | Russian | English. Keep the beginning of each code: it tells beginnings from examples."),
)  # fmt: skip
SETTINGS = ("least", "most", "two_times", "two_raters")
PROMPT = both(
    "prompt", mark("To ask on, for those who interview"), is_optional=True, is_long=True, rows=2,
    hint=mark("Stands in the guide and on the page of whoever asks; tellers by themselves do not see it."),
)  # fmt: skip


def parts_of(kind: QuestionKind, question: Asked | None) -> list[Part]:
    """Return what is edited of a question of one kind; a new one may choose its code."""
    parts = [
        choice("family", mark("What it is about"), QuestionFamily),
        both("wording", mark("Question"), is_long=True, rows=2),
        both("hint", mark("Hint under the question"), is_optional=True, is_long=True, rows=2),
    ]
    if question is not None and question.is_our_own:
        return [*parts[1:], HELPS]
    parts.append(
        both("easy", mark("The same in short words, for ages 10 to 13"), is_optional=True, is_long=True, rows=2)
    )
    if kind in OPTIONS:
        words, rows = OPTIONS[kind]
        parts.append(option_lines("options", words, hint=OPTIONS_HINT, rows=rows, is_optional=False))
    parts += _settings(kind)
    parts.append(
        tick("is_required", mark("Ask for an answer"), hint=mark("The teller may still say “I do not want to answer”."))
    )
    parts += [PROMPT, _section(), *condition_parts(question.code if question else "")]
    return parts if question is not None else [*parts, code()]


def shown_of(row: Any) -> dict[str, Any]:
    """Return the values of a question as its parts show them."""
    names = ("family", "wording", "hint", "easy", "options", "is_required", "section_id")
    condition = condition_of(row.condition)
    return {
        **{name: getattr(row, name) for name in names},
        **{name: row.settings.get(name) for name in SETTINGS},
        "two_times": row.settings.get("two_times", True),
        "prompt": wording_of(row.settings.get("prompt")),
        **shown_condition(condition),
    }


def written_of(values: Mapping[str, Any], kind: QuestionKind, form: Questionnaire) -> dict[str, Any]:
    """Return what is stored of what the parts say; raises RuleBroken where the condition is not clear."""
    apart = ("if_question", "if_test", "if_values", "prompt")
    stored = {name: value for name, value in values.items() if name not in (*SETTINGS, *apart)}
    stored["kind"] = kind
    settings = {name: values[name] for name in SETTINGS if values.get(name) is not None}
    least, most = settings.get("least"), settings.get("most")
    if kind is QuestionKind.NUMBER and least is not None and most is not None and least > most:
        raise RuleBroken("form.least-above-most")
    prompt = values.get("prompt")
    if prompt is not None and not prompt.is_empty:
        settings["prompt"] = prompt.as_dict()
    if "if_question" in values:
        stored["settings"] = settings
        stored["condition"] = written_condition(values, form)
    return stored


def condition_parts(but: str) -> list[Part]:
    """Return the parts by which a question or a section depends on an earlier answer."""
    return [_if_question(but), _if_test(), _if_values()]


def shown_condition(condition: Condition | None) -> dict[str, Any]:
    """Return a condition as its parts show it."""
    if condition is None:
        return {"if_question": "", "if_test": Test.ANY_OF, "if_values": ""}
    return {"if_question": condition.question, "if_test": condition.test, "if_values": ", ".join(condition.values)}


def written_condition(values: Mapping[str, Any], form: Questionnaire) -> dict[str, Any] | None:
    """Return the condition that the parts say; answers may be named by their code or by their words."""
    source = form.by_code.get(values["if_question"])
    if source is None:
        return None
    test: Test = values["if_test"]
    pieces = [piece.strip() for piece in values["if_values"].split(",") if piece.strip()]
    if test.wants_codes:
        known = {fold(words): str(o["code"]) for o in source.options for words in (o["code"], o.get("ru", ""), o.get("en", "")) if words}  # fmt: skip
        pieces = [known.get(fold(piece), piece) for piece in pieces]
    return Condition(question=source.code, test=test, values=() if test is Test.ANSWERED else tuple(pieces)).as_dict()


def _settings(kind: QuestionKind) -> list[Part]:
    if kind is QuestionKind.NUMBER:
        return [_number("least", mark("Smallest number")), _number("most", mark("Largest number"))]
    if kind is QuestionKind.MONTH:
        return [_number("least", mark("Earliest year"), hint=mark("Left empty, thirty years back."))]
    if kind is not QuestionKind.WHEEL:
        return []
    return [
        Part(
            name="most", label=mark("Steps of each area"),
            fields=lambda place: {
                "most": SelectField(
                    mark("Steps of each area"),
                    choices=[SelectChoice(value=str(n), label=str(n)) for n in WHEEL_STEPS],
                )
            },
            read=lambda value: {"most": str(value or WHEEL_STEPS[0])},
            write=lambda form: int(form["most"].data),
        ),
        tick("two_times", mark("Rate how it was before as well as now")),
        tick("two_raters", mark("Let the worker rate too, where somebody writes the story down with the teller")),
    ]  # fmt: skip


def _number(name: str, words: str, *, hint: str = mark("May be left empty.")) -> Part:
    def write(form: Any) -> float | int | None:
        text = form[name].data
        number = number_of(text) if text else None
        if text and number is None:
            raise RuleBroken("answer.not-a-number")
        return None if number is None else int(number) if number == int(number) else float(number)

    return Part(
        name=name, label=words, hint=hint, is_optional=True,
        fields=lambda place: {name: StringField(words, [Length(max=20)])},
        read=lambda value: {name: "" if value is None else str(value)}, write=write,
    )  # fmt: skip


def _section() -> Part:
    def choices(place: Place) -> list[SelectChoice]:
        own = [
            SelectChoice(value=str(row.id), label=row.title.say(language()), render_kw={"translate": "no"})
            for row in setup_lists.things(place, "sections")
        ]
        return [SelectChoice(value="", label=say("In no section: asked first")), *own]

    words = mark("Section")
    return Part(
        name="section_id", label=words,
        fields=lambda place: {"section_id": SelectField(words, choices=choices(place))},
        read=lambda value: {"section_id": str(value or "")},
        write=lambda form: int(form["section_id"].data) if form["section_id"].data else None,
    )  # fmt: skip


def _if_question(but: str) -> Part:
    def choices(place: Place) -> list[SelectChoice]:
        form = questionnaires.form_of_place(place.organisation_id, place.programme_id or 0)
        own = [
            SelectChoice(value=q.code, label=_with_answers(q), render_kw={"translate": "no"})
            for q in form.own
            if q.code != but
        ]
        return [SelectChoice(value="", label=say("Everybody is asked")), *own]

    words = mark("Ask only because of an earlier answer")
    return Part(
        name="if_question", label=words, hint=mark("The question must be asked on an earlier page or higher up."),
        fields=lambda place: {"if_question": SelectField(words, choices=choices(place))},
        read=lambda value: {"if_question": value or ""}, write=lambda form: form["if_question"].data,
    )  # fmt: skip


def _with_answers(question: Asked) -> str:
    words = question.wording.say(language())
    if not question.kind.has_options:
        return words
    answers = ", ".join(option_words(option) for option in question.options[:6])
    return f"{words} ({answers}{', …' if len(question.options) > 6 else ''})"


def _if_test() -> Part:
    words = mark("When is it asked?")
    return Part(
        name="if_test", label=words,
        fields=lambda place: {
            "if_test": SelectField(words, choices=[SelectChoice(value=one.name, label=label(one)) for one in Test])
        },
        read=lambda value: {"if_test": value.name}, write=lambda form: Test[form["if_test"].data],
    )  # fmt: skip


def _if_values() -> Part:
    words = mark("Which answers, or which number?")
    return Part(
        name="if_values", label=words, is_optional=True,
        hint=mark("Several answers are separated by commas; their words or their codes will do."),
        fields=lambda place: {"if_values": StringField(words, [Length(max=2000)])},
        read=lambda value: {"if_values": value}, write=lambda form: form["if_values"].data,
    )  # fmt: skip
