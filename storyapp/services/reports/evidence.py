"""The evidence card of every counted story, added up question by question; checks, counts and what stands beside."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from storyapp.data.queries import verifying as queries
from storyapp.data.queries.reporting import AnsweredRow, StoryRow
from storyapp.data.tables.programmes import Programme
from storyapp.rules.evidence import Finding, ItemCount, items_counted
from storyapp.rules.results import LinkDirection
from storyapp.rules.verifying import WhyChecked
from storyapp.services import evidence_cards
from storyapp.services.reports.material import Beside, Checked, ChosenCard, Counted, Drawn, RoundPart

Cards = Mapping[int, tuple[Finding, ...]]


def cards_of(
    programme: Programme, period_ids: Collection[int], counted: Iterable[StoryRow], tables: Iterable[AnsweredRow]
) -> Cards:
    """Answer the eleven questions about all counted stories."""
    known = evidence_cards.around(programme, period_ids, tables)
    return {row.id: evidence_cards.card_of(row, known) for row in counted}


def count_evidence(cards: Cards) -> tuple[ItemCount, ...]:
    """Count the answers to the eleven questions; nothing is added up across questions."""
    return items_counted(cards.values())


def chosen_cards(rounds: Sequence[RoundPart], cards: Cards) -> tuple[ChosenCard, ...]:
    """Return the card of each chosen story that is counted and whose title may stand here, in order of rounds."""
    titles = {story.story_id: story.title for one in rounds for story in one.chosen if story.title}
    wanted = {story_id: title for story_id, title in titles.items() if story_id in cards}
    public_ids = queries.public_ids(wanted)
    return tuple(
        ChosenCard(story_id=story_id, public_id=public_ids[story_id], title=title, findings=cards[story_id])
        for story_id, title in wanted.items()
    )


def checked_of(programme: Programme, period_ids: Collection[int], ids: Collection[int]) -> Checked:
    """Count what was planned to be verified and what came of it; facts and significance apart."""
    checks = [check for check in queries.checks_of(programme, period_ids) if check.story_id in ids]
    done = [check for check in checks if check.checked_on is not None]
    return Checked(
        n_planned=len(checks), n_chosen=sum(check.why is WhyChecked.CHOSEN for check in checks),
        n_drawn=sum(check.why is WhyChecked.DRAWN for check in checks), n_asked=sum(check.asked_on is not None for check in checks),
        n_done=len(done), facts=tuple(check.facts for check in done),
        significance=tuple(check.significance for check in done),
        drawn=tuple(
            Drawn(percent=plan.percent, seed=plan.seed, n_from=plan.n_drawn_from, planned_on=plan.planned_on)
            for plan in queries.plans_of(programme, period_ids)
        ),
    )  # fmt: skip


def counts_of(programme: Programme, period_ids: Collection[int], ids: Collection[int]) -> tuple[Counted, ...]:
    """Return how many others had a change, beside stories that are counted here and beside results."""
    return tuple(
        Counted(
            id=one.id, question=one.question, method=one.method, who=one.who, n_yes=one.n_yes, n_asked=one.n_asked,
            n_in_group=one.n_in_group, counted_on=one.counted_on, result_id=one.result_id,
        )
        for one, _ in queries.counts_in(programme, period_ids)
        if one.result_id is not None or one.story_id in ids
    )  # fmt: skip


def beside_of(programme: Programme, period_ids: Collection[int], ids: Collection[int]) -> Beside:
    """Count what else was put beside counted stories, for and against."""
    rows = [row for row in queries.beside_in(programme, period_ids) if row.story_id in ids]
    n = {stance: sum(row.stance is stance for row in rows) for stance in LinkDirection}
    return Beside(
        n_for=n[LinkDirection.SUPPORTS], n_mixed=n[LinkDirection.MIXED], n_against=n[LinkDirection.CONTRADICTS],
        n_stories=len({row.story_id for row in rows}),
    )  # fmt: skip
