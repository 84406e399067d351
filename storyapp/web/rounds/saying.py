"""The minutes' findings in plain sentences, honest about small numbers."""

from storyapp.rules.equity import Attribute, Comparison, EquityCheck, Verdict
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import Direction
from storyapp.services.feedback import OtherLevel
from storyapp.services.minutes import Minutes
from storyapp.words.dates import number
from storyapp.words.labels import label
from storyapp.words.speech import mark, say, say_plural

NAMES: dict[Attribute, str] = {
    Attribute.LENGTH: mark("Length"),
    Attribute.LANGUAGE: mark("Language"),
    Attribute.AGE_BAND: mark("Age"),
    Attribute.GENDER: mark("Gender"),
    Attribute.DIRECTION: mark("Direction of the change"),
}
VERDICTS: dict[Verdict, str] = {
    Verdict.TOO_FEW: mark("%(what)s: too few stories to say anything."),
    Verdict.ALIKE: mark("%(what)s: chosen and other stories are alike."),
    Verdict.DIFFERS_PERHAPS_BY_CHANCE: mark("%(what)s: they differ, but with so few stories that may be chance."),
    Verdict.DIFFERS: mark("%(what)s: chosen and other stories differ. Talk about why."),
}
LANGUAGES = {"ru": mark("Russian"), "en": mark("English language")}


def equity_sentences(check: EquityCheck) -> list[str]:
    """Say for each attribute whether it differs between chosen and not chosen, with the numbers behind it."""
    return [
        f"{say(VERDICTS[one.verdict], what=say(NAMES[one.attribute]))} {_numbers(one)}".strip()
        for one in check.comparisons
        if one.attribute is Attribute.LENGTH or one.groups
    ]


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


def _numbers(one: Comparison) -> str:
    if one.attribute is Attribute.LENGTH:
        if one.median_chosen is None or one.median_not_chosen is None:
            return ""
        return say(
            "Words in the middle story: chosen %(chosen)s, others %(others)s.",
            chosen=number(one.median_chosen), others=number(one.median_not_chosen),
        )  # fmt: skip
    parts = [
        say(
            "%(group)s: chosen %(chosen)s, others %(others)s",
            group=_group(one.attribute, group.group), chosen=group.n_chosen, others=group.n_not_chosen,
        )
        for group in one.groups
    ]  # fmt: skip
    return "; ".join(parts) + "."


def _group(attribute: Attribute, group: str) -> str:
    if attribute is Attribute.AGE_BAND:
        return label(AgeBand[group])
    if attribute is Attribute.DIRECTION:
        return label(Direction[group])
    return say(LANGUAGES[group]) if group in LANGUAGES else group
