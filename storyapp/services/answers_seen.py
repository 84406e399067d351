"""What tellers answered to the form's own questions: all of it together, and one story's."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from storyapp.data.queries import answers as queries
from storyapp.data.queries import lasting as lasting_queries
from storyapp.data.queries import questionnaires as rows
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.disclosure import EXACT, protect_counts, threshold, youngest_of
from storyapp.rules.lasting import UNSAID, Lasted
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.questionnaire.figures import (
    LATER,
    ORDERED,
    Counted,
    Rated,
    counted,
    counted_once,
    moved,
    rated,
    rated_once,
)
from storyapp.rules.questionnaire.unfolding import unfolded
from storyapp.rules.questionnaire.versions import Numbered, Phase, options_ever, phases_of
from storyapp.rules.wording import Wording
from storyapp.services import form_versions, lasting, questionnaires
from storyapp.services.questionnaires import asked_of
from storyapp.words.labels import label
from storyapp.words.speech import say, say_plural

BEFORE, NOW = 0, 1  # occasions of a section that is asked about two moments
ByStory = dict[int, dict[int, Any]]  # story → occasion → answer
LISTS = frozenset({QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF})


@dataclass(frozen=True, kw_only=True)
class AnswersSeen:
    """One question and what its answers add up to; `phases` where it was worded in more than one way."""

    question: Asked
    counted: Counted | None = None
    rated: Rated | None = None
    phases: tuple[Phase, ...] = ()
    is_change: bool = False  # what is counted is how answers moved between two moments
    is_repeated: bool = False  # what is counted is stories, whichever of their answers it was


@dataclass(frozen=True, kw_only=True)
class AllAnswers:
    """Every question that anybody answered, in the form's order, and below which number nothing is shown."""

    questions: tuple[AnswersSeen, ...]
    k: int


def all_answers(programme: Programme, *, is_exact: bool = False) -> AllAnswers:
    """Count the answers of all stories that may be counted; test stories are none of them.

    Small numbers are hidden, except where exact ones were asked for.

    Versions of the form are joined by the identity of a question, not by its words.
    """
    values: dict[int, ByStory] = defaultdict(lambda: defaultdict(dict))
    for one in queries.answers_counted(programme):
        values[one.question_id][one.story_id][one.occasion] = one.value
    _add_later(programme, values)
    ages = queries.ages_counted(programme)
    k = EXACT if is_exact else threshold(None if None in ages else youngest_of(age for age in ages if age is not None))
    versions = form_versions.numbered(programme)
    questions = _questions(programme, values.keys(), versions)
    seen = (seen for one in questions for seen in _seen(one, values[one.id], versions, k=k))
    return AllAnswers(questions=(*_lasting(programme, k=k), *seen), k=k)


def _add_later(programme: Programme, values: Mapping[int, ByStory]) -> None:
    """Lay beside a wheel what the same teller rated when asked again after months."""
    for said in lasting_queries.answers_of(programme):
        for question_id, areas in said.ratings.items():
            by = values.get(int(question_id), {}).get(said.story_id, {})
            if BEFORE in by and len(by) == 1:
                by[BEFORE] = {**by[BEFORE], LATER: {"teller": areas}}


def _lasting(programme: Programme, *, k: int) -> Iterator[AnswersSeen]:
    """Count whether it has lasted, with those who did not come back, where tellers are asked again."""
    found = lasting.counted(programme)
    if not found.n_asked or found.counts is None:
        return
    asked = say_plural("Asked again after %(num)d month: is it still so?", "Asked again after %(num)d months: is it still so?", found.months)  # fmt: skip
    words = {**{one.value: label(one) for one in Lasted}, UNSAID: say("Did not come back to say")}
    question = Asked(
        code="lasting", family=QuestionFamily.STORY, kind=QuestionKind.ONE_OF, wording=Wording(ru=asked, en=asked),
        options=tuple({"code": code, "ru": said, "en": said} for code, said in words.items()),
    )  # fmt: skip
    table = protect_counts(tuple(found.counts), tuple(found.counts.values()), k=k)
    cells = Counted(codes=tuple(found.counts), cells=table.cells[0][:-1], n=table.cells[0][-1])
    yield AnswersSeen(question=question, counted=cells)


