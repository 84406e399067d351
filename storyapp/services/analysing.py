"""The language module reads stories in a worker and suggests; people decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from storyapp.data.db import db
from storyapp.data.queries import analyses, learning
from storyapp.data.queries.analyses import ORIGINAL, WORKING
from storyapp.data.queries.codebooks import CodebookRows, codebook_rows
from storyapp.data.tables.coding import MaskSuggestion, ResultLink, Tag
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import SealedOriginal, Story
from storyapp.gateways import nlp
from storyapp.gateways.kit import kit
from storyapp.gateways.nlp import Codebook, LearnedThemes, LinkFound, ResultEntry, ThemeEntry, ThemeFound
from storyapp.rules.consent import may_be_counted
from storyapp.rules.jobs import JobKind
from storyapp.rules.results import LinkDirection
from storyapp.rules.signals import opens_a_case
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import cases, sealing, signal_words
from storyapp.services.jobs import Ticket
from storyapp.services.transaction import WORKER, act

CHUNK = 200
PROGRESS_EVERY = 50
MOST_COMPARED = 500


@dataclass(frozen=True, kw_only=True)
class Library:
    """A programme's codebook as the module reads it, and the ids behind its codes."""

    programme_id: int
    organisation_id: int
    codebook: Codebook
    theme_ids: dict[str, int]
    result_ids: dict[str, int]
    particular_ids: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one working text gave."""

    story_id: int
    text_version: int
    language: str
    themes: list[ThemeFound]
    links: list[LinkFound]
    lemmas: str


def working_text(happened: str, matters: str) -> str:
    """Return the text in which the offsets of evidence are counted."""
    return f"{happened}\n\n{matters}"


def analyse_story(ticket: Ticket) -> None:
    """Read one story: the original for masks and signals, or the working text for themes and results."""
    story = db.session.get(Story, ticket.subject_id)
    if story is None or story.state is StoryState.WITHDRAWN:
        return
    if ticket.options.get("stage") == ORIGINAL:
        _read_original(story)
    else:
        _read_working_text(story)


def analyse_many(ticket: Ticket) -> None:
    """Read the confirmed texts of a programme that this engine has not read; `subject_id` is the programme.

    Option `import_batch_id` narrows it to one import, and has the originals of those still to be screened read first.
    What was read stays read when the job is stopped or dies.
    """
    library = library_of(ticket.subject_id)
    if library is None:
        return
    batch_id = ticket.options.get("import_batch_id")
    if batch_id is not None:
        _read_imported_originals(library, batch_id, ticket)
    query = analyses.unread(
        library.programme_id, library.organisation_id, library.codebook.engine, import_batch_id=batch_id
    )
    n_total, n_done, last_id = analyses.n_unread(query), 0, 0
    ticket.progress(0, n_total)
    while texts := analyses.texts_after(query, after_id=last_id, limit=CHUNK):
        db.session.rollback()  # nothing is locked while the module reads
        write_readings(library, [read_text(library, *text) for text in texts])
        n_done, last_id = n_done + len(texts), texts[-1].id
        ticket.progress(n_done, max(n_done, n_total))


def _read_imported_originals(library: Library, batch_id: int, ticket: Ticket) -> None:
    engine = nlp.original_engine(signal_words.lists_of(library.programme_id))
    ids = analyses.unread_originals(library.programme_id, library.organisation_id, engine, import_batch_id=batch_id)
    _read_originals(ids, ticket)


def read_for_signals(ticket: Ticket) -> None:
    """Read again what nobody has screened, after a lead changed the words; `subject_id` is the programme.

    A case may be opened or get more signals; none is closed, and no story is let go.
    """
    programme = db.session.get(Programme, ticket.subject_id)
    if programme is None:
        return
    engine = nlp.original_engine(signal_words.lists_of(programme.id))
    ids = analyses.unread_originals(programme.id, programme.organisation_id, engine)
    _read_originals(ids, ticket)
    ticket.progress(len(ids), len(ids))


def _read_originals(ids: Sequence[int], ticket: Ticket) -> None:
    for n_done, story_id in enumerate(ids):
        if n_done % PROGRESS_EVERY == 0:
            ticket.progress(n_done, len(ids))
        story = db.session.get(Story, story_id)
        if story is not None:
            _read_original(story)


def ask_for_reanalysis(programme_id: int, *, actor: str, import_batch_id: int | None = None) -> None:
    """Ask for a new reading of a programme's stories, after its codebook changed or an import came in."""
    programme = db.session.get(Programme, programme_id)
    if programme is None:
        return
    organisation_id = programme.organisation_id
    options = {} if import_batch_id is None else {"import_batch_id": import_batch_id}
    with act(actor) as doing:
        doing.ask(organisation_id, JobKind.ANALYSE_MANY, programme_id, **options)
        doing.note(organisation_id, "stories.reading-asked", f"programme:{programme_id}")


