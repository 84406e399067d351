"""The minutes' findings in plain sentences, honest about small numbers."""

from storyapp.rules.selection.methods import BallotKind, other_counts
from storyapp.rules.selection.outcome import Outcome, last_turn_of
from storyapp.rules.statistics import kendall_w, krippendorff_ordinal
from storyapp.services.equity import EquityLine, tell_equity
from storyapp.services.feedback import OtherLevel
from storyapp.services.minutes import Minutes
from storyapp.services.reports.counting import Numbers
from storyapp.services.shares import balance, readers_so_far
from storyapp.services.sitting import Sitting
from storyapp.words.dates import number
from storyapp.words.labels import label
from storyapp.words.speech import mark, say, say_plural

FEWEST_TO_AGREE = 3
AGREEMENT = ((0.7, mark("strong")), (0.5, mark("moderate")), (0.3, mark("weak")))
NO_AGREEMENT = mark("hardly any")
ENOUGH = 0.7
RELIABLE = mark("another set of readers would order the stories much the same")
UNRELIABLE = mark("do not rely on small differences, more comparisons are needed")


def equity_lines(told: Minutes) -> tuple[EquityLine, ...]:
    """Say for each attribute whether it differs between chosen and not chosen, as far as small numbers may be told."""
    return tell_equity(told.equity, told.asked, Numbers(told.k, {}), collectors=told.collectors)


def firmness_sentences(told: Minutes) -> list[str]:
    """Say how firm the choice is: how many ballots would have turned it, and what other ways of counting choose."""
    outcome, said = told.outcome, []
    if outcome.is_tied:
        said.append(say("The ballots were tied, so any one of them could have decided."))
    elif outcome.is_unanimous:
        said.append(say("Every vote was for the same story."))
    elif outcome.is_halfway:
        said.append(say("This was the first stage; the vote that decides comes after it."))
    elif outcome.chosen and outcome.margin:
        n = told.n_to_overturn
        said.append(
            say_plural(
                "%(num)d ballot going to the next story would have ended the lead.",
                "%(num)d ballots going to the next story would have ended the lead.",
                n,
            )
        )
    said += agreement_sentences(told.sitting)
    if outcome.reliability is not None:
        said.append(_reliability_sentence(outcome))
    said.append(
        say_plural(
            "This rests on %(num)d ballot: it says what these people chose, not what others would choose.",
            "This rests on %(num)d ballots: it says what these people chose, not what others would choose.",
            outcome.n_cast,
        )
    )
    others = other_counts(told.method.method, told.sitting.ballots, n_seats=0, story_ids=told.sitting.story_ids)
    if not others:
        pass  # such ballots can be counted in one way only
    elif told.other_methods:
        names = ", ".join(label(method) for method in told.other_methods)
        said.append(say("Counted in another way, the same ballots choose otherwise: %(methods)s.", methods=names))
    else:
        said.append(say("Every other way of counting that we know chooses the same from these ballots."))
    first = told.turns[0].outcome if len(told.turns) > 1 else None
    if first is not None and first.chosen != outcome.chosen:
        said.append(say("The first vote alone would have ended otherwise: the panel moved while it talked."))
    return said


def agreement_sentences(sitting: Sitting) -> list[str]:
    """Say how far the readers agree, where they judged every story; honest about few readers."""
    ballots = sitting.ballots
    last = [one for one in ballots if one.turn == last_turn_of(ballots) and one.marks]
    ids = sitting.story_ids
    rows = [[one.marks[story_id] for story_id in ids] for one in last if set(ids) <= set(one.marks)]
    if not last:
        return []
    if len(rows) < FEWEST_TO_AGREE or len(ids) < FEWEST_TO_AGREE:
        return [say("Too few people judged all of the stories to say in a number how far they agree.")]
    w = kendall_w(rows)
    alpha = krippendorff_ordinal([[one.marks.get(story_id) for story_id in ids] for one in last])
    said = []
    if w is not None:
        said.append(
            say("Agreement on the order: %(words)s (Kendall’s W %(w)s; 1 is full agreement, 0 is none).",
                words=say(_in_words(w)), w=number(round(w, 2)))
        )  # fmt: skip
    if alpha is not None and sitting.asks is not BallotKind.ORDER:
        said.append(
            say("Agreement on the marks themselves: %(words)s (Krippendorff’s alpha %(alpha)s; 0 is chance).",
                words=say(_in_words(alpha)), alpha=number(round(alpha, 2)))
        )  # fmt: skip
    return said


def _in_words(value: float) -> str:
    return next((words for least, words in AGREEMENT if value >= least), NO_AGREEMENT)


def _reliability_sentence(outcome: Outcome) -> str:
    words = say(RELIABLE if (outcome.reliability or 0) >= ENOUGH else UNRELIABLE)
    return say(
        "Reliability of the scale %(n)s of 1: %(words)s.", n=number(round(outcome.reliability or 0, 2)), words=words
    )


def put_right_sentences(told: Minutes) -> list[str]:
    """Say in how many stories a few words were put right before the choice."""
    if not told.n_put_right:
        return []
    return [
        say_plural(
            "In %(num)d story a few words were put right, and its teller agreed; the panel could see which.",
            "In %(num)d stories a few words were put right, and their tellers agreed; the panel could see which.",
            told.n_put_right,
        )
    ]


def share_sentences(sitting: Sitting) -> list[str]:
    """Say how a long list was dealt out, and whose word counts for which story."""
    if not sitting.is_dealt:
        return []
    even, n_read = balance(sitting), [n for _, n in readers_so_far(sitting).values()]
    return [
        say(
            "The list was dealt out: each story to %(readers)s readers or more, at most %(most)s stories a person; "
            "%(met)s of %(pairs)s pairs of stories had a reader who knew both.",
            readers=sitting.one.readers, most=even.most_each, met=even.n_met, pairs=even.n_pairs,
        ),
        say(
            "Only those judged a story to whom it was dealt and who opened it: %(least)s to %(most)s readers each. What "
            "somebody did not read or mark neither lifts nor lowers it.",
            least=min(n_read, default=0), most=max(n_read, default=0),
        ),
    ]  # fmt: skip


LAST_WORD = mark(
    "The young people have the last word: what only the adults chose does not move up. It stays in the minutes as advice."
)


def level_sentences(told: Minutes) -> list[str]:
    """Say where the youth and the adult panel chose otherwise, over the stories that both read."""
    behind = [say(LAST_WORD)] if any(other.stays_behind for other in told.others) else []
    return [*(_level_sentence(other) for other in told.others), *behind]


def _level_sentence(other: OtherLevel) -> str:
    difference = other.difference
    if not difference.differs:
        return say("Of the stories that both panels read, both chose the same.")
    return say(
        "Of the stories that both panels read, both chose %(both)s, only the young people %(youth)s, "
        "only the adults %(adult)s.",
        both=len(difference.both), youth=len(difference.only_youth), adult=len(difference.only_adult),
    )  # fmt: skip
