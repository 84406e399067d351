"""The basket of quotes: sentences that evaluators chose, for a theme or a result; only what a teller's yes allows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import coding
from storyapp.data.queries import quotes as queries
from storyapp.data.queries.appearing import appears_in
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.programmes import Programme, SocialResult, Theme
from storyapp.data.tables.quotes import ChosenQuote
from storyapp.data.tables.stories import Story
from storyapp.gateways import nlp
from storyapp.gateways.kit import kit
from storyapp.rules.appearing import Where
from storyapp.rules.coding import standing_evidence, working_text
from storyapp.rules.errors import RuleBroken
from storyapp.rules.quotes import (
    LONGEST_NOTE,
    MOST_CHOSEN,
    carried_over,
    has_good_length,
    name_beside,
    sentence_borders,
    sentence_to_quote,
)
from storyapp.services.coding_desk import N_COLOURS
from storyapp.services.transaction import account_actor, act

N_SUGGESTED = 5
MOST_LOOKED_AT = 100

Place = tuple[int, int, int]  # story, from, to


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of a story on a page, and whether it stands in the basket or may be put there."""

    start: int
    end: int
    text: str
    is_chosen: bool = False
    may_be_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One quote of the basket; without words where the text of its story was changed since."""

    quote: ChosenQuote
    story: Story
    text: str
    chosen_by: str
    name: str  # made up by the teller; stands beside the words where they agreed to publication


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The quotes of one theme or one result, or those that stand under neither."""

    theme: Theme | None = None
    result: SocialResult | None = None
    colour: str = ""
    kept: Sequence[Kept]


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A sentence that the module suggests to quote."""

    story: Story
    sentence: Sentence


def choose_quote(
    programme: Programme, public_id: str, *, start: int, end: int, text_version: int, account_id: int,
    theme_id: int | None = None, result_id: int | None = None,
) -> None:  # fmt: skip
    """Put the sentence around a place into the basket; a second press changes nothing.

    Without a theme and a result it goes to the first confirmed one that has words in it. Why a story may not be
    quoted is not said: whether a teller said no or a lead holds it is nobody's business here.
    """
    programme_id = programme.id
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        story = queries.story_to_quote(programme, public_id)
        if story is None:
            raise RuleBroken("basket.not-now")
        if story.text_version != text_version:
            raise RuleBroken("basket.text-changed")
        start, end = sentence_to_quote(_text(story), start, end)
        subject = _named(programme, theme_id, result_id) or _subject_of(story, start, end)
        if any(_is_same(one, start, end, subject) for one in queries.quotes_of_story(story.id)):
            return
        if queries.n_chosen(programme) >= MOST_CHOSEN:
            raise RuleBroken("basket.full", most=MOST_CHOSEN)
        db.session.add(
            ChosenQuote(
                organisation_id=story.organisation_id, programme_id=story.programme_id, story_id=story.id, start=start,
                end=end, text_version=text_version, chosen_by_id=account_id, chosen_at=kit().clock(), **subject,
            )
        )  # fmt: skip
        doing.note(story.organisation_id, "quote.chosen", f"story:{public_id}")


def take_out(programme: Programme, quote_id: int, *, account_id: int) -> bool:
    """Take a quote out of the basket."""
    programme_id = programme.id
    with act(account_actor(account_id)) as doing:
        found = queries.quote_of(db.session.get_one(Programme, programme_id), quote_id)
        if found is None:
            return False
        quote, story = found
        db.session.delete(quote)
        doing.note(story.organisation_id, "quote.taken-out", f"story:{story.public_id}")
    return True


def write_note(programme: Programme, quote_id: int, note: str, *, account_id: int) -> bool:
    """Write why a quote was chosen; an empty note takes the earlier one away."""
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("basket.note-too-long", longest=LONGEST_NOTE)
    programme_id = programme.id
    with act(account_actor(account_id)) as doing:
        found = queries.quote_of(db.session.get_one(Programme, programme_id), quote_id)
        if found is None:
            return False
        quote, story = found
        quote.note = note
        doing.note(story.organisation_id, "quote.note-written", f"story:{story.public_id}")
    return True


def shelves_of(programme: Programme) -> list[Shelf]:
    """Return the basket by theme and result, as the codebook and the library order them."""
    by_subject: dict[tuple[int | None, int | None], list[Kept]] = {}
    for quote, story, name in queries.basket(programme):
        kept = Kept(
            quote=quote,
            story=story,
            text=_words(quote, story),
            chosen_by=name,
            name=name_beside(story.made_up_name, story.may_publish),
        )
        by_subject.setdefault((quote.theme_id, quote.result_id), []).append(kept)
    shelves = [
        Shelf(theme=theme, colour=f"theme-{n % N_COLOURS + 1}", kept=by_subject[theme.id, None])
        for n, theme in enumerate(coding.themes_of(programme))
        if (theme.id, None) in by_subject
    ]
    shelves += [
        Shelf(result=result, kept=by_subject[None, result.id])
        for result in coding.results_of(programme)
        if (None, result.id) in by_subject
    ]
    return shelves + ([Shelf(kept=by_subject[None, None])] if (None, None) in by_subject else [])


def sentences_of(story: Story, places: Collection[tuple[int, int]], chosen: Collection[Place]) -> list[Sentence]:
    """Return the sentences in which places stand, each once, in order."""
    text = _text(story)
    return [sentence(story, text, *one, chosen) for one in sorted({sentence_borders(text, *place) for place in places})]


def sentence(story: Story, text: str, start: int, end: int, chosen: Collection[Place]) -> Sentence:
    """Return one sentence as it may stand on a page; `chosen` are those in the basket."""
    return Sentence(
        start=start, end=end, text=text[start:end], is_chosen=(story.id, start, end) in chosen,
        may_be_chosen=may_be_quoted(story) and has_good_length(text[start:end]),
    )  # fmt: skip


def may_be_quoted(story: Story) -> bool:
    """Tell whether a sentence of a readable story may be chosen now."""
    return appears_in(story, Where.QUOTES)


def chosen_of(programme: Programme, stories: Collection[Story]) -> set[Place]:
    """Return which sentences of these stories stand in the basket."""
    return queries.places_of(programme, {story.id for story in stories}) if stories else set()


def suggested_for_theme(programme: Programme, theme_id: int) -> list[Suggested]:
    """Return short sentences that stand alone, from as many tellers as there are, for a confirmed theme."""
    return _suggested(programme, Tag, Tag.theme_id == theme_id)


def suggested_for_result(programme: Programme, result_id: int) -> list[Suggested]:
    """Return such sentences for a confirmed result."""
    return _suggested(programme, ResultLink, ResultLink.result_id == result_id)


def carry_over(story: Story, old: str) -> None:
    """Follow the chosen sentences into the text that a reader has just confirmed; call inside that act.

    A sentence that was covered or changed stays behind: its quote has no words until a person chooses again.
    """
    new = _text(story)
    for quote in queries.quotes_of_story(story.id):
        place = carried_over(old, new, quote.start, quote.end) if quote.text_version == story.text_version - 1 else None
        if place is not None:
            (quote.start, quote.end), quote.text_version = place, story.text_version


def _suggested(programme: Programme, table: type[Any], subject: Any) -> list[Suggested]:
    if not programme.is_analysed:
        return []
    rows = queries.confirmed_on(programme, table, subject, limit=MOST_LOOKED_AT)
    stories = {story.id: story for _, story in rows}
    chosen = chosen_of(programme, stories.values())
    offered = {
        (story.id, one.start, one.end): one
        for code, story in rows
        for one in sentences_of(story, standing_evidence(_text(story), code.evidence), chosen)
        if one.may_be_chosen and not one.is_chosen
    }
    said = {place: (one.text, stories[place[0]].language) for place, one in offered.items()}
    return [
        Suggested(story=stories[place[0]], sentence=offered[place])
        for place in nlp.quotes_among(said, top=N_SUGGESTED)
    ]  # fmt: skip


def _named(programme: Programme, theme_id: int | None, result_id: int | None) -> Mapping[str, int]:
    if theme_id is not None and coding.theme_of(programme, theme_id) is not None:
        return {"theme_id": theme_id}
    if result_id is not None and coding.result_of(programme, result_id) is not None:
        return {"result_id": result_id}
    return {}


def _subject_of(story: Story, start: int, end: int) -> Mapping[str, int]:
    text = _text(story)
    for code in queries.codes_on(story.id):
        if any(start < right and left < end for left, right in standing_evidence(text, code.evidence)):
            return {"theme_id": code.theme_id} if isinstance(code, Tag) else {"result_id": code.result_id}
    return {}


def _is_same(quote: ChosenQuote, start: int, end: int, subject: Mapping[str, int]) -> bool:
    place = (quote.start, quote.end, quote.theme_id, quote.result_id)
    return place == (start, end, subject.get("theme_id"), subject.get("result_id"))


def _words(quote: ChosenQuote, story: Story) -> str:
    return _text(story)[quote.start : quote.end] if quote.text_version == story.text_version else ""


def _text(story: Story) -> str:
    return working_text(story.happened, story.matters)