def library_of(programme_id: int) -> Library | None:
    """Return what a programme looks for in stories: nothing where the module is switched off, only words to search."""
    programme = db.session.get(Programme, programme_id)
    if programme is None:
        return None
    rows = codebook_rows(programme_id) if programme.is_analysed else CodebookRows()
    codes: dict[int | None, str] = {theme.id: theme.code for theme in rows.themes}
    themes = tuple(
        ThemeEntry(
            code=t.code, name=t.name.as_dict(), description=t.description.as_dict(), threshold=t.threshold,
            seeds={language: tuple(seeds) for language, seeds in t.seeds.items()}, parent=codes.get(t.parent_id),
        )
        for t in rows.themes
    )  # fmt: skip
    results = tuple(
        ResultEntry(
            code=r.code, general=r.general.as_dict(),
            particular={p.code: p.wording.as_dict() for p in rows.particular.get(r.id, [])},
            indicators=tuple(i.wording.as_dict() for i in rows.indicators.get(r.id, [])),
        )
        for r in rows.results
    )  # fmt: skip
    return Library(
        programme_id=programme_id, organisation_id=programme.organisation_id,
        codebook=Codebook(
            programme_id=programme_id, themes=themes, results=results,
            learned=_learned_themes(programme) if programme.is_analysed else None,
        ),
        theme_ids={t.code: t.id for t in rows.themes}, result_ids={r.code: r.id for r in rows.results},
        particular_ids={p.code: p.id for group in rows.particular.values() for p in group},
    )  # fmt: skip


def _learned_themes(programme: Programme) -> LearnedThemes | None:
    model = learning.learned_model(programme)
    codes = frozenset(row["code"] for row in model.scores if row["source"] != "words") if model is not None else None
    if model is None or not codes:
        return None
    return LearnedThemes(
        packed=model.packed, fingerprint=model.fingerprint, n_decisions=model.n_decisions, codes=codes
    )  # fmt: skip


def read_text(
    library: Library, story_id: int, text_version: int, language: str, happened: str, matters: str, title: str
) -> Reading:
    """Read one working text; takes plain values, touches no row."""
    text = working_text(happened, matters)
    themes, links = nlp.themes_and_links(text, language=language, codebook=library.codebook)
    return Reading(
        story_id=story_id, text_version=text_version, language=language, themes=themes, links=links,
        lemmas=nlp.lemmas_of(f"{title}\n{text}"),
    )  # fmt: skip


def write_readings(library: Library, readings: Sequence[Reading]) -> None:
    """Write what was read in one transaction; what a person has decided or put stays as it is."""
    with act(WORKER):
        same = analyses.still_the_same({reading.story_id: reading.text_version for reading in readings})
        readings = [reading for reading in readings if reading.story_id in same]
        ids = [reading.story_id for reading in readings]
        analyses.forget_suggestions(ids)
        analyses.add_rows(Tag, _tag_rows(library, readings, analyses.kept_pairs(Tag, ids)))
        analyses.add_rows(ResultLink, _link_rows(library, readings, analyses.kept_pairs(ResultLink, ids)))
        analyses.replace_words({reading.story_id: reading.lemmas for reading in readings})
        today, engine = kit().clock().date(), library.codebook.engine
        notes = [
            {
                "story_id": r.story_id,
                "text_version": r.text_version,
                "engine": engine,
                "language": r.language,
                "done_on": today,
            }
            for r in readings
        ]
        analyses.replace_analyses(WORKING, notes)


