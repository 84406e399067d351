"""The minutes' findings in plain sentences, honest about small numbers."""

from storyapp.services.equity import EquityLine, tell_equity
from storyapp.services.feedback import OtherLevel
from storyapp.services.minutes import Minutes
from storyapp.services.reports.counting import Numbers
from storyapp.words.labels import label
from storyapp.words.speech import say, say_plural


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
    elif outcome.chosen:
        n = told.n_to_overturn
        said.append(
            say_plural(
                "%(num)d ballot going to the next story would have ended the lead.",
                "%(num)d ballots going to the next story would have ended the lead.",
                n,
            )
        )
    said.append(
        say_plural(
            "This rests on %(num)d ballot: it says what these people chose, not what others would choose.",
            "This rests on %(num)d ballots: it says what these people chose, not what others would choose.",
            outcome.n_cast,
        )
    )
    if told.other_methods:
        names = ", ".join(label(method) for method in told.other_methods)
        said.append(say("Counted in another way, the same ballots choose otherwise: %(methods)s.", methods=names))
    else:
        said.append(say("Every other way of counting that we know chooses the same from these ballots."))
    first = told.turns[0].outcome if len(told.turns) > 1 else None
    if first is not None and first.chosen != outcome.chosen:
        said.append(say("The first vote alone would have ended otherwise: the panel moved while it talked."))
    return said


def level_sentences(told: Minutes) -> list[str]:
    """Say where the youth and the adult panel chose otherwise, over the stories that both read."""
    return [_level_sentence(other) for other in told.others]


def _level_sentence(other: OtherLevel) -> str:
    difference = other.difference
    if not difference.differs:
        return say("Of the stories that both panels read, both chose the same.")
    return say(
        "Of the stories that both panels read, both chose %(both)s, only the young people %(youth)s, "
        "only the adults %(adult)s.",
        both=len(difference.both), youth=len(difference.only_youth), adult=len(difference.only_adult),
    )  # fmt: skip
