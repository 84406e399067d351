"""The demo's stories: told through the real door and screened."""

from datetime import date, datetime, timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.coding import Case, CaseNote
from storyapp.data.tables.consenting import TextApproval
from storyapp.data.tables.programmes import Programme, Question, StoryInvitation
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import Kit, kit
from storyapp.rules.consent import GuardianKind, Purpose, Understanding
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import Direction, Mode, StoryState
from storyapp.services import cases, consents, form_versions, guardians, receipts, sealing, submission
from storyapp.services.demo import asked, by_paper, coding, content, set_up
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.submission import StoryTold
from storyapp.services.transaction import SHELL, account_actor, act
from storyapp.words.speech import speaking

LEFT_UNSCREENED = 3  # the newest stories still wait for the facilitator
FORM_CHANGED_ON = date(2026, 1, 12)
WHY_CHANGED = "«Сколько длится» понимали по-разному · “How long” was read in two ways"
SCREENERS = {"mentors": "tikhonov", "families": "ashby"}


def tell_all(house: DemoHouse, all_stories: list[dict[str, Any]], own: Kit) -> dict[str, int]:
    """Store every story; return ids by key."""
    told: dict[str, int] = {}
    used = _stories_in_use()
    free = [s["key"] for s in all_stories if s["key"] not in used and not s.get("themes") and not _waits(s)]
    free += [s["key"] for s in all_stories if s["key"] not in used and s["key"] not in free and not _waits(s)]
    unscreened = set(free[-LEFT_UNSCREENED:])
    for story in all_stories:
        moment = own.clock() if _waits(story) else content.noon(story["told_on"])  # a month without consent erases it
        content.at(own, moment)
        if story["told_on"] >= FORM_CHANGED_ON and house.reworded:
            _publish_again(house)
        story_id = told[story["key"]] = _tell(house, story)
        if "link" in story.get("guardian", {}):
            _guardian_answers(story, story_id)
        if "scanned" in story.get("guardian", {}):
            by_paper.record(house, story, story_id, own, screener=house.people[SCREENERS[story["programme"]]])
        if _waits(story):
            continue
        if story["key"] not in unscreened:
            content.at(own, moment + timedelta(days=2))
            _screen(house, story, story_id)
            coding.code(house, story, story_id)
    content.at(own, content.noon(all_stories[-1]["told_on"]))
    set_up.open_invitations(house)
    _cases(house, told, own)
    return told


def _publish_again(house: DemoHouse) -> None:
    """Word some questions anew and publish the form, as one does after the first period."""
    with act(SHELL):
        for question_id, wording in house.reworded.items():
            db.session.get_one(Question, question_id).wording = wording
    house.reworded.clear()
    mentors = db.session.get_one(Programme, house.programmes["mentors"])
    form_versions.publish(mentors, note=WHY_CHANGED, by_id=house.people[SCREENERS["mentors"]])


def _stories_in_use() -> set[str]:
    """Return keys that rounds, cases and replies need screened."""
    used: set[str] = set()
    for one in content.read("rounds")["rounds"]:
        used |= set(one["stories"])
    replies = content.read("replies")
    for kind in ("replies", "withdrawals", "questions"):
        used |= {one["story"] for one in replies[kind]}
    meanwhile = content.read("meanwhile")
    used |= {one["story"] for one in meanwhile["ran_out"] + meanwhile["group"]["stories"]}
    return used | {one["story"] for one in content.read("safeguarding")["cases"]}


UNDERSTOOD = (*(Understanding.ALL,) * 4, Understanding.SOME, Understanding.SKIPPED)


def _waits(story: dict[str, Any]) -> bool:
    return "guardian" in story and "agreed_on" not in story["guardian"]


def _tell(house: DemoHouse, story: dict[str, Any]) -> int:
    invitation_id = _invitation(house, story)
    band, programme = AgeBand[story["age_band"]], story["programme"]
    answers = {
        house.questions[programme, code][0]: str(value) if isinstance(value, int) else value
        for code, value in story["answers"].items()
        if (programme, code) in house.questions
    } | asked.answers_of(house.questions, programme, story)
    understood = UNDERSTOOD[len(story["key"]) % len(UNDERSTOOD)]
    told = StoryTold(
        submission_key=f"demo/{story['key']}", language=story["language"], age_band=band,
        teller_role=TellerRole[story["teller_role"]], title=story["title"], happened=story["happened"].strip(),
        matters=story["matters"].strip(), considered=tuple(story["range"]), direction=Direction[story["direction"]],
        domain_id=house.domains[programme, story["domain"]], answers=answers, pseudonym=story.get("pseudonym", ""),
        consents={Purpose[name]: said == "grant" for name, said in story["consents"].items()},
        repeated=asked.answered_again(house.questions, programme, story),
        form_version_id=_version(house, programme),
        understanding=understood,
        shown={
            purpose: house.texts[programme, band.consent_band, story["language"], purpose] for purpose in Purpose
        },
    )  # fmt: skip
    submission.submit_story(invitation_id, told, receipts.fresh_code())
    row = submission.story_of_press(told.submission_key)
    assert row is not None
    return row.id


