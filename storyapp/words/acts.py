"""What people read of the acts in the audit chain; a test fails where an act that is written has no words."""

from storyapp.rules.cases import CaseOutcome
from storyapp.rules.consent import ConsentBy, Purpose
from storyapp.rules.people import ConsentBand
from storyapp.rules.rounds import OutcomeKind
from storyapp.rules.unplanned import AsideReason
from storyapp.words.labels import label
from storyapp.words.signals import SIGNALS
from storyapp.words.speech import mark, say

ACTS: dict[str, str] = {
    "account.disabled": mark("Account shut"),
    "account.enabled": mark("Account opened again"),
    "account.invitation-revoked": mark("Invitation to work here revoked"),
    "account.invited": mark("Invitation to work here made"),
    "account.joined": mark("Invitation to work here accepted"),
    "account.new-password-allowed": mark("New password allowed"),
    "account.password-changed": mark("Password changed"),
    "account.recovery-code-used": mark("Recovery code used"),
    "account.recovery-codes-made": mark("New recovery codes made"),
    "account.roles-changed": mark("Roles changed"),
    "account.second-factor-forgotten": mark("Second factor removed"),
    "account.second-factor-set": mark("Second factor set up"),
    "account.signed-in": mark("Signed in"),
    "account.slowed-down": mark("Too many wrong passwords: sign-in slowed down"),
    "account.visits-ended": mark("Signed out everywhere"),
    "ballot.cast": mark("Ballot cast"),
    "ballot.dissent-said": mark("Other opinion on the choice written"),
    "ballot.not-recused": mark("Recusal taken back"),
    "ballot.recused": mark("Recusal: knows the person in the story"),
    "ballot.typed-in": mark("Ballot typed in by the facilitator"),
    "beside.removed": mark("Other evidence taken away"),
    "beside.written": mark("Other evidence put beside a story"),
    "case.acknowledged": mark("Case taken in hand"),
    "case.closed": mark("Case closed"),
    "case.escalated": mark("Case taken higher"),
    "case.noted": mark("Note added to the case"),
    "case.original-read": mark("Original read in a case"),
    "case.proposed": mark("Outcome of the case proposed"),
    "case.reopened": mark("Case reopened"),
    "change.written": mark("Change after a round written down"),
    "changes.written": mark("Changes of the demonstration written down"),
    "check.added": mark("Story put into the plan of verification"),
    "check.outcome-written": mark("Outcome of a verification written"),
    "check.planned": mark("Verification planned"),
    "check.teller-asked": mark("Teller asked before a verification"),
    "coding.undone": mark("Coding step taken back"),
    "collector.added": mark("Story collector added"),
    "collector.card-read": mark("Training card read by the collector"),
    "collector.hours-settled": mark("Hours of a collector settled"),
    "consent-text.changed": mark("Words of consent changed"),
    "consent.granted": mark("Consent given"),
    "consent.guardian-answered": mark("Guardian has answered by a card"),
    "consent.guardian-changed": mark("Guardian has changed the answers with the code"),
    "consent.guardian-recorded": mark("Guardian's consent recorded from paper"),
    "consent.recorded": mark("Consent recorded from paper"),
    "consent.withdrawn": mark("Consent taken back"),
    "count.removed": mark("Count of others taken away"),
    "count.written": mark("Count of others written down"),
    "domain.brought-back": mark("Domain of change used again"),
    "domain.moved": mark("Domain of change moved in the list"),
    "domain.put-aside": mark("Domain of change put aside"),
    "domain.removed": mark("Domain of change removed"),
    "domain.saved": mark("Domain of change saved"),
    "group.put-aside": mark("Group of unplanned stories put aside"),
    "group.taken-up-again": mark("Group of unplanned stories taken up again"),
    "guardian-card.made": mark("Card for a guardian made"),
    "guardian-card.not-guardian": mark("Card opened by somebody who is not the guardian"),
    "guardian-card.revoked": mark("Card for a guardian stopped"),
    "guardian-card.shown": mark("Card for a guardian shown for printing"),
    "helpline.moved": mark("Help line moved in the list"),
    "helpline.removed": mark("Help line removed"),
    "helpline.saved": mark("Help line saved"),
    "import.dropped": mark("Import given up"),
    "import.file-forgotten": mark("File of an import deleted"),
    "import.taken": mark("Stories taken from a file"),
    "import.undone": mark("Import taken back"),
    "import.uploaded": mark("File uploaded for an import"),
    "introduction.removed": mark("Introduction removed"),
    "introduction.saved": mark("Introduction saved"),
    "invitation.extended": mark("Link for telling extended"),
    "invitation.made": mark("Link for telling made"),
    "invitation.revoked": mark("Link for telling revoked"),
    "job.stop-asked": mark("Job asked to stop"),
    "job.tried-again": mark("Job started again"),
    "link.added": mark("Result added to a story"),
    "link.confirmed": mark("Suggested result confirmed"),
    "link.refused": mark("Suggested result refused"),
    "link.turned": mark("Direction of a result changed"),
    "message.answered": mark("Teller's message answered"),
    "message.seen": mark("Teller's message read"),
    "message.sent": mark("Teller wrote a message"),
    "message.written": mark("Word to a teller written"),
    "module.forgot": mark("What the language module had learned deleted"),
    "module.learned": mark("Language module learned from decisions"),
    "module.learning-asked": mark("Language module asked to learn"),
    "organisation.founded": mark("Demonstration organisation made"),
    "organisation.made": mark("Organisation made"),
    "organisation.saved": mark("Organisation saved"),
    "originals.erased": mark("Originals erased after their time"),
    "period.brought-back": mark("Period opened again"),
    "period.put-aside": mark("Period closed"),
    "period.removed": mark("Period removed"),
    "period.saved": mark("Period saved"),
    "programme.made": mark("Programme made"),
    "programme.module-switched-off": mark("Language module switched off"),
    "programme.module-switched-on": mark("Language module switched on"),
    "programme.saved": mark("Programme saved"),
    "programme.set-up": mark("Codebook and results of the demonstration made"),
    "question.brought-back": mark("Question used again"),
    "question.moved": mark("Question moved in the list"),
    "question.put-aside": mark("Question put aside"),
    "question.removed": mark("Question removed"),
    "question.saved": mark("Question saved"),
    "quote.chosen": mark("Quote put into the basket"),
    "quote.note-written": mark("Note on a quote written"),
    "quote.taken-out": mark("Quote taken out of the basket"),
    "recall.handled": mark("Recall dealt with"),
    "report.built": mark("Report built"),
    "report.downloaded": mark("Report downloaded"),
    "report.requested": mark("Report asked for"),
    "result.brought-back": mark("Result used again"),
    "result.moved": mark("Result moved in the list"),
    "result.proposed": mark("Result proposed from stories"),
    "result.put-aside": mark("Result put aside"),
    "result.removed": mark("Result removed"),
    "result.saved": mark("Result saved"),
    "round.changed": mark("Plan of a round changed"),
    "round.decided": mark("Round decided"),
    "round.dissent-added": mark("Other opinion added to a round"),
    "round.extended": mark("Time for voting extended"),
    "round.finished": mark("Round finished"),
    "round.link-renewed": mark("New link for a seat made"),
    "round.links-shown": mark("Links of a round shown"),
    "round.minutes-downloaded": mark("Minutes of a round downloaded"),
    "round.opened": mark("Round opened"),
    "round.planned": mark("Round planned"),
    "round.seat-added": mark("Seat added to a round"),
    "round.seat-revoked": mark("Seat taken out of a round"),
    "round.stories-chosen": mark("Stories for a round chosen"),
    "round.teller-answered": mark("Teller answered after a round"),
    "round.turn-begun": mark("Next vote begun"),
    "round.youth-answered": mark("Youth panel answered"),
    "section.moved": mark("Section of the form moved"),
    "section.removed": mark("Section of the form removed"),
    "section.saved": mark("Section of the form saved"),
    "signals.phrase-added": mark("Own words added to the signals"),
    "signals.phrase-put-aside": mark("Words of the signals put aside"),
    "signals.phrase-removed": mark("Own words taken out of the signals"),
    "signals.phrase-taken-up-again": mark("Words of the signals taken up again"),
    "signals.reviewed": mark("Words of the signals looked over"),
    "signals.sentence-tried": mark("Sentence tried with the signals"),
    "stories.reading-asked": mark("Reading of all stories by the module asked for"),
    "story.coded": mark("Story coded"),
    "story.erased": mark("Story erased"),
    "story.fits-no-result": mark("Story marked: fits no intended result"),
    "story.handed-over": mark("Story handed to the safeguarding lead"),
    "story.original-opened": mark("Original opened"),
    "story.read": mark("Story read"),
    "story.read-for-codes": mark("Story read for coding"),
    "story.screened": mark("Text confirmed after screening"),
    "story.screening-read": mark("Story read for screening"),
    "story.read-back": mark("Teller answered whether it was written down rightly"),
    "story.told": mark("Story told"),
    "story.withdrawn": mark("Story taken back"),
    "tag.added": mark("Theme added to a story"),
    "tag.confirmed": mark("Suggested theme confirmed"),
    "tag.read-again": mark("Theme judged by a second reader"),
    "tag.refused": mark("Suggested theme refused"),
    "target-group.moved": mark("Target group moved in the list"),
    "target-group.removed": mark("Target group removed"),
    "target-group.saved": mark("Target group saved"),
    "teller.wrote": mark("Teller wrote a message"),
    "theme.brought-back": mark("Theme used again"),
    "theme.moved": mark("Theme moved in the list"),
    "theme.proposed": mark("Theme proposed from stories"),
    "theme.put-aside": mark("Theme put aside"),
    "theme.removed": mark("Theme removed"),
    "theme.saved": mark("Theme saved"),
    "theme.threshold-set": mark("Threshold of a theme set"),
    "unplanned.grouped": mark("Unplanned stories grouped"),
    "unplanned.search-asked": mark("Search for the unplanned started"),
    "wording.proposed": mark("Particular wording proposed from stories"),
}
REASONS: dict[str, str] = {
    "SCREENING_DOUBT": mark("The confirmed text raises a doubt"),
    "TELLER_ASKED": mark("The teller asked for it"),
    "QUALITY_CHECK": mark("To check how well texts are covered"),
    "LEGAL_DUTY": mark("A duty by law"),
}
OTHER_REASONS: dict[str, str] = {
    "ASKED": mark("Somebody asked for it"),
    "DEMO": mark("For the demonstration"),
    "KEPT_HELD": mark("The story stays held"),
    "NO_GUARDIAN_IN_TIME": mark("No guardian agreed in time"),
    "RESTORED": mark("A backup had brought it back"),
    "RETENTION": mark("Its time was over"),
    "SAFEGUARDING": mark("To protect a child"),
    "STORY_TAKEN_BACK": mark("A story was taken back"),
    "INSIDE": mark("For the house itself"),
    "FUNDER": mark("For the funder"),
    "PUBLIC": mark("For everybody"),
    "HELP": mark("A call for help"),
    "CONFIRMED": mark("it fits"),
    "REFUSED": mark("it does not fit"),
    "ADDED": mark("added by hand"),
    "TURNED": mark("another direction"),
    "MARKED": mark("a word on the whole story"),
    "REPLY": mark("A reply"),
    "QUESTION": mark("A question"),
    "COMPLAINT": mark("A complaint"),
    "DONE": mark("All of it"),
    "STOPPED": mark("Stopped on the way"),
    "FAILED": mark("Failed on the way"),
    "planned": mark("planned"),
    "doing": mark("being done"),
    "done": mark("done"),
    "dropped": mark("dropped"),
}
NUMBERED: dict[str, str] = {
    "turn": mark("Vote %(number)s"), "round": mark("Round no. %(number)s"), "group": mark("Group no. %(number)s"),
    "theme": mark("Theme no. %(number)s"), "result": mark("Result no. %(number)s"),
}  # fmt: skip
CHOICES = (Purpose, ConsentBand, ConsentBy, OutcomeKind, CaseOutcome, AsideReason)
LANGUAGE_CODES = {"ru": "Русский", "en": "English"}
FILES = ("HTML", "DOCX", "PDF", "XLSX", "CSV", "JSON", "TXT")


def act_words(code: str) -> str:
    """Return the name of an act in the language of the moment; nothing where only another version wrote it."""
    return say(ACTS.get(code, ""))


def reason_words(code: str) -> str:
    """Return the reason of an act in words; nothing where the code is a thing's own name, or of another version."""
    if code in REASONS or code in OTHER_REASONS:
        return say(REASONS.get(code) or OTHER_REASONS[code])
    if code in FILES or code in LANGUAGE_CODES:
        return LANGUAGE_CODES.get(code, code)
    noun, _, number = code.partition("-")
    if noun.lower() in NUMBERED and number.isdecimal():
        return say(NUMBERED[noun.lower()], number=number)
    parts = [_choice_words(part) for part in code.split(".")]
    return ", ".join(parts) if all(parts) else ""


def _choice_words(name: str) -> str:
    if name in LANGUAGE_CODES or name.lower() in SIGNALS:
        return LANGUAGE_CODES.get(name) or say(SIGNALS[name.lower()])
    return next((label(kind[name]) for kind in CHOICES if name in kind.__members__), "")


def acts_saying(search: str) -> list[str]:
    """Return the codes of all acts whose words contain what somebody types."""
    return [code for code, words in ACTS.items() if search.casefold() in say(words).casefold()]
