"""People decide about themes and results on a story; each step names who, as what, and can be undone by its maker."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import analyses
from storyapp.data.queries import coding as queries
from storyapp.data.tables.coding import CodedStory, CodingDecision, ResultLink, Tag
from storyapp.data.tables.programmes import ParticularWording, Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.coding import LONGEST_EVIDENCE, CodingStep, find_words, working_text
from storyapp.rules.errors import RuleBroken
from storyapp.rules.learning import LearnedKind
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState, decided_state
from storyapp.rules.unplanned import is_suggested, none_state
from storyapp.services import learned
from storyapp.services.transaction import Act, account_actor, act

HAND = "hand"  # the engine of what a person put


@dataclass(frozen=True, kw_only=True)
class Coder:
    """Who decides, and as what: an analyst, or a young co-evaluator."""

    account_id: int
    kind: CoderKind = CoderKind.PERSON


@dataclass(frozen=True, kw_only=True)
class Place:
    """In which story of which programme; what is not there does not exist."""

    programme_id: int
    public_id: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Words that show a code: typed, or chosen in the text by offsets."""

    words: str = ""
    start: int | None = None
    end: int | None = None


NO_WORDS = Evidence()


def confirm_tag(place: Place, tag_id: int, coder: Coder, *, seen: TagState = TagState.SUGGESTED) -> bool:
    """Confirm a theme on a story; False where there is no such tag. `seen` is the state that the person looked at."""
    return _decide(Tag, place, tag_id, coder, confirmed=True, seen=seen)


def refuse_tag(place: Place, tag_id: int, coder: Coder, *, seen: TagState = TagState.SUGGESTED) -> bool:
    """Say that a theme does not fit a story."""
    return _decide(Tag, place, tag_id, coder, confirmed=False, seen=seen)


def confirm_link(place: Place, link_id: int, coder: Coder, *, seen: TagState = TagState.SUGGESTED) -> bool:
    """Confirm a result on a story, with the direction that was suggested."""
    return _decide(ResultLink, place, link_id, coder, confirmed=True, seen=seen)


def refuse_link(place: Place, link_id: int, coder: Coder, *, seen: TagState = TagState.SUGGESTED) -> bool:
    """Say that a story does not speak of a result."""
    return _decide(ResultLink, place, link_id, coder, confirmed=False, seen=seen)


def turn_link(
    place: Place, link_id: int, coder: Coder, *, direction: LinkDirection, seen: TagState = TagState.SUGGESTED
) -> bool:
    """Confirm a result with another direction: the story supports it, contradicts it, or does both."""
    return _decide(ResultLink, place, link_id, coder, confirmed=True, seen=seen, direction=direction)


def add_tag(place: Place, theme_id: int, coder: Coder, *, evidence: Evidence = NO_WORDS) -> bool:
    """Put a theme on a story by hand; where it was suggested, or refused before, this confirms it."""
    with act(account_actor(coder.account_id)) as doing:
        programme, story = _there(place)
        if story is None or queries.theme_of(programme, theme_id) is None:
            return False
        found = _found(story, evidence)
        tag = _row_of(Tag, story.id, Tag.theme_id == theme_id)
        if tag is None:
            tag = _put(Tag(theme_id=theme_id, **_by_hand(story, found)))
            _write(doing, story, tag, coder, step=CodingStep.ADDED, before={})
        elif tag.state is not TagState.CONFIRMED:
            _check_alone(tag)
            before = _as_it_stands(tag)
            tag.state = decided_state(confirmed=True, coder=coder.kind)
            tag.evidence = _merged(tag.evidence, found)
            _write(doing, story, tag, coder, step=CodingStep.CONFIRMED, before=before)
        elif found:
            tag.evidence = _merged(tag.evidence, found)
    return True


