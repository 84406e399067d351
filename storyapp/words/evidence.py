"""What the evidence card asks, and what each answer means in a sentence."""

from storyapp.rules.evidence import Answer, EvidenceItem, Finding
from storyapp.words.speech import mark, say

_I, _A = EvidenceItem, Answer
QUESTIONS: dict[EvidenceItem, str] = {
    _I.CAN_BE_ASKED_AGAIN: mark("Can the teller be asked again?"),
    _I.CHOSEN_FROM_SEVERAL: mark("Were several changes named before one was chosen?"),
    _I.READ_BACK: mark("Was it read back, where somebody else wrote it down?"),
    _I.ETHICS_KEPT: mark("Were agreements whole and people in it made unrecognisable?"),
    _I.INTENDED_BIAS_EXPLAINED: mark("Is it said why this was asked?"),
    _I.UNINTENDED_BIAS_ANSWERED: mark("Was what got worse, and any other change, asked for too?"),
    _I.TELLERS_FOUND_HOW: mark("Is it known how tellers were found, and who was hoped for?"),
    _I.CONSENT_SCOPE: mark("Is it known what the teller agreed to?"),
    _I.VERIFIED: mark("Was it verified with others?"),
    _I.SELECTION_TRAIL: mark("Is the trail of its selection whole?"),
    _I.LOOP_CLOSED: mark("Did the teller get an answer, and see it?"),
}
SHORT: dict[EvidenceItem, str] = {
    _I.VERIFIED: mark("Verified"),
    _I.CONSENT_SCOPE: mark("Consent known"),
    _I.SELECTION_TRAIL: mark("Trail whole"),
    _I.LOOP_CLOSED: mark("Teller answered"),
}
BECAUSE: dict[tuple[EvidenceItem, Answer], str] = {
    (_I.CAN_BE_ASKED_AGAIN, _A.PASS): mark("The teller agreed to be contacted."),
    (_I.CAN_BE_ASKED_AGAIN, _A.PARTLY): mark("The teller holds a code: a question reaches them when they come back."),
    (_I.CAN_BE_ASKED_AGAIN, _A.NO): mark("There is no way back to the teller."),
    (_I.CHOSEN_FROM_SEVERAL, _A.PASS): mark("The teller named several changes and then chose this one."),
    (_I.CHOSEN_FROM_SEVERAL, _A.PARTLY): mark("Several changes were asked for; the teller named this one only."),
    (_I.CHOSEN_FROM_SEVERAL, _A.NO): mark("Nobody asked for other changes."),
    (_I.READ_BACK, _A.PASS): mark("The teller wrote it, or heard it read back and said that it is right."),
    (_I.READ_BACK, _A.PARTLY): mark("It was read back; that the teller said yes is not recorded."),
    (_I.READ_BACK, _A.NO): mark("Somebody else wrote it down, and no reading back is recorded."),
    (_I.ETHICS_KEPT, _A.PASS): mark("Agreements are whole, and a person has covered names and places."),
    (_I.ETHICS_KEPT, _A.PARTLY): mark("Agreements are whole; the text is not cleared for reading at this moment."),
    (_I.ETHICS_KEPT, _A.NO): mark("An agreement is missing."),
    (_I.INTENDED_BIAS_EXPLAINED, _A.PASS): mark("The programme says what the question is for."),
    (_I.INTENDED_BIAS_EXPLAINED, _A.PARTLY): mark("The programme says in part what the question is for."),
    (_I.INTENDED_BIAS_EXPLAINED, _A.NO): mark("The programme has not written what the question is for."),
    (_I.UNINTENDED_BIAS_ANSWERED, _A.PASS): mark("What got worse and any other change were asked for too."),
    (_I.UNINTENDED_BIAS_ANSWERED, _A.PARTLY): mark(
        "Only one of the two was asked for: what got worse, or any other change."
    ),
    (_I.UNINTENDED_BIAS_ANSWERED, _A.NO): mark("Neither what got worse nor any other change was asked for."),
    (_I.TELLERS_FOUND_HOW, _A.PASS): mark("It is known by which link it came, and who was hoped for."),
    (_I.TELLERS_FOUND_HOW, _A.PARTLY): mark("One of the two is known: by which link it came, or who was hoped for."),
    (_I.TELLERS_FOUND_HOW, _A.NO): mark("Neither the way it came nor who was hoped for is known."),
    (_I.CONSENT_SCOPE, _A.PASS): mark("The teller answered each use by itself, and no use goes beyond it."),
    (_I.CONSENT_SCOPE, _A.PARTLY): mark(
        "It came from a file: what its teller agreed to is not known, so it is never quoted."
    ),
    (_I.CONSENT_SCOPE, _A.NO): mark("There is no consent, or an output still holds more than it allows."),
    (_I.VERIFIED, _A.PASS): mark("Facts and significance were confirmed by somebody who did not collect it."),
    (_I.VERIFIED, _A.PARTLY): mark("Facts or significance were confirmed in part."),
    (_I.VERIFIED, _A.NO): mark("Nobody has confirmed it: not checked, not found to be so, or it cannot be checked."),
    (_I.SELECTION_TRAIL, _A.PASS): mark("Each panel that judged it kept its votes and reasons."),
    (_I.SELECTION_TRAIL, _A.PARTLY): mark("Some of the panels that judged it kept their votes and reasons."),
    (_I.SELECTION_TRAIL, _A.NO): mark("No panel has decided on it."),
    (_I.LOOP_CLOSED, _A.PASS): mark("The teller has an answer and has seen it."),
    (_I.LOOP_CLOSED, _A.PARTLY): mark("An answer is written; the teller has not seen it yet."),
    (_I.LOOP_CLOSED, _A.NO): mark("The teller has no answer yet."),
}


def because(finding: Finding) -> str:
    """Say what an answer of the card rests on."""
    return say(BECAUSE[finding.item, finding.answer])
