"""What is known of each story before chosen and other ones are compared (C12): of one round, or of many."""

from collections.abc import Iterable, Sequence

from storyapp.data.queries import reporting as queries
from storyapp.data.queries.reporting import AnsweredRow, StoryRow
from storyapp.rules.coding import working_text
from storyapp.rules.equity import EquityFact
from storyapp.rules.readability import ease_of
from storyapp.services.equity import Asked, answers_to
from storyapp.services.sitting import Sitting


def facts_of_round(sitting: Sitting, asked: Sequence[Asked]) -> list[EquityFact]:
    """Describe each story that was judged; one of unknown age or direction cannot be compared."""
    answers = answers_to(asked, sitting.story_ids)
    return [
        EquityFact(
            story_id=read.story.id, is_chosen=read.row.is_chosen, n_words=read.story.n_words,
            ease=ease_of(working_text(read.story.happened, read.story.matters), language=read.story.language),
            language=read.story.language, age_band=read.story.age_band, direction=read.story.direction,
            mode=read.story.mode, collector=str(read.story.collector_id or ""), answers=answers.get(read.story.id, {}),
        )
        for read in sitting.on_table
        if read.story.age_band is not None and read.story.direction is not None
    ]  # fmt: skip


def facts_of_rounds(
    counted: Iterable[StoryRow], tables: Iterable[AnsweredRow], asked: Sequence[Asked]
) -> list[EquityFact]:
    """Describe each story that may be counted and lay on a table, once, chosen if any panel chose it."""
    rows = list(tables)
    chosen, read = {row.story_id for row in rows if row.is_chosen}, {row.story_id for row in rows}
    known = [row for row in counted if row.id in read and row.age_band is not None and row.direction is not None]
    texts = queries.working_texts([row.id for row in known])
    answers = answers_to(asked, read)
    return [
        EquityFact(
            story_id=row.id, is_chosen=row.id in chosen, n_words=row.n_words,
            ease=ease_of(working_text(*texts[row.id][1:]), language=row.language), language=row.language,
            age_band=row.age_band, direction=row.direction, mode=row.mode, collector=str(row.collector_id or ""),
            answers=answers.get(row.id, {}),
        )
        for row in known
        if row.age_band is not None and row.direction is not None
    ]  # fmt: skip