def _version(house: DemoHouse, programme: str) -> int:
    with act(SHELL) as doing:
        return form_versions.settle(doing, db.session.get_one(Programme, house.programmes[programme]))


def _guardian_answers(story: dict[str, Any], story_id: int) -> None:
    """Let a guardian answer by a card, or (nothing agreed yet) leave the card waiting."""
    guardian = story["guardian"]
    with speaking(story["language"]):
        guardians.make_card(story_id)
        card = guardians.card_of(story_id)
        entered = guardians.open_card(card.token) if card is not None and "agreed_on" in guardian else None
        if entered is None:
            return
        who = guardians.here(entered[0])
        assert who is not None
        guardians.say_kind(who, GuardianKind[guardian["kind"]])
        who = guardians.here(entered[0])
        assert who is not None
        asked = guardians.questions(who.programme)
        shown = {purpose: consents.text_hash(question.text) for purpose, question in asked.items()}
        guardians.answer(who, dict.fromkeys(asked, True), shown, spoken=story["language"])
        guardians.leave(entered[0])


def _invitation(house: DemoHouse, story: dict[str, Any]) -> int:
    guardian = story.get("guardian", {})
    is_on_paper = "agreed_on" in guardian and not guardian.keys() & {"link", "scanned"}
    with act(account_actor(house.people[SCREENERS[story["programme"]]])) as doing:
        row = set_up.new_invitation(
            doing, house, story["programme"], story["period"], label=_label(story), language=story["language"],
            mode=Mode[story["mode"]], collector_id=house.people.get(story.get("collector", "")), budget=1,
            guardian_paper=by_paper.number_of(guardian) if is_on_paper else "",
            expires_at=kit().clock() + timedelta(days=14),
        )  # fmt: skip
    return db.session.get_one(StoryInvitation, row.id).id


def _label(story: dict[str, Any]) -> str:
    return f"{'Встреча' if story['language'] == 'ru' else 'Meeting'} {story['told_on']:%d.%m.%Y}"


def _screen(house: DemoHouse, story: dict[str, Any], story_id: int) -> None:
    screener = house.people[SCREENERS[story["programme"]]]
    with act(account_actor(screener)) as doing:
        row = db.session.get_one(Story, story_id)
        row.made_up_name = story.get("pseudonym", "")
        row.title, row.considered = (
            content.masked(story, story["title"]),
            [content.masked(story, one) for one in story["range"]],
        )
        row.happened, row.matters = content.masked(story, story["happened"]), content.masked(story, story["matters"])
        row.text_version, row.screened_by_id, row.screened_on = 1, screener, kit().clock().date()
        row.approved_version = 1
        db.session.add(
            TextApproval(
                story_id=row.id, text_version=1, approved_on=row.screened_on,
                account_id=house.people[next(other for other in SCREENERS.values() if house.people[other] != screener)],
            )
        )  # fmt: skip
        row.state = StoryState.SCREENED
        doing.note(row.organisation_id, "story.screened", f"story:{row.public_id}")


def _cases(house: DemoHouse, told: dict[str, int], own: Kit) -> None:
    steps = {"ACKNOWLEDGED": "acknowledged", "REFERRED": "escalated", "CLOSED": "closed"}
    for case in content.read("safeguarding")["cases"]:
        content.at(own, case["opened_at"])
        story = db.session.get_one(Story, told[case["story"]])
        lead, second = house.people[case["closed_by"]], house.people[case["confirmed_by"]]
        with act(account_actor(lead)) as doing:
            story = db.session.get_one(Story, story.id)
            row = Case(
                organisation_id=story.organisation_id, programme_id=story.programme_id, story_id=story.id,
                opened_by=case["source"].lower(), signals=[{"kind": kind, "score": 0.9} for kind in case["signals"]],
                opened_at=case["opened_at"], acknowledged_at=case["acknowledged_at"], acknowledged_by_id=lead,
                outcome=case["outcome_kind"].lower(), proposed_by_id=lead, closed_by_id=second, closed_at=case["closed_at"],
                outcome_note_sealed=sealing.seal_words(
                    story.id, case["outcome"][story.language], cases.OUTCOME_PLACE
                ),
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            for step in case["timeline"]:
                _case_note(
                    row, story, house.people[step["by"]], steps.get(step["step"], "noted"), step["at"], step["note"]
                )
            story.is_held = True  # the teller asked that no panel reads it
            consents.leave_open_rounds(story)
            doing.note(story.organisation_id, "case.closed", f"case:{row.id}", reason=case["outcome_kind"])


def _case_note(case: Case, story: Story, account_id: int, step: str, at: datetime, note: dict[str, str]) -> None:
    db.session.add(
        CaseNote(
            case_id=case.id, account_id=account_id, act=step, noted_at=at,
            sealed=sealing.seal_words(story.id, note[story.language], cases.NOTE_PLACE),
        )
    )  # fmt: skip
