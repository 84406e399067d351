"""Answers to the form's own questions, drawn and as tables, small numbers hidden."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, url_for
from markupsafe import Markup

from storyapp.formats.answer_pictures import Bubble, Heard, Ring, triad_picture, wheel_picture
from storyapp.formats.pictures import picture
from storyapp.formats.write_csv import table_as_csv
from storyapp.rules.disclosure import Cell, Mark, in_steps
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import steps
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.questionnaire.figures import LATER, REGIONS, SLIDER_BANDS, Counted, Rated
from storyapp.rules.questionnaire.versions import Phase
from storyapp.rules.report import ColumnKind, Figure, FigureKind, Series, Table
from storyapp.services import answers_seen
from storyapp.services.answers_seen import AnswersSeen
from storyapp.web.common import here
from storyapp.web.common.answer_pictures import ring_name
from storyapp.web.common.exact import exact_on
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page
from storyapp.words.answers import asked_words, names_of
from storyapp.words.counts import count_words
from storyapp.words.dates import number
from storyapp.words.speech import language, mark, say

PLACES = {  # where the middle of each region of a triangle lies
    "0": (80, 10, 10), "1": (10, 80, 10), "2": (10, 10, 80), "01": (45, 45, 10), "02": (45, 10, 45),
    "12": (10, 45, 45), "012": (34, 33, 33),
}  # fmt: skip
CHANGES = {"lower": mark("lower than at first"), "same": mark("the same"), "higher": mark("higher than at first")}
BANDS = (
    mark("close to “%(low)s”"), mark("rather “%(low)s”"), mark("in the middle"), mark("rather “%(high)s”"),
    mark("close to “%(high)s”"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Worded:
    """How a question was worded for a while: in which versions of the form, and with which answers."""

    versions: str
    wording: str
    options: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One question as the page shows it."""

    question: Asked
    svg: Markup
    table: Table
    reading: str
    phases: tuple[Worded, ...] = ()


@blueprint.get("/p/<programme>/answers")
def answers(programme: str) -> str:
    """Show what tellers answered."""
    exact = exact_on("answers")
    seen = answers_seen.all_answers(here.programme(), is_exact=exact.is_on)
    return page(
        "answers", tab="answers", exact=exact, shown=[_shown(one, seen.k) for one in seen.questions], k=seen.k,
        csv_url=url_for("evaluator.answers_as_csv", programme=programme),
    )  # fmt: skip


@blueprint.get("/p/<programme>/answers/csv")
def answers_as_csv(programme: str) -> Response:
    """Give the same tables as one sheet, small numbers hidden in it too."""
    seen = answers_seen.all_answers(here.programme())
    rows = [
        (shown.question.code, shown.table.caption, *_long(shown.table, row, place))
        for shown in (_shown(one, seen.k) for one in seen.questions)
        for row in shown.table.rows
        for place in range(1, len(row))
    ]
    table = Table(
        code="answers", caption=say("Answers"), rows=tuple(rows),
        head=(say("Code"), say("Question"), say("Answer"), say("Counted"), say("Stories")),
    )  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="answers.csv"'}
    return Response(table_as_csv(table, language()), mimetype="text/csv", headers=headers)


def _long(table: Table, row: Any, place: int) -> tuple[Any, ...]:
    return row[0], table.head[place], row[place]


def _shown(seen: AnswersSeen, k: int) -> Shown:
    if seen.counted is not None:
        cells = tuple(in_steps(cell, k=k) for cell in seen.counted.cells)
        seen = replace(seen, counted=replace(seen.counted, cells=cells, n=in_steps(seen.counted.n, k=k)))
    if seen.rated is not None:
        seen = replace(seen, rated=replace(seen.rated, n=in_steps(seen.rated.n, k=k)))
    return replace(_drawn(seen, k), phases=tuple(_worded(phase) for phase in seen.phases))


def _worded(phase: Phase) -> Worded:
    one = say("Version %(n)s", n=phase.first)
    return Worded(
        versions=one if phase.first == phase.last else say("Versions %(first)s–%(last)s", first=phase.first, last=phase.last),
        wording=phase.wording.say(language()), options=", ".join(option.say(language()) for option in phase.options),
    )  # fmt: skip


def _drawn(seen: AnswersSeen, k: int) -> Shown:
    if seen.rated is not None:
        return _wheel(seen, seen.rated, k)
    assert seen.counted is not None
    names = (
        [say(CHANGES[code]) for code in seen.counted.codes] if seen.is_change else _names(seen.question, seen.counted)
    )
    table = Table(
        code=f"answers-{_code(seen)}-table", caption=_caption(seen),
        head=(say("Answer"), say("Stories")),
        rows=tuple((name, count_words(cell, k)) for name, cell in zip(names, seen.counted.cells, strict=True)),
        kinds=(ColumnKind.TEXT if seen.is_change else ColumnKind.OWN_WORDS, ColumnKind.TEXT),
    )  # fmt: skip
    reading = say("Answered in %(n)s stories.", n=count_words(seen.counted.n, k))
    if seen.counted.middle is not None:
        reading += " " + say("Half of them said %(n)s or less.", n=number(seen.counted.middle))
    if seen.is_repeated:
        reading += " " + say("Some were asked it several times; a story counts once for each answer.")
    draw = _triad if seen.question.kind is QuestionKind.TRIAD else _bars
    svg = Markup(draw(_code(seen), seen.question, seen.counted, names, table, reading, k))  # noqa: S704 - drawn by us, escaped
    return Shown(question=seen.question, svg=svg, table=table, reading=reading)


