"""Tables of one's own choice, each number leading to its stories, and what goes with a result."""

from typing import Any

from flask import request, url_for
from markupsafe import Markup

from storyapp.formats.pictures import picture
from storyapp.rules.disclosure import Cell, Mark
from storyapp.rules.factors import Verdict
from storyapp.rules.report import Figure, FigureKind, Series, Table
from storyapp.services.patterns import Choice, Crossed, Grouping, Patterns
from storyapp.services.reports.pages import code_words
from storyapp.web.common import here
from storyapp.web.common.surroundings import crumb
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.answers import place_names
from storyapp.web.evaluator.pages import page
from storyapp.words.dates import number, percent
from storyapp.words.speech import language, mark, quoted, say, say_plural

CHOICES = {
    "direction": mark("Which way it went"), "age_band": mark("Age"), "teller_role": mark("Who tells"),
    "mode": mark("How the story was collected"), "language": mark("Language"), "domain": mark("Domain"),
    "period": mark("Period"), "theme": mark("Theme"), "result": mark("Result"),
}  # fmt: skip
VERDICTS = {
    Verdict.TOO_FEW: mark("too few to say"),
    Verdict.NO_SIGN: mark("no sign of a difference"),
    Verdict.MORE_OFTEN: mark("goes with it more often than chance would"),
    Verdict.LESS_OFTEN: mark("goes with it less often than chance would"),
}
MOST_COLUMNS = 6  # have room beside each other in the picture


@blueprint.get("/p/<programme>/patterns")
def patterns(programme: str) -> str:
    """Show a table of the reader's own choice, and what goes with a result."""
    seen = Patterns(here.programme())
    down, across = seen.choices(), seen.choices(single_only=True)
    rows, columns = _chosen(down, "rows", "teller_role"), _chosen(across, "columns", "period")
    results = seen.results()
    by = _chosen(down, "by", "age_band")
    result = next((one for one in results if str(one.id) == request.args.get("result", "")), None)
    return page(
        "patterns", tab="patterns", k=seen.numbers.k, is_empty=not seen.counted,
        table=_table(seen, seen.crossed(rows, columns)) if seen.counted else None,
        factors=_factors(seen, result, by) if result is not None and seen.counted else None,
        picks=[("rows", say("Rows"), "", _words(down), rows.key), ("columns", say("Columns"), "", _words(across), columns.key)],
        factor_picks=[
            ("result", say("Result"), say("Choose a result"), [(str(one.id), one.general.say(language())) for one in results], str(result.id) if result else ""),
            ("by", say("By what"), "", [pair for pair in _words(down) if pair[0] != "result"], by.key),
        ],
    )  # fmt: skip


@blueprint.get("/p/<programme>/patterns/stories")
def pattern_stories(programme: str) -> str:
    """List the stories of one number of a table."""
    seen = Patterns(here.programme())
    rows, columns = _chosen(seen.choices(), "rows", ""), _chosen(seen.choices(single_only=True), "columns", "")
    crossed = seen.crossed(rows, columns)
    row, column = request.args.get("row", ""), request.args.get("column", "")
    stories = seen.stories_of(crossed, row, column)
    crumb(say("Patterns"), url_for("evaluator.patterns", programme=programme, rows=rows.key, columns=columns.key))
    return page(
        "pattern_stories", tab="patterns", stories=stories,
        words="" if stories is None else f"{_name(crossed.rows, row)} · {_name(crossed.columns, column)}",
    )  # fmt: skip


def _chosen(choices: list[Choice], name: str, otherwise: str) -> Choice:
    wanted = request.args.get(name, otherwise)
    first = next((one for one in choices if one.key == otherwise), choices[0])
    return next((one for one in choices if one.key == wanted), first)


def _words(choices: list[Choice]) -> list[tuple[str, str]]:
    return [(one.key, _choice_words(one)) for one in choices]


def _choice_words(one: Choice) -> str:
    return one.question.wording.say(language()) if one.question is not None else say(CHOICES[one.key])


def _name(grouping: Grouping, code: str) -> str:
    if grouping.choice.question is not None:
        return place_names(grouping.choice.question).get(code, code)
    if code in grouping.names:
        return str(grouping.names[code].say(language()))
    return code_words(grouping.choice.key, code)


