"""What lies on the desk of a person who codes: one story, what is suggested, what is decided, how far we are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storyapp.data.queries import analyses
from storyapp.data.queries import coding as queries
from storyapp.data.queries.coding import Progress
from storyapp.data.tables.coding import CodedStory, CodingDecision, JointDecision, ResultLink, Tag
from storyapp.data.tables.programmes import ParticularWording, Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.gateways import nlp
from storyapp.rules.coding import CodingStep, Piece, Span, cut, standing_evidence, working_text
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.unread import WhyUnread, why_unread
from storyapp.rules.wording import Wording

N_COLOURS = 8
MOST_KEYS = 9


@dataclass(frozen=True, kw_only=True)
class Code:
    """A theme or a result on the story, as the desk shows it."""

    kind: str  # theme, link
    id: int
    subject_id: int
    name: Wording
    particular: Wording | None
    direction: LinkDirection | None
    colour: str  # theme-1 … theme-8, find
    state: TagState
    coder: CoderKind
    score: float | None
    n_learned_from: int  # decisions of people that taught the module to say so; 0 where words or likeness said so
    places: tuple[tuple[int, int], ...]  # where its words stand in the working text
    words: tuple[str, ...]
    n_lost: int  # evidence that a later screening has covered
    decided_by: str
    decided_as: CoderKind | None
    decided_at: Any
    key: str = ""  # "1" … "9" for open suggestions


@dataclass(frozen=True, kw_only=True)
class Library:
    """What can be put on a story by hand, and the colour of each theme."""

    themes: Sequence[Theme]
    results: Sequence[SocialResult]
    wordings: Mapping[int, Sequence[ParticularWording]]
    colours: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class LastStep:
    """The last step of the person at the desk, which `u` takes back."""

    step: CodingStep
    is_second: bool
    name: Wording | None
    story: Story


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One story on the desk."""

    story: Story
    open: Sequence[Code]
    decided: Sequence[Code]
    happened: Sequence[dict[str, str]]
    matters: Sequence[dict[str, str]]
    library: Library
    mark: CodedStory | None
    progress: Progress
    last: LastStep | None
    why_unread: WhyUnread | None  # by the language module
    none: float | None  # how sure the module is that no result fits, where a person is asked about it
    together: Mapping[int, JointDecision]  # what readers who differed decided together, by theme


def story_of(programme: Programme, public_id: str) -> Story | None:
    """Return a story of this programme that may be coded."""
    return queries.readable_story(programme, public_id)


def desk_of(programme: Programme, story: Story, *, account_id: int) -> Desk:
    """Lay a story on the desk."""
    tagged = queries.themes_with_tags(programme, story.id)
    linked = queries.results_with_links(programme, story.id)
    library = _library([row[0] for row in tagged], [row[0] for row in linked], queries.wordings_of(programme))
    codes = number(_codes(story, library, tagged, linked))
    reading = analyses.reading_of(story)
    text = working_text(story.happened, story.matters)
    border = len(story.happened)
    shown = [code for code in codes if code.state is not TagState.REFUSED]
    spans = [Span(start=start, end=end, owner=n) for n, code in enumerate(shown) for start, end in code.places]
    return Desk(
        story=story,
        open=[code for code in codes if code.state is TagState.SUGGESTED],
        decided=[code for code in codes if code.state is not TagState.SUGGESTED],
        happened=marked(cut(text, spans, end=border), shown),
        matters=marked(cut(text, spans, start=border + 2), shown) if story.matters else [],
        library=library,
        mark=queries.coded_story(story.id),
        progress=queries.progress(programme),
        last=last_step(programme, library, account_id=account_id),
        why_unread=why_unread(reading.engine) if reading is not None else None,
        none=reading.fits_none if reading is not None and queries.none_waits(story.id) else None,
        together=queries.joint_decisions(story.id) if any(code.decided_as for code in codes) else {},
    )


def codes_of(programme: Programme, story: Story) -> list[Code]:
    """Return what stands on a story, decided or not."""
    tagged = queries.themes_with_tags(programme, story.id)
    linked = queries.results_with_links(programme, story.id)
    library = _library([row[0] for row in tagged], [row[0] for row in linked], queries.wordings_of(programme))
    return _codes(story, library, tagged, linked)


