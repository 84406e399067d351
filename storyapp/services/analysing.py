"""The language module reads stories in a worker and suggests; people decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from storyapp.data.db import db
from storyapp.data.queries import analyses, learning
from storyapp.data.queries.analyses import ORIGINAL, WORKING, ToRead
from storyapp.data.queries.codebooks import CodebookRows, codebook_rows
from storyapp.data.tables.coding import MaskSuggestion, ResultLink, Tag
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import SealedOriginal, Story
from storyapp.gateways import nlp
from storyapp.gateways.kit import kit
from storyapp.gateways.module import Meanwhile, nothing
from storyapp.gateways.nlp import (
    Codebook,
    Learned,
    LinkFound,
    Original,
    OriginalRead,
    ResultEntry,
    SignalLists,
    ThemeEntry,
    ThemeFound,
    Working,
    WorkingRead,
)
from storyapp.rules.consent import may_be_counted
from storyapp.rules.jobs import JobKind
from storyapp.rules.learning import LearnedKind
from storyapp.rules.results import LinkDirection
from storyapp.rules.signals import opens_a_case
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.unread import WhyUnread
from storyapp.services import cases, sealing, signal_words
from storyapp.services.jobs import Ticket
from storyapp.services.transaction import WORKER, act

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
    fits_none: float | None = None
    why_unread: WhyUnread | None = None


def working_text(happened: str, matters: str) -> str:
    """Return the text in which the offsets of evidence are counted."""
    return f"{happened}\n\n{matters}"


def analyse_story(ticket: Ticket) -> None:
    """Read one story: the original for masks and signals, or the working text for themes and results."""
    story = db.session.get(Story, ticket.subject_id)
    if story is None or story.state is StoryState.WITHDRAWN:
        return
    if ticket.options.get("stage") == ORIGINAL:
        read_originals([story.id])
    else:
        _read_working_text(story)


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
            indicators=tuple(i.wording.as_dict() for i in rows.indicators.get(r.id, [])), threshold=r.threshold,
        )
        for r in rows.results
    )  # fmt: skip
    return Library(
        programme_id=programme_id, organisation_id=programme.organisation_id,
        codebook=Codebook(
            programme_id=programme_id, themes=themes, results=results,
            learned=_learned(programme, LearnedKind.THEMES),
            learned_links=_learned(programme, LearnedKind.RESULTS, results),
        ),
        theme_ids={t.code: t.id for t in rows.themes}, result_ids={r.code: r.id for r in rows.results},
        particular_ids={p.code: p.id for group in rows.particular.values() for p in group},
    )  # fmt: skip


def _learned(programme: Programme, kind: LearnedKind, results: Sequence[ResultEntry] = ()) -> Learned | None:
    """Return what speaks of what was learned; what was learned of results together speaks for each of them."""
    model = learning.learned_model(programme, kind) if programme.is_analysed else None
    if model is None:
        return None
    codes = {row["code"] for row in model.scores if row["source"] != "words"}
    if model.together is not None and model.together["is_used"]:
        codes |= {result.code for result in results}
    if not codes:
        return None
    return Learned(
        packed=model.packed, fingerprint=model.fingerprint, n_decisions=model.n_decisions, codes=frozenset(codes)
    )  # fmt: skip


def read_texts(library: Library, texts: Sequence[ToRead], meanwhile: Meanwhile = nothing) -> list[Reading]:
    """Read working texts; nothing is locked while the module reads. What it cannot read can still be found by words."""
    db.session.rollback()
    working = [Working(text=working_text(t.happened, t.matters), language=t.language, title=t.title) for t in texts]
    found = kit().module.read_working(working, library.codebook, meanwhile)
    return [_reading(text, asked, one) for text, asked, one in zip(texts, working, found, strict=True)]


def _reading(text: ToRead, asked: Working, found: WorkingRead | WhyUnread) -> Reading:
    why = found if isinstance(found, WhyUnread) else None
    if isinstance(found, WhyUnread):
        (lemmas,) = kit().module.lemmas_of([asked])
        found = WorkingRead(themes=[], links=[], lemmas=lemmas if isinstance(lemmas, str) else "")
    return Reading(
        story_id=text.id, text_version=text.text_version, language=text.language, themes=found.themes,
        links=found.links, lemmas=found.lemmas, fits_none=found.fits_none, why_unread=why,
    )  # fmt: skip


def write_readings(library: Library, readings: Sequence[Reading]) -> None:
    """Write what was read in one transaction; what a person has decided or put stays as it is."""
    with act(WORKER):
        same = analyses.still_to_write(
            {reading.story_id: reading.text_version for reading in readings}, library.codebook.engine
        )
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
                "engine": engine if r.why_unread is None else r.why_unread.engine,
                "language": r.language,
                "done_on": today,
                "fits_none": r.fits_none,
            }
            for r in readings
        ]
        analyses.replace_analyses(WORKING, notes)


def read_originals(story_ids: Sequence[int], meanwhile: Meanwhile = nothing) -> None:
    """Find what to cover and what a safeguarding lead must see; nothing of the texts leaves this function.

    The stories are of one programme. What was read in this version already is passed over.
    """
    known = (db.session.get(Story, story_id) for story_id in story_ids)
    first = next((story for story in known if story is not None), None)  # one may have been erased meanwhile
    if first is None:
        return
    lists = signal_words.lists_of(first.programme_id)
    engine = nlp.original_engine(lists)
    versions = {story_id: _version_to_read(story_id, engine) for story_id in story_ids}
    waiting = {story_id: version for story_id, version in versions.items() if version}
    if not waiting:
        return
    others = {
        other.id: working_text(other.happened, other.matters)
        for other in analyses.recent_texts(first.organisation_id, first.programme_id, limit=MOST_COMPARED)
    }
    originals = [
        _original(db.session.get_one(Story, story_id), version, lists) for story_id, version in waiting.items()
    ]
    db.session.rollback()  # nothing is locked while the module reads
    for original, found in zip(originals, kit().module.read_originals(originals, others, meanwhile), strict=True):
        _write_original(original, waiting[original.story_id], found, engine)


def _original(story: Story, version: int, lists: SignalLists) -> Original:
    opened = sealing.open_original(story.id, version=version)
    return Original(
        story_id=story.id, text=sealing.full_text(opened), hint=story.language,
        said=working_text(opened.get("happened", ""), opened.get("matters", "")), lists=lists,
    )  # fmt: skip


def _version_to_read(story_id: int, engine: str) -> int:
    """Return the newest version of an original that waits to be read; 0 where nothing waits, or nothing may be read."""
    story = db.session.get(Story, story_id)
    if story is None or story.state is StoryState.WITHDRAWN:
        return 0
    version = _newest_version(story_id)
    if not version or analyses.was_read(story_id, ORIGINAL, text_version=version, engine=engine):
        return 0
    return version if db.session.get_one(Programme, story.programme_id).is_analysed else 0


def _write_original(original: Original, version: int, found: OriginalRead | WhyUnread, engine: str) -> None:
    story_id = original.story_id
    if isinstance(found, WhyUnread):
        engine = found.engine
        found = OriginalRead(language=original.hint, masks=[], signals=[], alike_id=None)
    settled = cases.settled_signals(story_id)
    heard: list[dict[str, Any]] = [
        {"kind": s.kind, "score": round(s.score, 3)} for s in found.signals if s.kind not in settled
    ]
    loud = [one for one in heard if opens_a_case(one["score"])]
    db.session.rollback()
    with act(WORKER) as doing:
        now = analyses.locked(story_id)
        if now is None or now.state is StoryState.WITHDRAWN:
            return
        if analyses.was_read(story_id, ORIGINAL, text_version=version, engine=engine):
            return  # by another worker meanwhile
        db.session.execute(delete(MaskSuggestion).where(MaskSuggestion.story_id == story_id))
        analyses.add_rows(
            MaskSuggestion,
            [
                {"story_id": story_id, "start": m.start, "end": m.end, "kind": m.kind, "replacement": m.replacement}
                for m in found.masks
            ],
        )
        if loud:
            cases.open_case(doing, now, opened_by="model", signals=heard)
        read = {"story_id": story_id, "text_version": version, "engine": engine, "language": found.language}
        quiet, today = [] if loud else heard, kit().clock().date()
        analyses.replace_analyses(ORIGINAL, [{**read, "alike_id": found.alike_id, "done_on": today, "quiet": quiet}])


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
    write_readings(library, read_texts(library, [analyses.text_of(story)]))


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
        "engine": _engine_of(library, found),
        "text_version": reading.text_version,
    }  # fmt: skip


def _engine_of(library: Library, found: ThemeFound | LinkFound) -> str:
    if isinstance(found, ThemeFound):
        return library.codebook.engine_for_theme(found.code)
    return library.codebook.engine_for_result(found.code)