def _table(seen: Patterns, crossed: Crossed) -> dict[str, Any]:
    """Return head, rows with links, the picture and the sentences of a table."""
    table, columns = crossed.table, crossed.table.columns
    has_margin = crossed.rows.choice.is_single
    heads = [_choice_words(crossed.rows.choice), *(_name(crossed.columns, one) for one in columns)]
    rows = [
        [{"text": _name(crossed.rows, row), "as_written": True}, *(_linked(seen, crossed, row, column) for column in columns)]
        for row in table.rows
    ]  # fmt: skip
    below = [say("All"), *(_printed(cell, seen) for cell in crossed.bases[: len(columns)])]
    caption = say("%(rows)s by %(columns)s", rows=heads[0], columns=_choice_words(crossed.columns.choice))
    return {
        "caption": caption, "head": [heads[0], *({"text": head, "number": True} for head in heads[1:])],
        "rows": [*rows, below], "svg": _picture(seen, crossed, caption), "sentences": _sentences(seen, crossed),
        "left_out": seen.numbers.one("patterns-unknown", crossed.n_unknown, len(seen.counted)) if crossed.n_unknown else 0,
        "adds_up": has_margin,
    }  # fmt: skip


def _linked(seen: Patterns, crossed: Crossed, row: str, column: str) -> Any:
    cell = crossed.table.cell(row, column)
    if cell.mark is not Mark.SHOWN or not cell.value:
        return _printed(cell, seen)
    asked: dict[str, Any] = {
        "rows": crossed.rows.choice.key,
        "columns": crossed.columns.choice.key,
        "row": row,
        "column": column,
    }
    url = url_for("evaluator.pattern_stories", programme=here.programme().slug, **asked)
    share = seen.numbers.share(cell, crossed.bases[crossed.table.columns.index(column)])
    text = number(cell.value) + (f" ({percent(share)})" if isinstance(share, float) else "")
    return {"text": text, "url": url}


def _printed(cell: Cell, seen: Patterns) -> str:
    said = seen.numbers.say(cell)
    return number(said) if isinstance(said, int) else said


def _picture(seen: Patterns, crossed: Crossed, caption: str) -> Markup | None:
    table = crossed.table
    if not table.rows or not any(table.cell(row, column).value for row in table.rows for column in table.columns):
        return None
    drawn = table.columns[:MOST_COLUMNS]
    series = tuple(
        Series(
            name=_name(crossed.columns, column), values=tuple(table.cell(row, column).value for row in table.rows),
            shown=tuple("" if table.cell(row, column).value is not None else _printed(table.cell(row, column), seen) for row in table.rows),
        )
        for column in drawn
    )  # fmt: skip
    figure = Figure(
        code="patterns", caption=caption, kind=FigureKind.HEAT, series=series, own_words=True,
        labels=tuple(_name(crossed.rows, row) for row in table.rows),
        twin=Table(code="patterns-twin", caption=caption, head=(caption,)),
        reading=say("The darker a field, the more stories. The table says the same in numbers."),
    )  # fmt: skip
    return Markup(picture(figure, language=language(), width=max(420, 150 + 90 * len(drawn))))  # noqa: S704 - drawn by us, escaped


def _sentences(seen: Patterns, crossed: Crossed) -> list[str]:
    """Say for each column what stands in it most often, as far as numbers may be told."""
    found = []
    for place, column in enumerate(crossed.table.columns):
        shown = [(crossed.table.cell(row, column).value or 0, row) for row in crossed.table.rows]
        most, row = max(shown, default=(0, ""))
        base = crossed.bases[place].value
        if most and base:
            found.append(
                say("%(column)s: most often %(row)s, in %(n)s of %(all)s stories.", column=_name(crossed.columns, column), row=quoted(_name(crossed.rows, row)), n=number(most), all=number(base))
            )  # fmt: skip
    return found


def _factors(seen: Patterns, result: Any, by: Choice) -> dict[str, Any]:
    grouping, factors, table = seen.factors(result.id, by)
    rows = []
    for one in factors:
        cell, total = table.cell(one.group, "for"), table.cell(one.group)
        share = seen.numbers.share(cell, total)
        sure = (
            f"{percent(share)} ({percent(one.interval.low)}–{percent(one.interval.high)})"
            if isinstance(share, float) and one.interval is not None
            else "–"
        )
        verdict = say(VERDICTS[one.verdict if isinstance(share, float) else Verdict.TOO_FEW])
        rows.append(
            [
                {"text": _name(grouping, one.group), "as_written": True},
                _printed(total, seen),
                _printed(cell, seen),
                sure,
                verdict,
            ]
        )
    heads = [
        _choice_words(by),
        say("Stories"),
        say("Speak for it"),
        say("Share, and how sure it is"),
        say("Beside all others"),
    ]
    return {
        "caption": say("What goes with “%(result)s”", result=result.general.say(language())), "rows": rows,
        "head": [heads[0], *({"text": head, "number": True} for head in heads[1:4]), heads[4]],
        "n": say_plural("%(num)d group was compared.", "%(num)d groups were compared.", len(factors)),
    }  # fmt: skip
