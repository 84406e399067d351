"""Eleven questions, each answered alone."""

import pytest

from storyapp.rules.consent import Light
from storyapp.rules.evidence import (
    Answer,
    EvidenceFacts,
    EvidenceItem,
    Finding,
    ItemCount,
    Verification,
    evidence_card,
    items_counted,
)
from storyapp.rules.stories import Mode

PASS, PARTLY, NO = Answer
ITEM = EvidenceItem


def answer(item, **facts):
    card = evidence_card(EvidenceFacts(**({"mode": Mode.SELF} | facts)))
    return next(finding.answer for finding in card if finding.item is item)


WHOLE = {
    "may_be_contacted": True,
    "n_changes_named": 3,
    "agreements_whole": True,
    "text_is_deidentified": True,
    "question_is_explained": True,
    "asked_for_worse": True,
    "asked_for_other": True,
    "invitation_is_known": True,
    "has_presence_targets": True,
    "consent": Light.YES,
    "verification": Verification.CONFIRMED,
    "n_rounds": 2,
    "n_rounds_with_whole_trail": 2,
    "feedback_given": True,
    "feedback_seen": True,
}


@pytest.mark.parametrize(
    ("item", "facts", "expected"),
    [
        (ITEM.CAN_BE_ASKED_AGAIN, {"may_be_contacted": True}, PASS),
        (ITEM.CAN_BE_ASKED_AGAIN, {"has_receipt": True}, PARTLY),
        (ITEM.CAN_BE_ASKED_AGAIN, {}, NO),
        (ITEM.CHOSEN_FROM_SEVERAL, {"n_changes_named": 2}, PASS),
        (ITEM.CHOSEN_FROM_SEVERAL, {"was_asked_for_several": True, "n_changes_named": 1}, PARTLY),
        (ITEM.CHOSEN_FROM_SEVERAL, {"n_changes_named": 1}, NO),
        (ITEM.READ_BACK, {}, PASS),
        (ITEM.READ_BACK, {"mode": Mode.INTERVIEWER, "was_read_back": True, "read_back_confirmed": True}, PASS),
        (ITEM.READ_BACK, {"mode": Mode.PAPER, "was_read_back": True}, PARTLY),
        (ITEM.READ_BACK, {"mode": Mode.IMPORT}, NO),
        (ITEM.ETHICS_KEPT, {"agreements_whole": True, "text_is_deidentified": True}, PASS),
        (ITEM.ETHICS_KEPT, {"agreements_whole": True}, PARTLY),
        (ITEM.ETHICS_KEPT, {"agreements_whole": True, "text_is_deidentified": True, "is_held": True}, PARTLY),
        (ITEM.ETHICS_KEPT, {"text_is_deidentified": True}, NO),
        (ITEM.INTENDED_BIAS_EXPLAINED, {"question_is_explained": True}, PASS),
        (ITEM.INTENDED_BIAS_EXPLAINED, {}, NO),
        (ITEM.UNINTENDED_BIAS_ANSWERED, {"asked_for_worse": True, "asked_for_other": True}, PASS),
        (ITEM.UNINTENDED_BIAS_ANSWERED, {"asked_for_worse": True}, PARTLY),
        (ITEM.UNINTENDED_BIAS_ANSWERED, {}, NO),
        (ITEM.TELLERS_FOUND_HOW, {"invitation_is_known": True, "has_presence_targets": True}, PASS),
        (ITEM.TELLERS_FOUND_HOW, {"invitation_is_known": True}, PARTLY),
        (ITEM.TELLERS_FOUND_HOW, {}, NO),
        (ITEM.CONSENT_SCOPE, {"consent": Light.YES}, PASS),
        (ITEM.CONSENT_SCOPE, {"consent": Light.UNKNOWN}, PARTLY),
        (ITEM.CONSENT_SCOPE, {"consent": Light.YES, "used_within_consent": False}, NO),
        (ITEM.CONSENT_SCOPE, {"consent": Light.NO}, NO),
        (ITEM.VERIFIED, {"verification": Verification.CONFIRMED}, PASS),
        (ITEM.VERIFIED, {"verification": Verification.PARTLY}, PARTLY),
        (ITEM.VERIFIED, {"verification": Verification.NOT_CONFIRMED}, NO),
        (ITEM.VERIFIED, {"verification": Verification.CANNOT_BE_VERIFIED}, NO),
        (ITEM.VERIFIED, {}, NO),
        (ITEM.SELECTION_TRAIL, {"n_rounds": 2, "n_rounds_with_whole_trail": 2}, PASS),
        (ITEM.SELECTION_TRAIL, {"n_rounds": 2, "n_rounds_with_whole_trail": 1}, PARTLY),
        (ITEM.SELECTION_TRAIL, {"n_rounds": 1}, NO),
        (ITEM.SELECTION_TRAIL, {}, NO),
        (ITEM.LOOP_CLOSED, {"feedback_given": True, "feedback_seen": True}, PASS),
        (ITEM.LOOP_CLOSED, {"feedback_given": True}, PARTLY),
        (ITEM.LOOP_CLOSED, {}, NO),
    ],
    ids=[
        "contact agreed", "only a receipt", "no way back",
        "two changes named", "asked, but named one", "never asked",
        "own hand", "read back and confirmed", "read back, not confirmed", "imported",
        "agreed and covered", "names still open", "held by a safeguarding case", "an agreement is missing",
        "question explained", "question not explained",
        "asked for worse and other", "asked for worse only", "asked for neither",
        "invitation and targets", "invitation only", "nobody knows",
        "yes", "imported without consent", "used beyond consent", "no",
        "confirmed", "partly confirmed", "not confirmed", "cannot be verified", "not asked yet",
        "every round whole", "one of two", "a round without reasons", "never read by a panel",
        "given and seen", "given, not seen", "not given",
    ],
)  # fmt: skip
def test_each_question(item, facts, expected):
    assert answer(item, **facts) is expected


def test_the_card_has_eleven_questions_in_order():
    assert [finding.item for finding in evidence_card(EvidenceFacts(mode=Mode.SELF))] == list(EvidenceItem)


def test_a_whole_story_passes_every_question():
    card = evidence_card(EvidenceFacts(mode=Mode.SELF, **WHOLE))

    assert {finding.answer for finding in card} == {PASS}


def test_an_answer_has_a_code_for_its_sentence():
    assert Finding(item=ITEM.LOOP_CLOSED, answer=PARTLY).code == "evidence.loop-closed.partly"


def test_cards_are_counted_question_by_question():
    cards = [evidence_card(EvidenceFacts(mode=mode)) for mode in (Mode.SELF, Mode.IMPORT, Mode.SELF)]

    counted = {count.item: count for count in items_counted(cards)}

    assert counted[ITEM.READ_BACK] == ItemCount(item=ITEM.READ_BACK, n_pass=2, n_partly=0, n_no=1)