def answers_of(story: Story) -> list[tuple[Asked, Any]]:
    """Return what one teller answered, in the words and the order in which it was asked, each time by itself."""
    values = queries.answers_of_story(story.id)
    form = form_versions.form_of_version(story.form_version_id) if values else None
    asked = [one for one in unfolded(form).questions if (one.id, one.occasion) in values] if form is not None else []
    others = values.keys() - {(one.id, one.occasion) for one in asked}
    known = {row.id: asked_of(row) for row in rows.questions_by_id({one for one, _ in others})} if others else {}
    asked += [replace(known[one], occasion=occasion) for one, occasion in sorted(others)]
    return [(question, values[question.id, question.occasion]) for question in asked]


def _questions(programme: Programme, answered: Set[int], versions: Numbered) -> list[Asked]:
    """Return the questions answered, each as it is asked now, or as it was asked last."""
    forms = [form for _, form in reversed(versions)]
    known: dict[int, Asked] = {}
    for form in (*forms, questionnaires.written_form(programme)):
        for question in form.questions:
            section = form.section(question.section)
            known.setdefault(question.id, replace(question, repeats=section.repeats if section else None))
    missing = answered - known.keys()
    known |= {row.id: asked_of(row) for row in rows.questions_by_id(missing)} if missing else {}
    return [
        replace(one, options=options_ever(one.options, one.id, forms)) if one.kind in LISTS else one
        for one in known.values()
        if one.id in answered
    ]


def _seen(question: Asked, stories: ByStory, versions: Numbered, *, k: int) -> Iterator[AnswersSeen]:
    phases = phases_of(question.id, versions)
    phases = phases if len(phases) > 1 else ()
    if question.repeats is not None and question.repeats.is_pair:
        yield from _two_moments(question, stories, phases, k=k)
    elif question.repeats is not None or any(occasion for by in stories.values() for occasion in by):
        yield _every_time(replace(question, repeats=None), [list(by.values()) for by in stories.values()], phases, k=k)
    else:
        yield _once(question, [value for by in stories.values() for value in by.values()], phases, k=k)


def _once(question: Asked, values: list[Any], phases: tuple[Phase, ...], *, k: int) -> AnswersSeen:
    if question.kind is QuestionKind.WHEEL:
        return AnswersSeen(question=question, rated=rated(question, values, k=k), phases=phases)
    return AnswersSeen(question=question, counted=counted(question, values, k=k), phases=phases)


def _every_time(question: Asked, stories: list[list[Any]], phases: tuple[Phase, ...], *, k: int) -> AnswersSeen:
    if question.kind is QuestionKind.WHEEL:
        found = rated_once(question, stories, k=k)
        return AnswersSeen(question=question, rated=found, phases=phases, is_repeated=True)
    return AnswersSeen(question=question, counted=counted_once(question, stories, k=k), phases=phases, is_repeated=True)


def _two_moments(question: Asked, stories: ByStory, phases: tuple[Phase, ...], *, k: int) -> Iterator[AnswersSeen]:
    """Count each moment by itself, then how answers moved where they can be put in order."""
    for occasion in (BEFORE, NOW):
        values = [by[occasion] for by in stories.values() if occasion in by]
        if values:
            yield _once(replace(question, occasion=occasion), values, phases if occasion == BEFORE else (), k=k)
    pairs = [(by[BEFORE], by[NOW]) for by in stories.values() if BEFORE in by and NOW in by]
    if question.kind in ORDERED and pairs:
        yield AnswersSeen(question=replace(question, repeats=None), counted=moved(question, pairs, k=k), is_change=True)