def _read_original(story: Story) -> None:
    """Find what to cover and what a safeguarding lead must see; nothing of the text leaves this function."""
    lists = signal_words.lists_of(story.programme_id)
    story_id, version, engine = story.id, _newest_version(story.id), nlp.original_engine(lists)
    if not db.session.get_one(Programme, story.programme_id).is_analysed:
        return
    if not version or analyses.was_read(story_id, ORIGINAL, text_version=version, engine=engine):
        return
    original = sealing.open_original(story_id, version=version)
    text, alike_id = sealing.full_text(original), _alike(story, original)
    language = nlp.language_of(text, hint=story.language)
    masks, signals = nlp.masks_and_signals(text, language=language, lists=lists)
    settled = cases.settled_signals(story_id)
    heard: list[dict[str, Any]] = [
        {"kind": s.kind, "score": round(s.score, 3)} for s in signals if s.kind not in settled
    ]
    loud = [one for one in heard if opens_a_case(one["score"])]
    db.session.rollback()
    with act(WORKER) as doing:
        now = db.session.get(Story, story_id)
        if now is None or now.state is StoryState.WITHDRAWN:
            return
        db.session.execute(delete(MaskSuggestion).where(MaskSuggestion.story_id == story_id))
        analyses.add_rows(
            MaskSuggestion,
            [
                {"story_id": story_id, "start": m.start, "end": m.end, "kind": m.kind, "replacement": m.replacement}
                for m in masks
            ],
        )
        if loud:
            cases.open_case(doing, now, opened_by="model", signals=heard)
        read = {"story_id": story_id, "text_version": version, "engine": engine, "language": language}
        analyses.replace_analyses(
            ORIGINAL, [{**read, "alike_id": alike_id, "done_on": kit().clock().date(), "quiet": [] if loud else heard}]
        )


def _alike(story: Story, original: Mapping[str, Any]) -> int | None:
    """Return a confirmed story of the programme that says nearly the same words; only the newest are compared."""
    others = analyses.recent_texts(story, limit=MOST_COMPARED)
    place = nlp.nearly_the_same(
        working_text(original.get("happened", ""), original.get("matters", "")),
        [working_text(other.happened, other.matters) for other in others],
    )
    return others[place].id if place is not None else None


def _read_working_text(story: Story) -> None:
    if not story.text_version:
        return
    if not may_be_counted(story.may_count):
        with act(WORKER):
            analyses.forget_suggestions([story.id])
            analyses.forget_words([story.id])
        return
    library = library_of(story.programme_id)
    if library is None or analyses.was_read(
        story.id, WORKING, text_version=story.text_version, engine=library.codebook.engine
    ):
        return
    reading = read_text(
        library, story.id, story.text_version, story.language, story.happened, story.matters, story.title
    )
    db.session.rollback()
    write_readings(library, [reading])


def _newest_version(story_id: int) -> int:
    query = db.select(db.func.max(SealedOriginal.version)).where(SealedOriginal.story_id == story_id)
    return db.session.scalar(query) or 0


def _tag_rows(library: Library, readings: Sequence[Reading], kept: set[tuple[int, int]]) -> list[dict[str, Any]]:
    return [
        _row(library, reading, theme) | {"theme_id": theme_id}
        for reading in readings
        for theme in reading.themes
        if (theme_id := library.theme_ids[theme.code]) and (reading.story_id, theme_id) not in kept
    ]


def _link_rows(library: Library, readings: Sequence[Reading], kept: set[tuple[int, int]]) -> list[dict[str, Any]]:
    return [
        _row(library, reading, link)
        | {
            "result_id": result_id,
            "particular_id": library.particular_ids.get(link.particular or ""),
            "direction": LinkDirection(link.direction),
        }
        for reading in readings
        for link in reading.links
        if (result_id := library.result_ids[link.code]) and (reading.story_id, result_id) not in kept
    ]


def _row(library: Library, reading: Reading, found: ThemeFound | LinkFound) -> dict[str, Any]:
    return {
        "organisation_id": library.organisation_id, "programme_id": library.programme_id,
        "story_id": reading.story_id, "coder": CoderKind.MODEL, "state": TagState.SUGGESTED,
        "score": round(found.score, 4), "evidence": found.evidence,
        "engine": library.codebook.engine_for(found.code),
        "text_version": reading.text_version,
    }  # fmt: skip
