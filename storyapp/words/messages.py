"""The sentence for each broken rule; every code that the code base raises stands here (a test looks)."""

from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import Wording
from storyapp.words.collecting_messages import COLLECTING_MESSAGES
from storyapp.words.exchange_messages import EXCHANGE_MESSAGES
from storyapp.words.measuring import MEASURING_MESSAGES
from storyapp.words.round_messages import ROUND_MESSAGES
from storyapp.words.sheet_messages import SHEET_MESSAGES
from storyapp.words.speech import language, mark, say

MESSAGES: dict[str, str] = {
    **COLLECTING_MESSAGES,
    **MEASURING_MESSAGES,
    **ROUND_MESSAGES,
    **SHEET_MESSAGES,
    **EXCHANGE_MESSAGES,
    "account-invitation.ended": mark("This invitation does not work any more. Please ask for a new one."),
    "account-invitation.for-another": mark(
        "This invitation is for another account. Sign out and sign in with that one."
    ),
    "account.has-one": mark("There is an account with this e-mail address already. Please sign in first."),
    "answer.month-ahead": mark("This month is still to come. Please check the month and the year."),
    "answer.month-unclear": mark("Please choose a month and a year from the lists, or a year alone."),
    "answer.not-a-number": mark("Please write a number in digits."),
    "answer.not-a-share": mark("Please write a whole number from 0 to 100."),
    "answer.not-offered": mark("Please choose from the list."),
    "answer.number-between": mark("Please write a number from %(least)s to %(most)s."),
    "answer.number-too-large": mark("Please write a number of %(most)s at most."),
    "answer.number-too-small": mark("Please write a number of %(least)s at least."),
    "answer.too-long": mark("This is longer than we can keep: please shorten it to %(longest)s characters."),
    "answer.triad-sum": mark("These three numbers make %(sum)s together. Please change them so that they make 100."),
    "answer.triad-unfinished": mark("Please write all three numbers, 0 as well, or leave all three empty."),
    "answer.wheel-step": mark("Please choose a whole number from 1 to %(most)s for each area, or leave it out."),
    "answer.year-missing": mark("Please choose the year as well, or leave both empty."),
    "audit.not-a-code": mark("The audit log keeps ids and codes only, so these words cannot be written into it."),
    "attachment.broken": mark("This picture cannot be opened. Please try another one, or take the picture again."),
    "attachment.empty": mark("No file came. Please choose one, or record your voice."),
    "attachment.gone": mark("It is not here any more. Its teller may have taken it away."),
    "attachment.not-taken": mark("This programme does not take such files."),
    "attachment.too-large": mark("This file is too large. We take up to %(limit_mb)s MB."),
    "attachment.too-many": mark("There are %(limit)s already. Please take one away first."),
    "attachment.voice-broken": mark("This recording cannot be opened. Please choose another one, or record it here."),
    "attachment.unknown": mark(
        "We cannot use this kind of file. Pictures: JPEG, PNG, WebP. Voice: webm, ogg, m4a, mp3, wav."
    ),
    "basket.full": mark("The basket holds %(most)s quotes and is full. Take some out first."),
    "basket.no-good-length": mark(
        "A quote has %(shortest)s to %(longest)s words. Please choose another sentence of this story."
    ),
    "basket.nothing-to-take": mark("The basket holds no quote that may be taken along now."),
    "basket.not-now": mark("This sentence cannot be chosen now. Please choose another one."),
    "basket.note-too-long": mark("Please write a shorter note: %(longest)s signs at most."),
    "basket.text-changed": mark("The text of this story was changed meanwhile. Please look at it again."),
    "beside.no-story": mark("Please choose the other story."),
    "beside.no-value": mark("Please choose the indicator and write its value."),
    "beside.say-what": mark("Please say in a sentence what it shows: %(shortest)s words are enough to begin."),
    "case.already-acknowledged": mark("Somebody has taken this case in hand already. You can add a note."),
    "case.closed": mark("This case is closed. Reopen it if there is something new."),
    "case.gone": mark("This case does not exist any more."),
    "case.no-outcome": mark("Propose an outcome first. Then a second lead can close the case."),
    "case.not-acknowledged": mark("Take the case in hand first."),
    "case.note-missing": mark("Please write a few words: others rely on them."),
    "case.second-lead-needed": mark(
        "A second safeguarding lead has to close this case: not the one who proposed the outcome."
    ),
    "case.still-open": mark("There is an open case about this story."),
    "change.not-yours": mark("This line is not for you to mark. Ask the facilitator."),
    "check.ask-the-teller-first": mark("Please ask the teller first. Their answer need not have come."),
    "check.not-now": mark("This story cannot be worked on at this moment."),
    "check.not-planned": mark("This story stands in no plan of verification yet. Please put it there first."),
    "check.own-collection": mark("You collected this story. Somebody else has to verify it."),
    "check.say-how": mark("Please say in a sentence what you found: %(shortest)s words are enough to begin."),
    "check.share-out-of-range": mark("A share lies between 0 and 100 percent."),
    "check.two-outcomes": mark("Please answer both: what happened, and whether it matters."),
    "consent.nothing-chosen": mark("Please choose at least one story."),
    "consent.only-imported": mark(
        "Only for imported stories can staff record consent: whoever told here has answered already."
    ),
    "consent.paper-in-the-future": mark("The paper cannot be signed in the future. Please check the date."),
    "consent.paper-missing": mark("Please write the number and date of the paper."),
    "count.in-the-future": mark("A count cannot be of a day that has not come. Please check the day."),
    "count.more-than-asked": mark("More cannot have said yes than were asked. Please check the numbers."),
    "count.more-than-there-are": mark(
        "The whole group cannot be smaller than the number asked. Please check the numbers."
    ),
    "count.no-question": mark("Please write what was asked: %(shortest)s words at least."),
    "count.nobody-asked": mark("Please write how many were asked: one at least."),
    "evidence.not-in-text": mark(
        "These words do not stand in the story like this. Please copy them from the text, or leave the field empty."
    ),
    "evidence.too-long": mark("Please choose fewer words as evidence: at most %(longest)s characters."),
    "draft-code.unknown": mark(
        "We do not find a story with this code. It may have been used already, or the day is over. Please look at the "
        "digits again."
    ),
    "half-told.other-words": mark(
        "We do not find both words in this story. Try other words; or begin anew, if it is not yours."
    ),
    "half-told.wait": mark(
        "These were other words several times. Wait and try again, or begin anew; minutes left: %(minutes)s."
    ),
    "draft.no-room": mark("The disk here is full, so this could not be kept yet. Your words are still on this page."),
    "draft.not-kept": mark(
        "This could not be kept just now. Your words are still here: please press again in a minute."
    ),
    "format.pdf-unavailable": mark("This installation cannot write PDF. Take DOCX or HTML instead, or print the page."),
    "format.unknown": mark("We do not know this file format. Please choose one from the list."),
    "group.belongs-nowhere": mark("Please choose the result or theme that it belongs to."),
    "group.decided-already": mark(
        "Somebody has decided about this group a moment ago. What they decided is shown here."
    ),
    "group.too-few-to-split": mark("Both groups need at least three stories: fewer would be one person's story."),
    "involvement.n-people": mark("Please write how many took part: a number from 1 to %(most)s."),
    "involvement.no-source": mark(
        "Please say where the number can be looked up, in %(shortest)s words or more: a list, minutes, a letter."
    ),
    "proposal.no-reason": mark("Please say why in a sentence: at least %(shortest)s words."),
    "form.answer-gone": mark(
        "“%(question)s” has no answer with the code “%(written)s” (any more). Please change what this depends on."
    ),
    "form.asked-later": mark(
        "“%(question)s” depends on “%(other)s”, which is asked later or on the same page heading. Move it up first."
    ),
    "form.condition-unclear": mark(
        "Please name at least one answer of “%(question)s”, which must be a question with a list of answers."
    ),
    "form.least-above-most": mark("The smallest number is above the largest one."),
    "form.loop-own": mark(
        "Whether “%(question)s” is asked would depend on its own answer, so nobody would ever be asked. Please choose a question that comes before it."
    ),
    "form.loop": mark(
        "“%(question)s” and “%(other)s” depend on each other in a circle, so nobody could ever be asked. Please take "
        "one of the two conditions away."
    ),
    "form.nothing-changed": mark("This is what tellers are asked already: there is nothing new to publish."),
    "form.number-missing": mark("Please write a number; “%(question)s” must be answered by a number or a scale."),
    "form.others-depend": mark(
        "“%(other)s” depends on “%(question)s”. Take that condition away first; then it can be put aside."
    ),
    "form.repeat-inside": mark(
        "“%(question)s” cannot depend on “%(other)s”: that is answered more than once, and each time may be another."
    ),
    "form.question-gone": mark("“%(question)s”, on which this depends, is not asked any more."),
    "guardian.answered-already": mark("An adult has answered already, so no new card is needed."),
    "guardian.card-ended": mark("This card has been answered already. Open the answers with the guardian's code."),
    "guardian.not-needed": mark("No guardian is asked for this story."),
    "invitation.ended": mark("This invitation has ended. Please ask the person who gave it to you for a new one."),
    "invitation.leads-missing": mark(
        "Before others tell, this programme needs %(needed)s safeguarding leads. Ask an administrator, or make a test "
        "link."
    ),
    "invitation.not-passed-on": mark("This link cannot be passed on any further."),
    "invitation.period-gone": mark("Please choose an open period."),
    "invitation.revoked": mark("This link was revoked. Please make a new one."),
    "invitation.used-up": mark("This invitation has been used as often as it may be. Please ask for a new one."),
    "module.switched-off": mark("The language module is switched off in this programme. Switch it on first."),
    "method-change.no-reason": mark("Please say it in a sentence: whoever compares periods later reads it."),
    "method-change.not-by-hand": mark("Please choose from the list."),
    "method-change.not-yet": mark("This day has not come yet. Please write the day on which it was changed."),
    "method-change.too-long": mark("This is longer than we can keep: please shorten it to %(longest)s characters."),
    "memo.empty": mark("Please write what you think first."),
    "memo.too-long": mark("Please write a shorter memo: %(longest)s signs at most."),
    "message.no-code": mark("This teller has no code, so nobody would read it."),
    "message.answer-missing": mark("Please write an answer of a few words."),
    "message.not-for-report": mark("This teller has not agreed that a report says these words."),
    "message.too-long-for-report": mark("Please keep it shorter for the report: %(longest)s signs at most."),
    "practice.no-source": mark("Please say where this can be looked up: a document, a register, a report."),
    "practice.year": mark("Please write a year up to %(latest)s."),
    "message.empty": mark("Please write something."),
    "message.too-many": mark("There are many messages already. Please wait for an answer first."),
    "password.own-name": mark(
        "This is your own name or address: anybody would try it first. Please choose other words."
    ),
    "password.too-common": mark("Many people use this password, so it is tried first. Please choose other words."),
    "password.too-long": mark("This password is too long: at most %(longest)s characters."),
    "password.too-short": mark("This password is too short: at least %(shortest)s characters."),
    "password.wrong": mark("This is not your current password, or there were too many tries. Please wait a little."),
    "people.last-administrator": mark("Somebody has to look after the organisation. Make another administrator first."),
    "people.no-role": mark("Please choose at least one role."),
    "people.no-such-programme": mark("There is no such programme in this organisation."),
    "people.not-yourself": mark("You cannot lock yourself out. Ask another administrator."),
    "people.works-elsewhere": mark("This person works for another organisation too. Take away the roles here instead."),
    "read-back.answered": mark("You have answered this already."),
    "read-back.own-words": mark("You wrote this story yourself, so there is nothing to confirm."),
    "receipt.not-twenty-digits": mark(
        "A code has twenty digits, and we see %(n_digits)s. Please compare it with what you wrote down or were given."
    ),
    "receipt.unknown": mark("We do not find a story with this code. Please look at the digits again."),
    "receipt.wait": mark("There were several wrong codes. Please wait and try again; minutes left: %(minutes)s."),
    "report.not-recalled": mark("This report still stands, so there is nothing to make anew."),
    "report.no-period": mark("Please choose at least one period of this programme."),
    "report.not-ready": mark("This report is not ready, or it was taken back."),
    "report.unknown-order": mark("We do not know this language, audience or length. Please choose from the list."),
    "poll.full": mark(
        "As many answers have come in as there are people in the group. Ask the facilitator to correct the number."
    ),
    "poll.invited-out-of-range": mark("Please write a number from %(least)s to %(most)s."),
    "poll.n-dots": mark("Please give each person %(least)s to %(most)s dots."),
    "poll.not-offered": mark("Please choose from what is offered."),
    "poll.nothing-said": mark("Please choose something first."),
    "poll.options": mark("Please write %(least)s to %(most)s answers, each on a line of its own."),
    "poll.over": mark("This poll is closed, so the answer could not be counted."),
    "poll.still-open": mark("This poll is still open. Close it first."),
    "poll.too-few-invited": mark("A result is shown from %(k)s answers on, so ask at least as many people."),
    "poll.too-many-dots": mark("You gave %(n_given)s dots; there are %(n_dots)s. Please take some back."),
    "panel.hours-before-joining": mark("On this day they were not on the panel yet. Please check the day."),
    "panel.member-named-twice": mark("Somebody on this panel has this name already. Please choose another."),
    "panel.named-twice": mark("There is a panel with this name already. Please choose another."),
    "panel.no-veto": mark("No youth panel with a veto sits at present, so there is no word to write down."),
    "panel.say-is-for-youth": mark("A veto and the last word are for young people. A panel of adults gives advice."),
    "panel.term-ends-before": mark("The term cannot end before it begins. Please check the days."),
    "panel.too-many-members": mark("A panel holds %(most)s members. Please found a second one."),
    "panel.word-without-reason": mark(
        "Please write why, in a sentence of at least %(shortest)s words: adults rely on it."
    ),
    "second-factor.wrong-code": mark(
        "This code is wrong. Check that the clock of the phone is right and type the next one."
    ),
    "setup.address-taken": mark("This address is taken already. Please choose another."),
    "setup.code-twice": mark("The code “%(written)s” stands here twice. Each needs its own."),
    "setup.code-wrong": mark("A code is made of lower-case Latin letters, digits and dashes, as in half-year."),
    "story.not-read-yet": mark("Nobody has read it yet, so there is nothing that others read."),
    "edit.gone": mark("There is no such change any more, or it was written anew meanwhile. Please look once more."),
    "edit.how-missing": mark("Please say who agreed and how."),
    "edit.nothing-changed": mark("Nothing is changed yet."),
    "edit.not-light": mark("More than half of the words are different. Please use “Change the text” for that."),
    "edit.not-screened": mark("Nobody has screened this story yet, so there is no text to put right."),
    "edit.objected": mark(
        "The teller says that this text still tells who somebody is. It has to be changed by screening it again."
    ),
    "edit.reworded": mark("The teller has changed the words of this story. Please screen the new ones first."),
    "edit.teller-answers": mark("This teller told alone and answers with the code."),
    "story.second-person-needed": mark("You have screened this text yourself. A second person has to approve it."),
    "setup.why-no-guardian": mark(
        "Please say in a few words why fewer guardians are asked than the law names, or none. It is kept with your name."
    ),
    "setup.consent-words-missing": mark("Words about consent that were in force cannot be left empty."),
    "setup.gone": mark("This is not here any more."),
    "setup.in-use": mark("This was used already, so it cannot be removed."),
    "setup.line-unclear": mark(
        "Line %(n)s is not clear. Please write a code, Russian words and English words, separated by the sign |."
    ),
    "setup.indicator-in-use": mark(
        "Something rests on the indicator “%(indicator)s”, so it has to stay. You can change its words."
    ),
    "setup.option-in-use": mark("Somebody chose “%(written)s” already, so it has to stay. You can change its words."),
    "setup.options-exactly": mark("This kind of question needs exactly %(n)s of them."),
    "setup.options-too-many": mark(
        "These are too many for a phone: %(n)s at most. Put them into groups, or ask for a short text instead."
    ),
    "setup.options-missing": mark("Please give at least %(n)s, one per line."),
    "setup.parent-circle": mark("A thing cannot stand under itself. Please choose another place."),
    "setup.period-ends-before": mark("The last day comes before the first one."),
    "setup.question-answered": mark(
        "This question has answers, so its kind has to stay. Put it aside and add a new one."
    ),
    "setup.taken": mark("There is one like this already."),
    "signals.kind-silent": mark("These are the last strong words of this kind in this language, so they have to stay."),
    "signals.phrase-known": mark("The module listens for these words already, or they are put aside below."),
    "signals.phrase-unclear": mark(
        "Please write one to eight words, or an emoji, without other signs; “…” stands for words between."
    ),
    "signals.reason-missing": mark("Please write in a few words why: other leads rely on it."),
    "story.name-was-covered": mark(
        "The made-up name looks like a word that is covered in the text, so it may be the real one. Please leave it empty or shorten it."
    ),
    "lasting.not-asked": mark("Just now we do not ask this about your story."),
    "story.objection-stands": mark(
        "The teller says that this text still tells who somebody is. Please cover more, or write to the teller below why it may stay."
    ),
    "story.objection-unanswered": mark(
        "Nobody has answered you about this text yet, or it was changed meanwhile. Please look once more."
    ),
    "story.erased": mark("This story has been erased. Nothing of it is left."),
    "story.machine-field": mark(
        "A field that must stay empty was filled in, perhaps by your browser. Please send again."
    ),
    "story.taken-back": mark("You took this story back, so nothing more can be done with it."),
    "away.code-taken": mark(
        "The code of one interview belongs to another story already, so it was not taken. It stays on the phone."
        " Please write it down with its teller again: it will get a new code."
    ),
    "away.unreadable": mark(
        "One interview could not be opened here. It stays on the phone; please show it to the facilitator."
    ),
    "rewording.meanwhile": mark(
        "Your words were changed meanwhile, perhaps in another window. What you typed is kept below; please look at it once more."
    ),
    "rewording.too-late": mark("What you wrote was erased when its time had passed, so it cannot be changed any more."),
    "rewording.too-often": mark("You have changed your words %(most)s times. Please write to us instead."),
    "rewording.too-often-today": mark("You have changed your words %(most)s times today. Please come back tomorrow."),
    "story.too-long": mark("This is longer than we can keep: please shorten it to %(longest)s characters."),
    "story.changed-meanwhile": mark(
        "Somebody else has confirmed a text of this story meanwhile. Your words are kept below; compare and send again."
    ),
    "story.reason-missing": mark("Please choose a reason."),
    "story.too-short": mark("Please write a few words about what happened: three are enough to begin."),
    "story.waiting-for-guardian": mark("This story waits for the guardian's consent. Record the consent first."),
    "story.voice-unheard": mark(
        "Beside this story waits a voice that nobody has listened to. Write down what is said in it first."
    ),
    "story.withdrawn": mark("The teller has withdrawn this story, so nothing more can be done with it."),
    "joint.no-difference": mark("Nobody differs about this theme any more. There is nothing to decide together."),
    "joint.reason-missing": mark("Please say in a sentence why: %(shortest)s words are enough to begin."),
    "joint.reason-too-long": mark("Please write a shorter reason: %(longest)s signs at most."),
    "tag.decided-together": mark(
        "Readers have decided about this theme together. Open their decision if you want to change it."
    ),
    "tag.decided-already": mark(
        "Somebody decided this a moment ago. Their decision stands and is shown here; nothing was written over it."
    ),
    "tag.model-may-not-decide": mark("The language module only suggests. A person has to decide."),
    "tally.abstains-and-chooses": mark("Ballot %(n)s abstains and chooses. Please keep one of the two."),
    "tally.bad-count": mark("Ballot %(n)s: “%(field)s” must be a whole number from 1."),
    "tally.bad-pair": mark("Ballot %(n)s: a pair holds two different options, the better one first."),
    "tally.bad-score": mark("Ballot %(n)s: a score is a whole number from 0 to %(highest)s."),
    "tally.empty-ballot": mark('Ballot %(n)s is empty. Who chooses nothing abstains: write "abstain": true.'),
    "tally.empty-file": mark("The file is empty."),
    "tally.key-repeated": mark("“%(key)s” stands twice in one ballot."),
    "tally.no-ballots": mark('There are no ballots. The file must hold "options" and "ballots", both lists.'),
    "tally.no-options": mark('There are no options. "options" must be a list of names.'),
    "tally.not-a-ballot": mark('Ballot %(n)s is not an object such as {"choices": ["a"]}.'),
    "tally.no-number": mark("The file holds something in place of a number that cannot be counted."),
    "tally.not-json": mark("This file is not JSON: look at line %(line)s, at its sign number %(column)s."),
    "tally.not-unicode": mark("This file cannot be read as text. Please save it again in the encoding UTF-8."),
    "tally.one-choice": mark("Ballot %(n)s must choose exactly one option."),
    "tally.option-repeated": mark("Ballot %(n)s names “%(option)s” twice."),
    "tally.option-twice": mark("The option “%(option)s” stands twice in the list of options."),
    "tally.too-many": mark("This is more than can be counted: at most %(most)s."),
    "tally.too-deep": mark("The lists in this file lie too deep inside each other to be ballots."),
    "tally.unknown-field": mark("Ballot %(n)s has a field that we do not know: “%(field)s”."),
    "tally.unknown-method": mark("There is no method “%(name)s”. There are: %(names)s."),
    "tally.unknown-option": mark("Ballot %(n)s names “%(option)s”, which is not among the options."),
    "tally.wrong-kind": mark("Ballot %(n)s has %(found)s, but this method takes %(takes)s."),
    "tally.wrong-shape": mark("Ballot %(n)s: “%(field)s” does not have the shape that is asked for."),
    "time.in-the-future": mark("This day is still ahead. Please write down only what is done."),
    "time.odd-length": mark("Please write down between %(shortest)s minutes and %(longest)s hours in one line."),
    "time.too-many": mark("The log is full. Please talk to the facilitator."),
    "time.too-old": mark("This day is more than %(days)s days ago. Please talk to the facilitator."),
}
OTHERWISE = mark("That is not possible now.")


def message(broken: RuleBroken) -> str:
    """Return what the person should read, in the language of the moment."""
    facts = {name: fact.say(language()) if isinstance(fact, Wording) else fact for name, fact in broken.facts.items()}
    return say(MESSAGES.get(broken.code, OTHERWISE), **facts)
