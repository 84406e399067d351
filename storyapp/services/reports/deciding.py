"""Rounds as a report may tell them: what was chosen, why, and who saw it otherwise."""

from collections.abc import Iterable, Mapping

from storyapp.data.queries.reporting import CodeRow, StoryRow
from storyapp.data.tables.rounds import Round
from storyapp.rules.consent import Light
from storyapp.rules.rounds import RoundState
from storyapp.rules.selection.disagreement import FEWEST_READERS
from storyapp.rules.stories import StoryState
from storyapp.services.disagreement import SplitLine, split_lines
from storyapp.services.feedback import OtherLevel
from storyapp.services.minutes import Minutes, minutes_of
from storyapp.services.reopening import refused_before
from storyapp.services.reports.material import ChosenStory, Levels, RoundPart, StoodApart
from storyapp.services.reports.quoting import QuoteBook
from storyapp.services.rounds import sitting_of


def tell_round(
    one: Round, rows: Mapping[int, StoryRow], book: QuoteBook, *, tags: Iterable[CodeRow], links: Iterable[CodeRow]
) -> RoundPart:
    """Tell one decided round. Reasons for a story whose words may not stand here are left out with it."""
    minutes = minutes_of(sitting_of(one))
    chosen = tuple(
        _chosen(counted.read.row.story_id, rows, book, is_youth=one.is_youth, tags=tags, links=links)
        for counted in minutes.chosen
    )
    is_gone = bool(chosen) and all(story.is_gone for story in chosen)
    return RoundPart(
        round_id=one.id, name=one.name, panel_name=one.panel_name, is_youth=one.is_youth,
        selection_level=one.selection_level, method=one.method, period_id=one.period_id, domain_id=one.domain_id,
        outcome=one.outcome, is_tie=one.is_tie, n_stories=len(minutes.counted), n_seats=len(minutes.sitting.seats),
        n_voted=minutes.outcome.n_votes, n_abstained=minutes.outcome.n_abstained, n_turns=len(minutes.turns),
        n_moved=len({move.seat_id for move in minutes.moves}), is_robust=not minutes.other_methods,
        tally=tuple(sorted((round(counted.n_votes, 2) for counted in minutes.counted), reverse=True)), chosen=chosen,
        joint_reason="" if is_gone else one.joint_reason, reasons=_reasons(minutes, chosen),
        dissent=tuple(row.text for _, row in minutes.dissents), criteria=one.criteria,
        why_not_others=one.why_not_others, next_steps=one.next_steps,
        levels=tuple(_levels(other) for other in minutes.others), answer_to_youth=one.answer_to_youth,
        youth_word=one.youth_word, youth_word_reason="" if is_gone else one.youth_word_reason,
        refused_because=tuple(each.because for each in refused_before(minutes.sitting)),
        apart=tuple(_stood_apart(line, book) for line in split_lines(minutes)),
        is_finished=one.state is RoundState.FINISHED,
    )  # fmt: skip


def _chosen(
    story_id: int, rows: Mapping[int, StoryRow], book: QuoteBook, *, is_youth: bool, tags: Iterable[CodeRow],
    links: Iterable[CodeRow],
) -> ChosenStory:  # fmt: skip
    row = rows.get(story_id)
    if row is not None and _is_taken_back(row, is_youth=is_youth):
        return ChosenStory(story_id=story_id, why_not="quote.withdrawn", is_gone=True)
    return ChosenStory(
        story_id=story_id, title=book.title(story_id), words=book.of_story(story_id, tags, links),
        why_not=book.why_not(story_id),
    )  # fmt: skip


def _is_taken_back(row: StoryRow, *, is_youth: bool) -> bool:
    read_by = row.may_youth_panel if is_youth else row.may_panel
    return row.state is StoryState.WITHDRAWN or read_by is Light.NO


def _reasons(minutes: Minutes, chosen: tuple[ChosenStory, ...]) -> tuple[str, ...]:
    """Return what panellists said for the chosen stories whose words may stand here: reasons retell a story."""
    told = {story.story_id for story in chosen if not story.why_not}
    return tuple(
        said.reason
        for counted in minutes.chosen
        if counted.read.row.story_id in told
        for said in counted.said
        if said.reason
    )


def _levels(other: OtherLevel) -> Levels:
    difference = other.difference
    return Levels(
        n_both=len(difference.both),
        n_only_youth=len(difference.only_youth),
        n_only_adult=len(difference.only_adult),
        stays_behind=other.stays_behind,
    )


def _stood_apart(line: SplitLine, book: QuoteBook) -> StoodApart:
    """Name a story that was not chosen to its house alone: outside, nobody's story is seen to come last."""
    row, stand = line.row.read.row, line.stand
    is_told = min(stand.n_young, stand.n - stand.n_young) >= FEWEST_READERS
    return StoodApart(
        story_id=row.story_id, letter=line.letter, is_chosen=row.is_chosen,
        title=book.title(row.story_id) if row.is_chosen or book.audience == "inside" else "",
        liked=stand.liked, split=stand.split,
        liked_young=stand.liked_young if is_told else None, liked_adult=stand.liked_adult if is_told else None,
    )  # fmt: skip
