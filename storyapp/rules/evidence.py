"""The evidence card of a story: eleven questions, each answered alone and never added up to a score (method, 3)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from storyapp.rules.consent import Light
from storyapp.rules.stories import Mode

SEVERAL_CHANGES = 2


class EvidenceItem(Enum):
    """What is asked of a story, after Rick Davies' criteria (2020) and ours, in the order of the card."""

    CAN_BE_ASKED_AGAIN = "can_be_asked_again"
    CHOSEN_FROM_SEVERAL = "chosen_from_several"
    READ_BACK = "read_back"
    ETHICS_KEPT = "ethics_kept"
    INTENDED_BIAS_EXPLAINED = "intended_bias_explained"
    UNINTENDED_BIAS_ANSWERED = "unintended_bias_answered"
    TELLERS_FOUND_HOW = "tellers_found_how"
    CONSENT_SCOPE = "consent_scope"
    VERIFIED = "verified"
    SELECTION_TRAIL = "selection_trail"
    LOOP_CLOSED = "loop_closed"


class Answer(Enum):
    """How far a story has it."""

    PASS = "pass"
    PARTLY = "partly"
    NO = "no"


class Verification(Enum):
    """What came of asking whether it happened (MSC guide, step 7)."""

    NOT_YET = "not_yet"
    CONFIRMED = "confirmed"
    PARTLY = "partly"
    NOT_CONFIRMED = "not_confirmed"
    CANNOT_BE_VERIFIED = "cannot_be_verified"


@dataclass(frozen=True, kw_only=True)
class EvidenceFacts:
    """What is known of one story, of the way in which it was asked for, and of what became of it."""

    mode: Mode
    may_be_contacted: bool = False
    has_receipt: bool = False
    was_asked_for_several: bool = False
    n_changes_named: int = 0
    was_read_back: bool = False
    read_back_confirmed: bool = False
    agreements_whole: bool = False
    text_is_deidentified: bool = False
    is_held: bool = False
    question_is_explained: bool = False
    asked_for_worse: bool = False
    asked_for_other: bool = False
    invitation_is_known: bool = False
    has_presence_targets: bool = False
    consent: Light = Light.NO
    used_within_consent: bool = True
    verification: Verification = Verification.NOT_YET
    n_rounds: int = 0
    n_rounds_with_whole_trail: int = 0
    feedback_given: bool = False
    feedback_seen: bool = False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer to one question; `code` names the reason in words/labels."""

    item: EvidenceItem
    answer: Answer

    @property
    def code(self) -> str:
        """Return the code of the sentence that says this answer."""
        return f"evidence.{self.item.value}.{self.answer.value}".replace("_", "-")


@dataclass(frozen=True, kw_only=True)
class ItemCount:
    """How many of several stories have it, partly have it, and have it not."""

    item: EvidenceItem
    n_pass: int
    n_partly: int
    n_no: int


def evidence_card(facts: EvidenceFacts) -> tuple[Finding, ...]:
    """Answer the eleven questions about one story, in the order of the card."""
    answers = {
        EvidenceItem.CAN_BE_ASKED_AGAIN: _graded(facts.may_be_contacted, facts.has_receipt),
        EvidenceItem.CHOSEN_FROM_SEVERAL: _graded(
            facts.n_changes_named >= SEVERAL_CHANGES, facts.was_asked_for_several
        ),
        EvidenceItem.READ_BACK: _graded(facts.mode is Mode.SELF or facts.read_back_confirmed, facts.was_read_back),
        EvidenceItem.ETHICS_KEPT: _ethics(facts),
        EvidenceItem.INTENDED_BIAS_EXPLAINED: _graded(facts.question_is_explained, False),
        EvidenceItem.UNINTENDED_BIAS_ANSWERED: _both(facts.asked_for_worse, facts.asked_for_other),
        EvidenceItem.TELLERS_FOUND_HOW: _both(facts.invitation_is_known, facts.has_presence_targets),
        EvidenceItem.CONSENT_SCOPE: _consent_scope(facts),
        EvidenceItem.VERIFIED: _graded(
            facts.verification is Verification.CONFIRMED, facts.verification is Verification.PARTLY
        ),
        EvidenceItem.SELECTION_TRAIL: _graded(
            0 < facts.n_rounds == facts.n_rounds_with_whole_trail, facts.n_rounds_with_whole_trail > 0
        ),
        EvidenceItem.LOOP_CLOSED: _graded(facts.feedback_given and facts.feedback_seen, facts.feedback_given),
    }
    return tuple(Finding(item=item, answer=answers[item]) for item in EvidenceItem)


def items_counted(cards: Iterable[Iterable[Finding]]) -> tuple[ItemCount, ...]:
    """Count the answers of several stories for each question; there is no total, and there shall be none."""
    counted = Counter((finding.item, finding.answer) for card in cards for finding in card)
    return tuple(
        ItemCount(
            item=item,
            n_pass=counted[item, Answer.PASS],
            n_partly=counted[item, Answer.PARTLY],
            n_no=counted[item, Answer.NO],
        )
        for item in EvidenceItem
    )


def _graded(whole: bool, part: bool) -> Answer:
    if whole:
        return Answer.PASS
    return Answer.PARTLY if part else Answer.NO


def _both(one: bool, other: bool) -> Answer:
    return _graded(one and other, one or other)


def _ethics(facts: EvidenceFacts) -> Answer:
    """People who are mentioned did not agree to anything: their names must be covered."""
    if not facts.agreements_whole:
        return Answer.NO
    return _graded(facts.text_is_deidentified and not facts.is_held, True)


def _consent_scope(facts: EvidenceFacts) -> Answer:
    if facts.consent is Light.NO or not facts.used_within_consent:
        return Answer.NO
    return _graded(facts.consent is Light.YES, True)