def add_link(
    place: Place,
    result_id: int,
    coder: Coder,
    *,
    direction: LinkDirection,
    particular_id: int | None = None,
    evidence: Evidence = NO_WORDS,
) -> bool:
    """Say by hand of which result a story speaks, in which direction, and in which particular wording."""
    with act(account_actor(coder.account_id)) as doing:
        programme, story = _there(place)
        if story is None or queries.result_of(programme, result_id) is None:
            return False
        if particular_id is not None and not _belongs(particular_id, result_id):
            return False
        found = _found(story, evidence)
        link = _row_of(ResultLink, story.id, ResultLink.result_id == result_id)
        if link is None:
            link = _put(ResultLink(result_id=result_id, direction=direction, **_by_hand(story, found)))
            step, before = CodingStep.ADDED, {}
        else:
            before = _as_it_stands(link)
            link.state = decided_state(confirmed=True, coder=coder.kind)
            link.evidence = _merged(link.evidence, found)
            step = CodingStep.TURNED if link.direction is not direction else CodingStep.CONFIRMED
        link.direction, link.particular_id = direction, particular_id or link.particular_id
        _write(doing, story, link, coder, step=step, before=before)
    return True


def mark_story(place: Place, coder: Coder, *, is_unplanned: bool | None, seen: TagState | None = None) -> bool:
    """Say of a story as a whole that it was read, and whether it tells of a change outside every intended result.

    None says nothing of results. `seen` is how that stood when the person looked, where somebody else may have decided.
    """
    decided_state(confirmed=True, coder=coder.kind)
    with act(account_actor(coder.account_id)) as doing:
        _, story = _there(place)
        if story is None:
            return False
        mark = db.session.get(CodedStory, story.id)
        if mark is not None and mark.is_unplanned is is_unplanned and mark.decided_by_id == coder.account_id:
            return True  # the same press twice
        if seen is not None and none_state(mark.is_unplanned if mark is not None else None) is not seen:
            raise RuleBroken("tag.decided-already")
        before: dict[str, Any] = {} if mark is None else _mark_as_it_stands(mark)
        if mark is None:
            mark = CodedStory(story_id=story.id, organisation_id=story.organisation_id, programme_id=story.programme_id)
            db.session.add(mark)
        mark.is_unplanned, mark.decided_by_id, mark.decided_as = is_unplanned, coder.account_id, coder.kind
        mark.decided_at = kit().clock()
        mark.score = None if is_unplanned is None else mark.score or _suggested_score(story)
        db.session.add(_step(story, coder, step=CodingStep.MARKED, before=before))
        db.session.flush()
        if is_unplanned is None:
            doing.note(story.organisation_id, "story.read-for-codes", f"story:{story.public_id}")
        else:
            name = "story.fits-no-result" if is_unplanned else "story.fits-a-result"
            doing.note(story.organisation_id, name, f"story:{story.public_id}")
            learned.ask_after_decision(doing, story, LearnedKind.RESULTS)
    return True


def second_reading(place: Place, label_id: int, coder: Coder, *, fits: bool, of: type[Any] = Tag) -> bool:
    """Keep what another person thinks of a theme, or a result, on a story; what stands there is not touched."""
    decided_state(confirmed=fits, coder=coder.kind)
    is_theme = of is Tag
    with act(account_actor(coder.account_id)) as doing:
        programme, story = _there(place)
        same = Tag.theme_id == label_id if is_theme else ResultLink.result_id == label_id
        row = None if story is None else _row_of(of, story.id, same)
        if (
            story is None
            or row is None
            or (queries.theme_of if is_theme else queries.result_of)(programme, label_id) is None
        ):
            return False
        about = {"theme_id" if is_theme else "result_id": label_id}
        for one in queries.second_readings(story.id, coder.account_id, coder.kind, **about):
            one.undone_at = kit().clock()
        step = _step(story, coder, step=CodingStep.CONFIRMED if fits else CodingStep.REFUSED, before={})
        step.theme_id, step.result_id, step.is_second = about.get("theme_id"), about.get("result_id"), True
        db.session.add(step)
        doing.note(
            story.organisation_id, "tag.read-again" if is_theme else "link.read-again", f"story:{story.public_id}"
        )
    return True


