"""A form as the sheets of an XLSForm (https://xlsform.org), for KoboToolbox, ODK and whatever else reads them.

A wheel and a triad, which XLSForm does not know, are written as groups of numbers; the column `storyapp` says what
they are, so that they come back whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.answers import WHOLE, slots, steps
from storyapp.rules.questionnaire.asked import UNSAID, Asked, Condition, Questionnaire, Section, Test
from storyapp.rules.questionnaire.repeats import Repeats
from storyapp.rules.wording import LANGUAGES, Wording, wording_of

SPOKEN = {"ru": "Russian (ru)", "en": "English (en)"}
DECLINED = "declined"
BEGIN, END = "begin_group", "end_group"
BEGIN_REPEAT, END_REPEAT = "begin_repeat", "end_repeat"
TO = " → "  # from the first of two moments to the second
USUAL_MOMENTS = (Wording(ru="раньше", en="before"), Wording(ru="сейчас", en="now"))
PLAIN = {
    QuestionKind.SHORT_TEXT: "text", QuestionKind.LONG_TEXT: "text", QuestionKind.NUMBER: "decimal",
    QuestionKind.MONTH: "date", QuestionKind.ONE_OF: "select_one", QuestionKind.SCALE: "select_one",
    QuestionKind.SEVERAL_OF: "select_multiple", QuestionKind.SLIDER: "range",
}  # fmt: skip
LOOKS = {QuestionKind.LONG_TEXT: "multiline", QuestionKind.MONTH: "month-year", QuestionKind.SCALE: "likert"}
TEXTS = ("label", "hint", "short_words")
SURVEY = (
    "type", "name", *(f"{text}::{SPOKEN[code]}" for text in TEXTS for code in LANGUAGES), "required", "relevant",
    "constraint", "appearance", "parameters", "repeat_count", "family", "storyapp",
)  # fmt: skip
CHOICES = ("list_name", "name", *(f"label::{SPOKEN[code]}" for code in LANGUAGES))
DECLINING = Wording(ru="Не хочу отвечать", en="I do not want to answer")
Row = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """The three sheets as rows of named cells."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: list[Row] = field(default_factory=list)


def sheets_of(form: Questionnaire, *, title: str, form_id: str, version: str, language: str) -> Sheets:
    """Write a form as sheets; `language` is the one that a phone shows first."""
    settings = {
        "form_title": title, "form_id": xml_name(form_id), "version": version, "default_language": SPOKEN[language],
    }  # fmt: skip
    sheets = Sheets(settings=[settings])
    for code in ["", *(section.code for section in form.sections)]:
        questions = [question for question in form.questions if question.section == code]
        section = form.section(code)
        if questions:
            sheets.survey.extend(_section_rows(form, section, questions, sheets.choices))
    return sheets


def xml_name(code: str) -> str:
    """Return a code as XForms lets a thing be called: it may not begin with a digit."""
    return code if re.match(r"[a-z_]", code, re.I) else f"q-{code}"


def relevant_of(form: Questionnaire, condition: Condition | None) -> str:
    """Return a condition in the words of XLSForm."""
    source = form.by_code.get(condition.question) if condition is not None else None
    if condition is None or source is None:
        return ""
    one = f"${{{xml_name(source.code)}}}"
    if condition.test is Test.ANSWERED:
        return f"{one} != ''"
    if condition.test.wants_number:
        sign = ">=" if condition.test is Test.AT_LEAST else "<="
        return f"{one} {sign} {condition.values[0]}"
    is_several = source.kind is QuestionKind.SEVERAL_OF
    said = [f"selected({one}, '{value}')" if is_several else f"{one} = '{value}'" for value in condition.values]
    any_of = " or ".join(said)
    return any_of if condition.test is Test.ANY_OF else f"not({any_of})"


def _section_rows(
    form: Questionnaire, section: Section | None, questions: Sequence[Asked], choices: list[Row]
) -> Iterator[Row]:
    if section is not None:
        yield {
            "type": BEGIN, "name": f"section-{section.code}", **_spoken("label", section.title, "–"),
            "relevant": relevant_of(form, section.condition), **_often(section.repeats),
        }  # fmt: skip
        if section.repeats is not None and section.repeats.is_pair:
            yield _moments(section.code, section.repeats)
        if not section.lead.is_empty:
            yield {"type": "note", "name": f"lead-{section.code}", **_spoken("label", section.lead)}
    for question in questions:
        yield from _question_rows(form, question, choices)
    if section is not None:
        yield {"type": END_REPEAT if section.repeats else END}


def _often(repeats: Repeats | None) -> Row:
    """Write how often a section is asked; a phone lets add one more for as long as there is one."""
    if repeats is None:
        return {}
    if repeats.is_pair:
        return {"type": BEGIN_REPEAT, "repeat_count": str(repeats.most), "storyapp": "pair"}
    return {"type": BEGIN_REPEAT, "storyapp": f"repeat most={repeats.most}"}


def _moments(code: str, repeats: Repeats) -> Row:
    """Say on the phone about which moment each of the two times is."""
    is_own = not all(one.is_empty for one in repeats.moments)
    before, now = (
        own if not own.is_empty else usual for own, usual in zip(repeats.moments, USUAL_MOMENTS, strict=True)
    )
    words = Wording(**{tongue: f"{before.say(tongue)}{TO}{now.say(tongue)}" for tongue in LANGUAGES})
    return {
        "type": "note", "name": f"moments-{code}", **_spoken("label", words),
        "storyapp": "moments" if is_own else "moments usual",
    }  # fmt: skip


