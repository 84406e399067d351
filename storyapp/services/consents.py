"""Consent: written down as events, folded at once into what holds now; withdrawing a story, and holding it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from storyapp.data.db import db
from storyapp.data.queries import quotes
from storyapp.data.queries.appearing import LIGHT_NAMES
from storyapp.data.tables.consenting import TextEdit
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import ConsentEvent, Story, StoryWords
from storyapp.gateways.kit import kit
from storyapp.rules.consent import (
    ConsentAct,
    ConsentBy,
    ConsentSaid,
    Light,
    Purpose,
    guardian_act,
    lights,
    may_be_counted,
    next_end,
    of_age_on,
    opens_the_story,
    runs_out_on,
    teller_speaks_as,
)  # fmt: skip
from storyapp.rules.jobs import JobKind
from storyapp.rules.people import AgeBand
from storyapp.rules.rounds import UNDECIDED
from storyapp.rules.stories import StoryState
from storyapp.services import learned, recalls
from storyapp.services.transaction import WORKER, Act, act

ASKED_AHEAD = timedelta(days=60)  # a yes that runs out is asked again so long before
AT_ONCE = 50
FOLDED: dict[str, Purpose] = {name: purpose for purpose, name in LIGHT_NAMES.items()}


def text_hash(text: str) -> str:
    """Return the fingerprint of the words that were shown."""
    return hashlib.sha256(text.encode()).hexdigest()


def said_when_telling(
    answers: Mapping[Purpose, bool],
    shown: Mapping[Purpose, str],
    *,
    band: AgeBand,
    language: str,
    paper: str,
    on: date,
    years: int = 0,
    age: int = 0,
) -> list[dict[str, Any]]:
    """Return the events of a telling, as rows without their story: the teller's yes and no, and a paper's yes.

    `shown` holds the hash of the words read; `paper` names the guardian's paper that covers all who use the link.
    A yes runs out after `years`, a guardian's also when the teller is of `age`.
    """
    ends_on = runs_out_on(on, years=years)
    common = {"language": language, "said_on": on, "expires_on": ends_on}
    own = [
        {
            **common, "purpose": purpose, "act": ConsentAct.GRANT if agreed else ConsentAct.REFUSE,
            "by": teller_speaks_as(band), "text_hash": shown.get(purpose, ""), "paper": "",
        }
        for purpose, agreed in answers.items()
    ]  # fmt: skip
    ends_on = earlier(ends_on, of_age_on(band, told_on=on, age=age))
    agreed_on_paper = {
        **common, "act": ConsentAct.GRANT, "by": ConsentBy.GUARDIAN, "text_hash": "", "paper": paper,
        "expires_on": ends_on,
    }  # fmt: skip
    return own + [{**agreed_on_paper, "purpose": purpose} for purpose in answers if paper]


def folded(events: Iterable[Mapping[str, Any]], *, guardian_needed: bool, today: date) -> dict[str, Any]:
    """Fold rows of events into the columns of a story that say what holds, and when that changes by itself."""
    said = [
        ConsentSaid(
            sequence=n, purpose=event["purpose"], act=event["act"], by=event["by"], on=event["said_on"],
            expires_on=event.get("expires_on"),
        )
        for n, event in enumerate(events)
    ]  # fmt: skip
    now = lights(said, guardian_needed=guardian_needed, today=today)
    held: dict[str, Any] = {column: now[purpose] for column, purpose in FOLDED.items()}
    return {**held, "consent_ends_on": next_end(said, today=today)}


def earlier(one: date | None, other: date | None) -> date | None:
    """Return the earlier of two days that may not be there."""
    return min((day for day in (one, other) if day is not None), default=None)


def events_of(story_id: int) -> list[ConsentEvent]:
    """Return a story's consent events in order."""
    query = select(ConsentEvent).where(ConsentEvent.story_id == story_id).order_by(ConsentEvent.id)
    return list(db.session.scalars(query))


def own_events(story_id: int) -> dict[Purpose, ConsentEvent]:
    """Return what the teller (not the guardian) has said last about each purpose."""
    return {e.purpose: e for e in events_of(story_id) if e.by not in (ConsentBy.GUARDIAN, ConsentBy.IMPORT)}


def own_answers(story_id: int, *, today: date) -> dict[Purpose, bool]:
    """Return the teller's last answers; a yes that has run out is none."""
    said = own_events(story_id)
    return {p: e.act is ConsentAct.GRANT for p, e in said.items() if not has_ended(e, today=today)}


def has_ended(event: ConsentEvent, *, today: date) -> bool:
    """Tell whether this was a yes that has run out."""
    return event.act is ConsentAct.GRANT and event.expires_on is not None and event.expires_on <= today


def lights_of(story: Story, *, today: date) -> dict[Purpose, Light]:
    """Fold a story's events into what holds today."""
    return _fold(events_of(story.id), story, today=today)


