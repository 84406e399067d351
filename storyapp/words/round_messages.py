"""What people read when something in a round cannot be: at the ballot, in the room, at the table of the facilitator."""

from storyapp.words.speech import mark

ROUND_MESSAGES: dict[str, str] = {
    "ballot.abstains-and-marks": mark("You marked stories and said that you abstain. Please keep one of the two."),
    "ballot.mark-out-of-range": mark("Please choose a number from %(lowest)s to %(highest)s for each story."),
    "ballot.none-to-take-back": mark("There is no ballot of yours here, so there is nothing to take out."),
    "ballot.nothing-chosen": mark("Please choose a story, or say that you abstain."),
    "ballot.nothing-marked": mark("Please mark one story at least, or say that you abstain."),
    "ballot.reason-too-short": mark("Please say why in a sentence: %(shortest)s words are enough to begin."),
    "ballot.recused": mark(
        "You said that you know the person in this story. Please choose another one, or take that back first."
    ),
    "ballot.repeated": mark("This ballot has been counted already. Open the ballot page if you want to change it."),
    "ballot.round-closed": mark(
        "The panel has decided already, so this ballot could not be counted. You can still say if you see it "
        "differently."
    ),
    "ballot.round-not-open": mark("The round has not begun yet. Please come back when the facilitator opens it."),
    "ballot.round-paused": mark("The round rests. What you wrote is kept; send it when the round goes on."),
    "ballot.said-twice": mark(
        "This ballot says two things of one story. Please look at it again and keep one of them."
    ),
    "ballot.seat-expired": mark("This link has run out. Please ask the facilitator for a new one."),
    "ballot.seat-revoked": mark("This link no longer works. Please ask the facilitator for a new one."),
    "ballot.secret-elsewhere": mark(
        "A secret ballot of this seat is in already. Only the browser that sent it can change it: nobody here knows "
        "which one it is."
    ),
    "ballot.story-not-here": mark("This story has left the table. Please choose another one, or abstain."),
    "ballot.too-late": mark(
        "The time for voting is over. Ask the facilitator: the closing time can be moved while the round is open."
    ),
    "ballot.turn-over": mark(
        "The next vote has begun meanwhile. Your words are kept; please look at your choice again and send it."
    ),
    "ballot.wrong-kind": mark("The panel chooses in another way now. Please open the ballot again."),
    "room.full": mark("The room is full. Ask the facilitator for a seat of your own."),
    "room.name-taken": mark("Somebody here has this name already. Please choose another one."),
    "room.no-name": mark("Please choose a name for this round, of %(longest)s signs at most. Not your real one."),
    "room.no-such-code": mark("No room is open under these six digits. Please look at the screen again."),
    "room.timer": mark("A timer runs for %(most)s minutes at most."),
    "round.already-decided": mark(
        "Somebody else closed this round a moment ago. Their decision stands and is shown here; your words were "
        "not saved over it."
    ),
    "round.answer-to-youth-missing": mark(
        "The youth panel chose otherwise. Please answer them in writing first: at least %(shortest)s words."
    ),
    "round.answer-to-youth-too-short": mark("Please tell the young people why: at least %(shortest)s words."),
    "round.choice-not-from-ballots": mark(
        "The ballots do not lead to this choice. Name the story that leads, two that share the lead, or none."
    ),
    "round.closing-time-missing": mark("Please say until when the panel can vote."),
    "round.closing-time-past": mark("This time is over already. Please choose a later one."),
    "round.feedback-missing": mark(
        "Every teller gets an answer before the round is finished. Stories still waiting: %(n)s."
    ),
    "round.answer-only-begun": mark("A sentence is only begun. Please end it or take it out."),
    "round.joint-reason-too-short": mark(
        "Please write why the panel chose this, so that somebody who was not there understands it: at least "
        "%(shortest)s words."
    ),
    "round.last-turn": mark("This was the last vote that was agreed on (%(most_turns)s). Please close the round now."),
    "round.move-without-reason": mark(
        "Please write why the story belongs elsewhere, in a sentence of at least %(shortest)s words."
    ),
    "round.nobody-voted": mark("Nobody has voted yet. Wait for at least one ballot before the next vote."),
    "round.none-without-text": mark(
        "No choice is a result too, and it needs its reason: please write at least %(shortest)s words."
    ),
    "round.not-now": mark("The round has moved on, and this is no longer possible. Look at where it stands now."),
    "round.not-refused": mark("Only a choice that the youth panel has refused is voted on again."),
    "round.not-yours": mark(
        "This is for somebody else in the round. Ask the facilitator if you think it should be yours."
    ),
    "round.one-turn-only": mark("One story leads, so there is nothing to vote on again. You can close the round."),
    "round.paused": mark("The round rests. Let it go on first; nothing is lost."),
    "round.quorum-missing": mark(
        "Too few ballots so far: %(n_cast)s of the %(quorum)s that were agreed on. Extend the time, or add a "
        "substitute."
    ),
    "round.quorum-out-of-range": mark("The quorum must be between 1 and the number of seats, now %(n_seats)s."),
    "round.refusal-unanswered": mark(
        "The youth panel refused this choice. Vote again, or answer them in writing: at least %(shortest)s words."
    ),
    "round.same-domain": mark("The story stands in this domain already. Please choose another."),
    "round.seat-named-twice": mark(
        "Two seats have the same name. Please give each its own, so that the minutes stay clear."
    ),
    "round.stories-not-allowed": mark(
        "Some stories may no longer be read by this panel (%(n)s). Please look at the list of stories again."
    ),
    "round.tie-not-talked-out": mark(
        "Stories share the lead (%(n)s). Vote again, name two of them, or choose none: never toss a coin."
    ),
    "round.too-few-seats": mark("A panel needs at least %(fewest)s seats. Please add somebody."),
    "round.too-few-stories": mark("There must be something to choose from: at least %(fewest)s stories."),
    "round.too-many-chosen": mark("A round chooses %(most)s stories at most."),
    "round.vote-begun-meanwhile": mark(
        "Somebody began vote number %(turn)s a moment ago, so nothing is closed yet. Your words are kept here: wait for "
        "the vote, or close the round all the same."
    ),
    "round.youth-word-missing": mark(
        "The youth panel has a veto and has not spoken yet. Write down their word before you finish the round."
    ),
    "shares.not-secret": mark(
        "Stories cannot be dealt out where the ballot is secret: what somebody has read would tell whose ballot it is."
    ),
    "shares.readers-out-of-range": mark(
        "Each story needs at least %(fewest)s readers, and not more than there are seats, now %(n_people)s. Look at who "
        "reads what."
    ),
    "shares.whole-list-needed": mark(
        "With one vote each, everybody has to know all the stories. Let people score, rank, compare or shorten the list."
    ),
}