def _question_rows(form: Questionnaire, question: Asked, choices: list[Row]) -> Iterator[Row]:
    row = {
        "name": xml_name(question.code), **_spoken("label", question.wording), **_spoken("hint", question.hint),
        **_spoken("short_words", question.easy), "relevant": relevant_of(form, question.condition),
        "family": question.family.value,
    }  # fmt: skip
    if question.kind in {QuestionKind.TRIAD, QuestionKind.WHEEL}:
        _write_list(question, choices)
        yield row | {"type": BEGIN, "appearance": "field-list", "storyapp": _named(question)}
        yield from _parts(question)
        yield {"type": END}
        return
    row |= {"appearance": LOOKS.get(question.kind, ""), "type": PLAIN[question.kind], **_limits(question)}
    if question.options and not question.is_our_own:
        _write_list(question, choices)
    if question.kind.has_options:
        row["type"] += f" {xml_name(question.code)}"
    if question.is_required and question.kind.has_options:
        row["required"] = "yes"
    yield row


def _write_list(question: Asked, choices: list[Row]) -> None:
    options: list[Mapping[str, Any]] = list(question.options)
    if question.is_required and question.kind.has_options:
        options.append({"code": DECLINED, **DECLINING.as_dict()})
    for option in options:
        row = {"list_name": xml_name(question.code), "name": str(option["code"])}
        choices.append(row | _spoken("label", wording_of(option)))


def _limits(question: Asked) -> Row:
    if question.kind is QuestionKind.SLIDER:
        return {"parameters": f"start=0 end={WHOLE} step=1", "storyapp": "slider"}
    least, most = question.settings.get("least"), question.settings.get("most")
    if question.kind is QuestionKind.MONTH:
        return {"constraint": f". >= date('{int(least)}-01-01')"} if least else {}
    if question.kind is not QuestionKind.NUMBER:
        return {}
    said = [f". {sign} {limit}" for sign, limit in ((">=", least), ("<=", most)) if limit is not None]
    return {"constraint": " and ".join(said)}


def _named(question: Asked) -> str:
    if question.kind is QuestionKind.TRIAD:
        return "triad"
    words = ["wheel", f"most={steps(question)}"]
    words += ["two_times"] if question.settings.get("two_times", True) else []
    return " ".join(words + (["two_raters"] if question.settings.get("two_raters") else []))


def _parts(question: Asked) -> Iterator[Row]:
    names = {str(option["code"]): wording_of(option) for option in question.options}
    base = xml_name(question.code)
    if question.kind is QuestionKind.TRIAD:
        parts = [f"{base}.{code}" for code in question.codes]
        together = " + ".join(f"${{{part}}}" for part in parts[:-1])
        for n, (code, part) in enumerate(zip(question.codes, parts, strict=True)):
            rule = f". >= 0 and . <= {WHOLE}" + (f" and . + {together} = {WHOLE}" if n == len(parts) - 1 else "")
            yield {"type": "integer", "name": part, **_spoken("label", names[code]), "constraint": rule}
        return
    for rater, code, moment in slots(question):
        words = Wording(
            ru=f"{names[code].say('ru')}{MOMENTS['ru'][moment]}{RATERS['ru'][rater]}",
            en=f"{names[code].say('en')}{MOMENTS['en'][moment]}{RATERS['en'][rater]}",
        )
        yield {
            "type": "integer", "name": f"{base}.{code}.{moment}.{rater}", **_spoken("label", words),
            "constraint": f". >= 1 and . <= {steps(question)}",
        }  # fmt: skip


MOMENTS = {"ru": {"then": ", раньше", "now": ", сейчас"}, "en": {"then": ", before", "now": ", now"}}
RATERS = {"ru": {"teller": "", "worker": " (специалист)"}, "en": {"teller": "", "worker": " (worker)"}}


def _spoken(text: str, words: Wording, otherwise: str = "") -> Row:
    """Write a wording in the columns of its languages; a label stands in both, since XLSForm wants it so."""
    if words.is_empty and not otherwise:
        return {}
    fill = text == "label"
    return {
        f"{text}::{SPOKEN[code]}": (words.say(code) if fill else getattr(words, code)) or otherwise
        for code in LANGUAGES
    }


ELICITING = (
    ("range", Wording(ru="Что изменилось за последнее время, к лучшему или к худшему?", en="What has changed lately, for better or worse?")),
    ("happened", Wording(ru="Что произошло? Как было раньше и как стало?", en="What happened? How was it before, and how is it now?")),
    ("matters", Wording(ru="Почему это важно?", en="Why does this matter?")),
)  # fmt: skip


def with_the_story(form: Questionnaire) -> Questionnaire:
    """Return a form that also asks for the story itself where the programme has left our words as they are."""
    ours = [
        Asked(code=code, family=QuestionFamily.ELICIT, kind=QuestionKind.LONG_TEXT, wording=words, hint=UNSAID)
        for code, words in ELICITING
        if code not in form.by_code
    ]
    return Questionnaire(sections=form.sections, questions=(*ours, *form.questions))