def refold(story: Story, *, today: date, events: Iterable[ConsentEvent] | None = None) -> None:
    """Write what holds now onto the story; call inside the act that added an event."""
    if events is None:
        db.session.flush()
        events = events_of(story.id)
    said = _said(events)
    now = lights(said, guardian_needed=story.guardian_needed, today=today)
    for column, purpose in FOLDED.items():
        setattr(story, column, now[purpose])
    story.consent_ends_on = next_end(said, today=today)


def change_consent(doing: Act, story: Story, changes: Mapping[Purpose, bool], *, by: ConsentBy, today: date) -> None:
    """Narrow or widen consent purpose by purpose; what was lost goes onto the recall list. Call inside an act."""
    _wait_for_reports(story)
    before, counted, own = lights_of(story, today=today), story.may_count, own_events(story.id)
    ends_on = runs_out_on(today, years=_programme_of(story).consent_years)
    for purpose, agreed in changes.items():
        if _says_the_same(own.get(purpose), agreed, by=by, today=today):
            continue
        db.session.add(
            ConsentEvent(
                story_id=story.id, purpose=purpose, act=ConsentAct.GRANT if agreed else ConsentAct.WITHDRAW, by=by,
                language=story.language, said_on=today, expires_on=ends_on if agreed else None,
            )
        )  # fmt: skip
        doing.note(
            story.organisation_id, "consent.granted" if agreed else "consent.withdrawn", f"story:{story.public_id}",
            reason=purpose.name,
        )  # fmt: skip
    refold(story, today=today)
    let_go(doing, story, before, today=today)
    read_again(doing, story, counted)


def _says_the_same(last: ConsentEvent | None, agreed: bool, *, by: ConsentBy, today: date) -> bool:
    """Tell whether an answer changes nothing: said before, by the same person, and not about to run out."""
    if last is None or (last.act is ConsentAct.GRANT) is not agreed:
        return False
    is_grown = by is ConsentBy.YOUNG_ADULT and last.by is not by
    return not is_grown and (last.expires_on is None or last.expires_on > today + ASKED_AHEAD)


def guardian_answers(story_id: int) -> dict[Purpose, ConsentAct]:
    """Return what a guardian has said last about each purpose; nothing where none has answered."""
    return {e.purpose: e.act for e in events_of(story_id) if e.by is ConsentBy.GUARDIAN}


def guardian_says(
    doing: Act, story: Story, agreed: Mapping[Purpose, bool], *, on: date, today: date, language: str, paper: str = "",
    shown: Mapping[Purpose, str] | None = None, account_id: int | None = None,
) -> None:  # fmt: skip
    """Write a guardian's yes and no to each purpose, on paper or by link; the last answer holds. Call inside an act.

    A waiting story goes on with the first yes; where every answer is no, it goes on waiting and nobody reads it.
    """
    _wait_for_reports(story)
    before, counted, said = lights_of(story, today=today), story.may_count, guardian_answers(story.id)
    programme = _programme_of(story)
    ends_on = earlier(
        runs_out_on(on, years=programme.consent_years),
        of_age_on(story.age_band, told_on=story.told_on, age=programme.guardian_age),
    )
    db.session.add_all(
        ConsentEvent(
            story_id=story.id, purpose=purpose, act=guardian_act(yes, before=said.get(purpose)),
            by=ConsentBy.GUARDIAN, language=language, text_hash=(shown or {}).get(purpose, ""), paper=paper,
            recorded_by_id=account_id, said_on=on, expires_on=ends_on if yes else None,
        )
        for purpose, yes in agreed.items()
    )  # fmt: skip
    refold(story, today=today)
    if story.state is StoryState.WAITING_FOR_GUARDIAN and opens_the_story(agreed.values()):
        story.state = StoryState.TOLD
    let_go(doing, story, before, today=today)
    read_again(doing, story, counted)


def end_what_ran_out() -> int:
    """Fold anew what ran out by itself (after its years, or because the teller is of age); return for how many stories."""
    today = kit().clock().date()
    due = (Story.consent_ends_on <= today) & (Story.state != StoryState.WITHDRAWN)
    ids = list(db.session.scalars(select(Story.id).where(due).order_by(Story.id).limit(AT_ONCE)))
    for story_id in ids:
        with act(WORKER) as doing:
            story = db.session.get_one(Story, story_id)
            _wait_for_reports(story)
            held = {purpose: getattr(story, column) for column, purpose in FOLDED.items()}
            refold(story, today=today)
            let_go(doing, story, {purpose: held.get(purpose, Light.NO) for purpose in Purpose}, today=today)
            read_again(doing, story, held[Purpose.ANALYSIS])
            doing.note(story.organisation_id, "consent.ended", f"story:{story.public_id}")
    return len(ids)


def asks_again(story: Story, *, today: date) -> bool:
    """Tell whether it is time to ask the teller again: a yes has run out, or will soon, or a guardian's has ended."""
    if story.state is not StoryState.SCREENED and story.state is not StoryState.TOLD:
        return False
    soon, own = today + ASKED_AHEAD, own_events(story.id)
    if any(has_ended(event, today=soon) for event in own.values()):
        return True
    return is_grown_up(story, today=today) and any(
        e.act is ConsentAct.GRANT and e.by is not ConsentBy.YOUNG_ADULT for e in own.values()
    )