def _code(seen: AnswersSeen) -> str:
    code = seen.question.code
    if seen.is_change:
        return f"{code}-change"
    return f"{code}-now" if seen.question.repeats is not None and seen.question.occasion else code


def _caption(seen: AnswersSeen) -> str:
    if seen.is_change:
        return say("%(question)s – from the first moment to the second", question=seen.question.wording.say(language()))
    return asked_words(seen.question)


def _names(question: Asked, seen: Counted) -> list[str]:
    names = place_names(question)
    return [names.get(code, code) for code in seen.codes]


def place_names(question: Asked) -> dict[str, str]:
    """Return what the answers to a question are called, or the places on a line or in a triangle where they lie."""
    own = names_of(question)
    if question.kind is QuestionKind.TRIAD:
        return {code: _region(list(own.values()), code) for code in REGIONS}
    if question.kind is QuestionKind.SLIDER:
        low, high = own.values()
        pairs = zip(BANDS, SLIDER_BANDS, strict=True)
        return {f"{first}-{last}": say(words, low=low, high=high) for words, (first, last) in pairs}
    return own


def _region(poles: list[str], code: str) -> str:
    if code == "012":
        return say("all three alike")
    near = [poles[int(n)] for n in code]
    if len(near) == 1:
        return say("mostly “%(pole)s”", pole=near[0])
    return say("between “%(one)s” and “%(other)s”", one=near[0], other=near[1])


def _bars(code: str, question: Asked, seen: Counted, names: list[str], table: Table, reading: str, k: int) -> str:
    figure = Figure(
        code=f"answers-{code}", caption=table.caption, kind=FigureKind.BARS, labels=tuple(names),
        series=(Series(name=say("Stories"), values=tuple(cell.value for cell in seen.cells), shown=tuple(count_words(cell, k) for cell in seen.cells)),), twin=table,
        reading=reading, own_words=True,
    )  # fmt: skip
    return picture(figure, language=language())


def _triad(code: str, question: Asked, seen: Counted, names: list[str], table: Table, reading: str, k: int) -> str:
    most = max((cell.value or 0 for cell in seen.cells), default=0) or 1
    bubbles = [
        Bubble(shares=PLACES[code], size=((cell.value or 1) / most) ** 0.5, said=_in_circle(cell, k))
        for code, cell in zip(seen.codes, seen.cells, strict=True)
        if cell.mark is not Mark.SHOWN or cell.value  # all but nobody
    ]
    said = "; ".join(f"{name}: {count_words(cell, k)}" for name, cell in zip(names, seen.cells, strict=True))
    heard = Heard(code=f"answers-{code}", title=table.caption, description=f"{reading} {said}")
    return triad_picture(list(names_of(question).values()), bubbles, heard, width=420)


def _wheel(answers: AnswersSeen, seen: Rated, k: int) -> Shown:
    question, code = answers.question, _code(answers)
    names = list(names_of(question).values())
    heads = [ring_name(question, moment, rater) for moment, rater in seen.rings]
    caption = _caption(answers)
    table = Table(
        code=f"answers-{code}-table", caption=caption, head=(say("Area"), *heads),
        rows=tuple(
            (name, *(number(ring[n]) if ring[n] is not None else "–" for ring in seen.means))
            for n, name in enumerate(names)
        ),
        kinds=(ColumnKind.OWN_WORDS, *(ColumnKind.TEXT for _ in heads)),
    )  # fmt: skip
    reading = say("Answered in %(n)s stories. The picture shows means.", n=count_words(seen.n, k))
    if any(moment == LATER for moment, _ in seen.rings):
        reading += " " + say("“Asked again later” is of those alone who came back with their code; the others are missing there.")  # fmt: skip
    rings = [Ring(name=head, values=means) for head, means in zip(heads, seen.means, strict=True)]
    said = "; ".join(": ".join([str(row[0]), ", ".join(f"{h} {v}" for h, v in zip(heads, row[1:], strict=True))]) for row in table.rows)  # fmt: skip
    heard = Heard(code=f"answers-{code}", title=caption, description=f"{reading} {said}")
    svg = Markup(wheel_picture(names, rings, heard, most=steps(question)))  # noqa: S704 - drawn by us, escaped
    return Shown(question=question, svg=svg, table=table, reading=reading)


def _in_circle(cell: Cell, k: int) -> str:
    if cell.mark is Mark.SHOWN:
        return number(cell.value)
    if cell.mark is Mark.FROM:
        return f"{number(cell.value)}+"
    return f"<{k}" if cell.mark is Mark.FEWER else "–"
