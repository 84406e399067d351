"""Intended results: the tree, what speaks against, what nobody intended, what is missing."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from storyapp.formats.tree_picture import Node, tree_picture
from storyapp.rules.disclosure import Cell, in_steps, on_screen
from storyapp.rules.people import AgeBand
from storyapp.rules.results import LinkDirection
from storyapp.services import agreement, instruments, results_seen, themes_seen
from storyapp.services.results_seen import AGE_UNKNOWN, SILENT, WAYS, ResultPage, ResultSeen, Tree
from storyapp.web.common import here
from storyapp.web.common.exact import exact_on
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page
from storyapp.web.evaluator.thresholds import ThresholdForm, chosen_on_a_curve
from storyapp.words.counts import count_words
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

DRAWN = (LinkDirection.SUPPORTS, LinkDirection.MIXED, LinkDirection.CONTRADICTS)


@blueprint.get("/p/<programme>/results")
def results(programme: str) -> str:
    """Show the results tree and its coverage."""
    exact, tree = exact_on("results"), results_seen.tree_of(here.programme())
    k = exact.k(themes_seen.k_of(here.programme()))
    told = {seen.result.id: results_seen.told_of(seen, k=k) for seen in tree.all}
    measured = instruments.measured(here.programme())
    return page(
        "results",
        tab="results",
        tree=tree,
        exact=exact,
        k=k,
        said={seen.result.id: _said(seen, told[seen.result.id], k) for seen in tree.all},
        no_result={
            what: on_screen(n, k=k)
            for what, n in (
                ("confirmed", tree.none.n_confirmed),
                ("refused", tree.none.n_refused),
                ("open", tree.none.n_open),
            )
        },
        svg=_picture(tree, told, k) if tree.columns else None,
        unplanned=results_seen.unplanned_stories(here.programme()),
        unmeasured=instruments.without_instrument(measured),
        has_indicators=any(one.lines for one in measured),
    )


@blueprint.get("/p/<programme>/results/<int:result>")
def result(programme: str, result: int) -> str:
    """Show what stories say for, against and between, and who is silent about a result."""
    return _result(result)


@blueprint.post("/p/<programme>/results/<int:result>")
def set_result_threshold(programme: str, result: int) -> Response | tuple[str, int]:
    """Set from which score on a result is suggested."""
    form = sent(ThresholdForm)
    if not form.is_sent():
        return _result(result, form), 422
    value = form.threshold.data / 100
    is_set = results_seen.set_threshold(here.programme().id, result, threshold=value, account_id=here.account().id)
    here.found(is_set or None)
    leave_note(mark("Saved. It counts from the next reading of the stories on."))
    return redirect(url_for("evaluator.result", programme=programme, result=result), 303)


def _result(result_id: int, form: ThresholdForm | None = None) -> str:
    exact = exact_on("result", result_id)
    shown = here.found(results_seen.result_page(here.programme(), result_id, is_exact=exact.is_on))
    k = exact.k(themes_seen.k_of(here.programme()))
    chosen = chosen_on_a_curve(
        shown.worth.scores, threshold=shown.seen.result.threshold, n_confirmed=shown.worth.n_confirmed, form=form,
        action=url_for("evaluator.set_result_threshold", programme=here.programme().slug, result=result_id),
    )  # fmt: skip
    coders = agreement.precision_by_coder(here.programme(), result_id=result_id)
    return page(
        "result", tab="results", shown=shown, groups=_groups(shown), ways=list(LinkDirection), coders=coders,
        chosen=chosen, exact=exact, k=k, told=results_seen.told_of(shown.seen, k=k),
        fits=on_screen(shown.worth.n_confirmed, k=k),
    )  # fmt: skip


def _picture(tree: Tree, told: Mapping[int, Mapping[str, Cell]], k: int) -> Markup:
    columns = {
        label(level): [_node(seen, told[seen.result.id], k) for seen in column]
        for level, column in tree.columns.items()
    }
    drawn = tree_picture(
        columns,
        title=say("Results tree"),
        description=say("Columns from short-term to long-term results. The list below says the same in words."),
    )
    return Markup(drawn)  # noqa: S704 - drawn by us, all words in it are escaped


def _node(seen: ResultSeen, told: Mapping[str, Cell], k: int) -> Node:
    supports, mixed, against = (told[way.name].value or 0 for way in DRAWN)
    return Node(
        id=seen.result.id,
        parent_id=seen.result.parent_id,
        text=seen.result.general.say(language()),
        counts=(supports, mixed, against),
        said=_said(seen, told, k),
        href=url_for("evaluator.result", programme=here.programme().slug, result=seen.result.id),
    )


def _said(seen: ResultSeen, told: Mapping[str, Cell], k: int) -> str:
    if not seen.n_stories:
        return say("no story yet")
    return say(
        "for %(n_for)s, mixed %(n_mixed)s, against %(n_against)s",
        n_for=count_words(told[LinkDirection.SUPPORTS.name], k),
        n_mixed=count_words(told[LinkDirection.MIXED.name], k),
        n_against=count_words(told[LinkDirection.CONTRADICTS.name], k),
    )


def _groups(shown: ResultPage) -> dict[str, list[Any]] | None:
    """Return the table by age as heads and rows, small numbers hidden."""
    if shown.groups is None:
        return None
    heads = [say("Age"), *(say("Silent") if way == SILENT else label(LinkDirection[way]) for way in WAYS), say("All")]
    table = shown.groups
    names = [say("Age not told") if row == AGE_UNKNOWN else label(AgeBand[row]) for row in table.rows]
    rows = [
        [name, *(count_words(in_steps(cell, k=table.k), table.k) for cell in cells)]
        for name, cells in zip([*names, say("All")], table.cells, strict=True)
    ]
    return {"head": [heads[0], *({"text": head, "number": True} for head in heads[1:])], "rows": rows}