def undo(programme_id: int, coder: Coder) -> str | None:
    """Take back the last step of this person; return the public id of its story, or None where there is none."""
    with act(account_actor(coder.account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        last = queries.last_step(programme, coder.account_id)
        if last is None:
            return None
        step, story = last
        queries.story_to_code(programme, story.public_id)
        _take_back(step)
        step.undone_at = kit().clock()
        doing.note(story.organisation_id, "coding.undone", f"story:{story.public_id}", reason=step.step.name)
        return story.public_id


def _decide(
    table: type[Any],
    place: Place,
    row_id: int,
    coder: Coder,
    *,
    confirmed: bool,
    seen: TagState,
    direction: LinkDirection | None = None,
) -> bool:
    state = decided_state(confirmed=confirmed, coder=coder.kind)
    with act(account_actor(coder.account_id)) as doing:
        _, story = _there(place)
        row = None if story is None else _row_of(table, story.id, table.id == row_id)
        if story is None or row is None:
            return False
        is_new_way = direction is not None and direction is not row.direction
        if row.state is state and row.decided_by_id == coder.account_id and not is_new_way:
            return True  # the same press twice
        if row.state is not seen:
            raise RuleBroken("tag.decided-already")
        _check_alone(row)
        before = _as_it_stands(row)
        row.state = state
        if direction is not None:
            row.direction = direction
        step = CodingStep.TURNED if is_new_way else CodingStep.CONFIRMED if confirmed else CodingStep.REFUSED
        _write(doing, story, row, coder, step=step, before=before)
    return True


def _there(place: Place) -> tuple[Programme, Story | None]:
    programme = db.session.get_one(Programme, place.programme_id)
    return programme, queries.story_to_code(programme, place.public_id)


def _row_of(table: type[Any], story_id: int, condition: Any) -> Any:
    return db.session.scalar(db.select(table).where(table.story_id == story_id, condition))


def _belongs(particular_id: int, result_id: int) -> bool:
    wording = db.session.get(ParticularWording, particular_id)
    return wording is not None and wording.result_id == result_id


def _found(story: Story, evidence: Evidence) -> list[dict[str, Any]]:
    """Return where the words stand in the working text; words that do not stand there are no evidence."""
    text = working_text(story.happened, story.matters)
    span: tuple[int, int] | None
    if evidence.start is not None and evidence.end is not None:
        span = evidence.start, evidence.end
        if not 0 <= span[0] < span[1] <= len(text):
            raise RuleBroken("evidence.not-in-text")
    elif evidence.words.strip():
        span = find_words(text, evidence.words)
        if span is None:
            raise RuleBroken("evidence.not-in-text")
    else:
        return []
    if span[1] - span[0] > LONGEST_EVIDENCE:
        raise RuleBroken("evidence.too-long", longest=LONGEST_EVIDENCE)
    return [{"start": span[0], "end": span[1], "text": text[span[0] : span[1]]}]


def _by_hand(story: Story, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "organisation_id": story.organisation_id, "programme_id": story.programme_id, "story_id": story.id,
        "coder": CoderKind.PERSON, "state": TagState.CONFIRMED, "score": None, "evidence": evidence, "engine": HAND,
        "text_version": story.text_version,
    }  # fmt: skip


def _put(row: Any) -> Any:
    db.session.add(row)
    return row


def _merged(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*old, *(piece for piece in new if piece not in old)]


def _check_alone(row: Any) -> None:
    """Refuse to decide alone what readers have decided together."""
    if isinstance(row, Tag) and queries.joint_decision(row.story_id, row.theme_id) is not None:
        raise RuleBroken("tag.decided-together")


def _as_it_stands(row: Any) -> dict[str, Any]:
    """Return what undoing needs, in codes and ids."""
    before = {
        "state": row.state.name,
        "decided_by_id": row.decided_by_id,
        "decided_as": row.decided_as and row.decided_as.name,
        "decided_at": row.decided_at and row.decided_at.isoformat(),
        "n_evidence": len(row.evidence),
    }
    if isinstance(row, ResultLink):
        before |= {"direction": row.direction.name, "particular_id": row.particular_id}
    return before


def _write(doing: Act, story: Story, row: Any, coder: Coder, *, step: CodingStep, before: dict[str, Any]) -> None:
    """Sign a tag or a link with who decided, keep the step, and note it."""
    if step is CodingStep.ADDED:
        row.coder = coder.kind
    row.decided_by_id, row.decided_as, row.decided_at = coder.account_id, coder.kind, kit().clock()
    kept = _step(story, coder, step=step, before=before)
    noun = "tag" if isinstance(row, Tag) else "link"
    if isinstance(row, Tag):
        kept.theme_id = row.theme_id
    else:
        kept.result_id = row.result_id
    db.session.add(kept)
    doing.note(story.organisation_id, f"{noun}.{step.value}", f"story:{story.public_id}", reason=_code(row))
    learned.ask_after_decision(doing, story, LearnedKind.THEMES if isinstance(row, Tag) else LearnedKind.RESULTS)


def _take_back(step: CodingDecision) -> None:
    """Put a row back to what it was before a step; a step that somebody else has changed since stays."""
    if step.is_second:
        return
    if step.step is CodingStep.MARKED:
        mark = db.session.get(CodedStory, step.story_id)
        if mark is not None and not step.before:
            db.session.delete(mark)
        elif mark is not None:
            _put_mark_back(mark, step)
        return
    table, condition = _named_by(step)
    row = _row_of(table, step.story_id, condition)
    if row is None:
        return
    _check_alone(row)
    if row.decided_by_id != step.account_id:
        raise RuleBroken("tag.decided-already")
    if step.step is CodingStep.ADDED:
        db.session.delete(row)
        return
    before, at, kind = step.before, step.before["decided_at"], step.before["decided_as"]
    row.state, row.decided_by_id = TagState[before["state"]], before["decided_by_id"]
    row.decided_as = None if kind is None else CoderKind[kind]
    row.decided_at = None if at is None else datetime.fromisoformat(at)
    row.evidence = row.evidence[: before["n_evidence"]]
    if isinstance(row, ResultLink):
        row.direction, row.particular_id = LinkDirection[before["direction"]], before["particular_id"]


def _put_mark_back(mark: CodedStory, step: CodingDecision) -> None:
    if mark.decided_by_id != step.account_id:
        raise RuleBroken("tag.decided-already")
    before = step.before
    mark.is_unplanned, mark.score = before["is_unplanned"], before.get("score")
    if "decided_as" in before:
        mark.decided_by_id, mark.decided_as = before["decided_by_id"], CoderKind[before["decided_as"]]


def _mark_as_it_stands(mark: CodedStory) -> dict[str, Any]:
    return {
        "is_unplanned": mark.is_unplanned, "score": mark.score, "decided_by_id": mark.decided_by_id,
        "decided_as": mark.decided_as.name,
    }  # fmt: skip


def _suggested_score(story: Story) -> float | None:
    """Return how sure the module was that no result fits, where it suggested it."""
    reading = analyses.reading_of(story)
    return reading.fits_none if reading is not None and is_suggested(reading.fits_none) else None


def _named_by(step: CodingDecision) -> tuple[type[Any], Any]:
    if step.theme_id is not None:
        return Tag, Tag.theme_id == step.theme_id
    return ResultLink, ResultLink.result_id == step.result_id


def _code(row: Any) -> str:
    return f"theme-{row.theme_id}" if isinstance(row, Tag) else f"result-{row.result_id}"


def _step(story: Story, coder: Coder, *, step: CodingStep, before: dict[str, Any]) -> CodingDecision:
    return CodingDecision(
        organisation_id=story.organisation_id, programme_id=story.programme_id, story_id=story.id,
        account_id=coder.account_id, coder=coder.kind, step=step, before=before, made_at=kit().clock(),
    )  # fmt: skip