def is_grown_up(story: Story, *, today: date) -> bool:
    """Tell whether a teller whose guardian was asked is of age by now."""
    day = of_age_on(story.age_band, told_on=story.told_on, age=_programme_of(story).guardian_age)
    return story.guardian_needed and day is not None and day <= today


def let_go(doing: Act, story: Story, before: Mapping[Purpose, Light], *, today: date) -> None:
    """Stop what was allowed before and is not any more: uses are recalled, open rounds lose the story."""
    after = lights_of(story, today=today)
    lost = {p for p in Purpose if before[p] is not Light.NO and after[p] is Light.NO}
    if lost:
        stop_uses(doing, story, lost, today=today)
    for purpose, is_youth in ((Purpose.PANEL, False), (Purpose.YOUTH_PANEL, True)):
        if purpose in lost:
            leave_open_rounds(story, is_youth=is_youth)


def read_again(doing: Act, story: Story, before: Light) -> None:
    """Let the module read a confirmed text that it may read now and did not before, or forget what it may no longer know."""
    if story.text_version and may_be_counted(before) != may_be_counted(story.may_count):
        doing.ask(story.organisation_id, JobKind.ANALYSE_STORY, story.id, stage="working")
        if not may_be_counted(story.may_count):
            learned.forget_made_from(doing, story)


def withdraw_story(doing: Act, story: Story, *, by: ConsentBy, today: date) -> None:
    """Withdraw the whole story: it leaves every list, round and output, and the recall list names those that had it."""
    _wait_for_reports(story)
    stop_uses(doing, story, set(Purpose), today=today)
    for purpose in Purpose:
        db.session.add(
            ConsentEvent(
                story_id=story.id, purpose=purpose, act=ConsentAct.WITHDRAW, by=by, language=story.language,
                said_on=today,
            )
        )  # fmt: skip
    story.state = StoryState.WITHDRAWN
    for table in (StoryWords, TextEdit):
        db.session.execute(delete(table).where(table.story_id == story.id))
    leave_open_rounds(story)
    refold(story, today=today)
    doing.note(story.organisation_id, "story.withdrawn", f"story:{story.public_id}", reason=by.name)


def leave_open_rounds(story: Story, *, is_youth: bool | None = None) -> None:
    """Take a story off the table of every round that is not decided (held, narrowed or withdrawn).

    `is_youth` names the panels that are meant; None means all.
    """
    query = (
        select(RoundStory)
        .join(Round, Round.id == RoundStory.round_id)
        .where(
            Round.organisation_id == story.organisation_id, RoundStory.story_id == story.id,
            Round.state.in_(UNDECIDED),
        )
    )  # fmt: skip
    if is_youth is not None:
        query = query.where(Round.is_youth == is_youth)
    for row in db.session.scalars(query):
        row.is_removed = True


def stop_uses(doing: Act, story: Story, lost: set[Purpose], *, today: date) -> None:
    """Recall what had used the story for what is no longer allowed (B5); forget what was learned and what was chosen of it.

    Call inside an act.
    """
    if Purpose.ANALYSIS in lost:
        learned.forget_made_from(doing, story)
    if lost & {Purpose.ANALYSIS, Purpose.QUOTE}:
        quotes.forget_quotes(story.id)
    recalls.recall_uses(story, lost, today=today)


def hold_story(story: Story, *, today: date) -> None:
    """Hold a story for the safeguarding lead: it leaves open rounds, and what had used it goes onto the recall list.

    The list says of no line why it is there: a held story is recalled in the same words as one that was withdrawn.
    """
    _wait_for_reports(story)
    story.is_held = True
    leave_open_rounds(story)
    recalls.recall_uses(story, set(Purpose), today=today)


def rest_until_covered(story: Story, *, today: date) -> None:
    """Take a text that still tells who somebody is off open tables, and call back what had shown it. Call inside an act."""
    _wait_for_reports(story)
    leave_open_rounds(story)
    recalls.recall_uses(story, {Purpose.QUOTE, Purpose.PUBLICATION}, today=today)


def _wait_for_reports(story: Story) -> None:
    """Lock the story's row: a report that is being stored holds it too, so that none slips past the recall."""
    db.session.execute(select(Story.id).where(Story.id == story.id).with_for_update(key_share=True))


def _fold(events: Iterable[ConsentEvent], story: Story, *, today: date) -> dict[Purpose, Light]:
    return lights(_said(events), guardian_needed=story.guardian_needed, today=today)


def _said(events: Iterable[ConsentEvent]) -> list[ConsentSaid]:
    return [
        ConsentSaid(sequence=n, purpose=e.purpose, act=e.act, by=e.by, on=e.said_on, expires_on=e.expires_on)
        for n, e in enumerate(events)
    ]


def _programme_of(story: Story) -> Programme:
    return db.session.get_one(Programme, story.programme_id)