def waits(story: Story) -> bool:
    """Tell whether a story still has an open suggestion."""
    return queries.waits(story.id)


def progress_of(programme: Programme) -> Progress:
    """Return how many stories there are to code, and how many wait."""
    return queries.progress(programme)


def library_of(programme: Programme) -> Library:
    """Return the codebook and results library of a programme, with the colour that each theme has everywhere."""
    return _library(queries.themes_of(programme), queries.results_of(programme), queries.wordings_of(programme))


def number(codes: Sequence[Code]) -> list[Code]:
    """Give the first nine open suggestions their keys."""
    numbered, n = [], 0
    for code in codes:
        if code.state is TagState.SUGGESTED and n < MOST_KEYS:
            n += 1
            code = _with_key(code, str(n))
        numbered.append(code)
    return numbered


def marked(pieces: Sequence[Piece], codes: Sequence[Code]) -> list[dict[str, str]]:
    """Return pieces of text for the page: the first code gives the colour, numbers stand where words end."""
    shown = []
    for piece in pieces:
        if not piece.owners:
            shown.append({"text": piece.text})
            continue
        first = codes[min(piece.owners)]
        keys = ", ".join(codes[owner].key for owner in sorted(piece.ends) if codes[owner].key)
        shown.append({"text": piece.text, "kind": first.colour, "state": first.state.value, "key": keys})
    return shown


def last_step(programme: Programme, library: Library, *, account_id: int) -> LastStep | None:
    """Return what this person did last."""
    found = queries.last_step(programme, account_id)
    if found is None:
        return None
    step, story = found
    return LastStep(step=step.step, is_second=step.is_second, name=_name_of(step, library), story=story)


def _name_of(step: CodingDecision, library: Library) -> Wording | None:
    if step.theme_id is not None:
        return next((theme.name for theme in library.themes if theme.id == step.theme_id), None)
    return next((result.general for result in library.results if result.id == step.result_id), None)


def _library(
    themes: Sequence[Theme], results: Sequence[SocialResult], wordings: Sequence[ParticularWording]
) -> Library:
    by_result: dict[int, list[ParticularWording]] = {}
    for wording in wordings:
        by_result.setdefault(wording.result_id, []).append(wording)
    colours = {theme.id: f"theme-{n % N_COLOURS + 1}" for n, theme in enumerate(themes)}
    return Library(themes=themes, results=results, wordings=by_result, colours=colours)


def _codes(
    story: Story,
    library: Library,
    tagged: Sequence[tuple[Theme, Tag | None, str]],
    linked: Sequence[tuple[SocialResult, ResultLink | None, str]],
) -> list[Code]:
    """Return the themes, then the results on a story, strongest suggestion first."""
    wordings = {one.id: one.wording for group in library.wordings.values() for one in group}
    text = working_text(story.happened, story.matters)
    tags = [
        Code(
            kind="theme", subject_id=theme.id, name=theme.name, colour=library.colours[theme.id], particular=None,
            direction=None, **_as_shown(tag, text, decided_by),
        )
        for theme, tag, decided_by in tagged
        if tag is not None
    ]  # fmt: skip
    links = [
        Code(
            kind="link", subject_id=result.id, name=result.general, colour="find",
            particular=wordings.get(link.particular_id or 0), direction=link.direction,
            **_as_shown(link, text, decided_by),
        )
        for result, link, decided_by in linked
        if link is not None
    ]  # fmt: skip
    return sorted(tags, key=_strongest_first) + sorted(links, key=_strongest_first)


def _as_shown(row: Tag | ResultLink, text: str, decided_by: str) -> dict[str, Any]:
    places = standing_evidence(text, row.evidence)
    return {
        "id": row.id, "state": row.state, "coder": row.coder, "score": row.score, "places": tuple(places),
        "n_learned_from": nlp.n_learned_from(row.engine),
        "words": tuple(text[start:end] for start, end in places), "n_lost": len(row.evidence) - len(places),
        "decided_by": decided_by, "decided_as": row.decided_as, "decided_at": row.decided_at,
    }  # fmt: skip


def _strongest_first(code: Code) -> float:
    return -(code.score if code.score is not None else 2.0)


def _with_key(code: Code, key: str) -> Code:
    return replace(code, key=key)
