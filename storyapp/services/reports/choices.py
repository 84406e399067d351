"""The chosen stories with their reasons and dissent, domain by domain; then whose stories were chosen."""

from collections.abc import Iterator

from storyapp.rules.report import Block, BulletList, Decision, Note, Paragraph, Section, Table
from storyapp.rules.rounds import OutcomeKind
from storyapp.rules.selection.methods import METHODS, BallotKind
from storyapp.services.equity import cautions, tell_equity
from storyapp.services.minutes_said import LAST_WORD
from storyapp.services.reports.apart import stood_apart
from storyapp.services.reports.material import ChosenStory, RoundPart
from storyapp.services.reports.opening import direction_codes
from storyapp.services.reports.pages import NUMBER, OWN, TEXT, Desk, code_words, quotes, said
from storyapp.words.dates import number
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, quoted, say, say_plural

FACTS_IN_SHORT = 3
TIES = {
    OutcomeKind.TWO: mark("Stories shared the lead; the panel decided to carry two."),
    OutcomeKind.NONE: mark("Stories shared the lead; the panel chose none."),
}
OTHER_TIE = mark("Stories shared the lead when the votes were counted.")
FATES = ("unread", "read", "chosen")


def chosen(desk: Desk, *, is_short: bool = False) -> Section:
    """Tell what panels chose and why, with every dissent."""
    by_domain: dict[int | None, list[RoundPart]] = {}
    for one in desk.material.rounds:
        by_domain.setdefault(one.domain_id, []).append(one)
    names = {domain.id: said(domain) for domain in desk.material.domains}
    sections = tuple(
        Section(
            code=f"chosen-{domain_id or 'all'}", title=names[domain_id] if domain_id in names else say("All domains together"),
            own_words=domain_id in names, blocks=tuple(block for one in rounds for block in _round(desk, one, is_short=is_short)),
        )
        for domain_id, rounds in by_domain.items()
    )  # fmt: skip
    lead = (
        say("What follows goes decision by decision, each of one panel: what it chose, why, and who saw it otherwise. Dissent stands beside the choice wherever the choice stands.")
        if sections
        else say("No panel has decided on stories of this time yet.")
    )  # fmt: skip
    return Section(
        code="chosen", title=say("What panels chose, and why"), blocks=(Paragraph(text=lead),), sections=sections
    )


def _round(desk: Desk, one: RoundPart, *, is_short: bool) -> Iterator[Block]:
    yield Decision(
        title=one.name, chosen=_chosen_words(one), dissent=one.dissent,
        facts=tuple(_facts(desk, one))[: FACTS_IN_SHORT if is_short else None],
        reasons=tuple(_reasons(one, is_short=is_short)),
        link=desk.round_link(one.round_id),
    )  # fmt: skip
    for story in one.chosen:
        yield from _story(story, is_short=is_short)
    if not is_short:
        yield from _levels(one)


def _reasons(one: RoundPart, *, is_short: bool) -> Iterator[str]:
    if one.joint_reason:
        yield say("Together: %(reason)s", reason=one.joint_reason)
    if not is_short:
        yield from (say("One vote: %(reason)s", reason=reason) for reason in one.reasons)


def _chosen_words(one: RoundPart) -> str:
    if one.outcome in (None, OutcomeKind.NONE):
        return ""
    names = [quoted(story.title) for story in one.chosen if story.title]
    untitled = len(one.chosen) - len(names)
    if untitled:
        names.append(
            say_plural("%(num)d story that may not be printed", "%(num)d stories that may not be printed", untitled)
        )
    return "; ".join(names)


def _facts(desk: Desk, one: RoundPart) -> Iterator[tuple[str, str]]:
    yield say("Panel"), one.panel_name or (say("Young people") if one.is_youth else say("Adults"))
    yield say("Method"), METHODS[one.method].name.say(language())
    yield say("Stories read"), number(one.n_stories)
    yield say("Seats, votes, abstentions"), f"{one.n_seats}, {one.n_voted}, {one.n_abstained}"
    spec = METHODS[one.method]
    by_votes = (spec.then or spec.first) is BallotKind.CHOICE
    counted = ", ".join(number(n) for n in one.tally if n) or "0"
    yield say("Votes by story") if by_votes else say("By story: %(unit)s", unit=spec.unit.say(language())), counted
    if one.is_tie:
        yield say("Tie"), say(TIES.get(one.outcome or OutcomeKind.ONE, OTHER_TIE))
    if one.n_turns > 1:
        yield say("Turns"), say("%(turns)s; changed their minds: %(moved)s", turns=one.n_turns, moved=one.n_moved)
    yield say("Would another method choose the same?"), say("Yes") if one.is_robust else say("No, see the ballots")
    if one.criteria:
        yield say("Criteria that emerged"), "; ".join(line.strip() for line in one.criteria.split("\n") if line.strip())
    if one.why_not_others and desk.material.order.audience == "inside":
        yield say("Why not the next one"), one.why_not_others
    if one.next_steps:
        yield say("What happens next"), one.next_steps


def _story(story: ChosenStory, *, is_short: bool) -> Iterator[Block]:
    if story.is_gone:
        yield Note(
            text=say(
                "The teller has taken back a story that was chosen here. Neither it nor the reasons for it are printed."
            )
        )
    elif story.why_not:
        yield Note(
            text=say(
                "A story was chosen here that may not be printed: its teller did not agree to that, or it is not available, or it is not counted in this report. That it was chosen, and why, is told all the same."
            )
        )
    elif not story.words:
        yield Note(text=say("The teller agreed to single sentences only, and none has been marked for quoting yet."))
    else:
        is_whole = any(words.is_whole for words in story.words)
        if not is_short:
            yield from () if is_whole else (Paragraph(text=say("From the chosen story, as far as its teller agreed:")),)
            yield from quotes(story.words)
        elif not is_whole:
            yield from quotes(story.words[:1])


def _levels(one: RoundPart) -> Iterator[Block]:
    for other in one.levels:
        if other.n_only_youth or other.n_only_adult:
            yield Note(
                title=say("Young people and adults chose differently"), is_warning=True,
                text=say("Of the stories that both panels read, chosen by both: %(both)s; by young people alone: %(youth)s; by adults alone: %(adult)s.", both=other.n_both, youth=other.n_only_youth, adult=other.n_only_adult),
            )  # fmt: skip
        else:
            yield Note(
                title=say("Young people and adults"),
                text=say("Both panels chose the same among the stories that both read."),
            )
    if any(other.stays_behind for other in one.levels):
        yield Paragraph(text=say(LAST_WORD))
    for because in one.refused_because:
        yield Paragraph(text=say("Before this choice the young people had refused another, because:"))
        yield Paragraph(text=because, own_words=True)
    if one.youth_word is not None:
        yield Paragraph(text=say("Word of the youth panel: %(word)s", word=label(one.youth_word)))
        yield from (Paragraph(text=words, own_words=True) for words in (one.youth_word_reason,) if words)
    yield from stood_apart(one)
    if one.answer_to_youth:
        yield Paragraph(text=say("What the adults answered the young people:"))
        yield Paragraph(text=one.answer_to_youth, own_words=True)


def whose(desk: Desk) -> Section:
    """Ask whose stories were chosen, and what became of the negative ones."""
    directions = direction_codes(desk)
    at: dict[tuple[str, str], int] = {}
    for row in desk.material.told:
        place = (row.direction.name if row.direction else "UNKNOWN", desk.material.fate.get(row.id, "unread"))
        at[place] = at.get(place, 0) + 1
    protected = desk.numbers.table("fates", directions, FATES, at)
    say_cell = desk.numbers.say
    table = Table(
        code="fates", caption=say("What became of stories, by which way it went"),
        head=(say("Which way it went"), say("On no table yet"), say("Read, not chosen"), say("Chosen"), say("All")),
        rows=tuple(
            (code_words("direction", one), *(say_cell(protected.cell(one, fate)) for fate in FATES), say_cell(protected.cell(one)))
            for one in directions
        ),
        kinds=(TEXT, NUMBER, NUMBER, NUMBER, NUMBER), row_links=desk.code_links("direction", directions),
    )  # fmt: skip
    return Section(
        code="whose", title=say("Whose stories were chosen"),
        blocks=(
            table, Paragraph(text=say("Chosen stories were compared with those that lay on the same tables and were not chosen:")),
            *_equity(desk),
        ),
    )  # fmt: skip


def _equity(desk: Desk) -> Iterator[Block]:
    """Tell by what chosen stories differ: first what the house knows, then what the programme asks tellers."""
    told = tell_equity(desk.material.equity, desk.material.asked, desk.numbers, collectors={})
    for own, code, caption in (
        (False, "equity", say("Are chosen stories like the others?")),
        (True, "equity-asked", say("Are chosen stories like the others, by what tellers said of themselves?")),
    ):
        lines = [line for line in told if line.own_words is own]
        groups = [
            (line.name, group.name, group.n_chosen, group.n_not_chosen) for line in lines for group in line.groups
        ]
        words = OWN if own else TEXT
        if lines:
            yield Table(
                code=code, caption=caption, head=(say("Compared by"), say("What it shows")), kinds=(words, TEXT),
                rows=tuple((line.name, line.sentence) for line in lines),
            )  # fmt: skip
        if groups:
            yield Table(
                code=f"{code}-groups", caption=say("The groups that were compared"), rows=tuple(groups),
                head=(say("Compared by"), say("Group"), say("Chosen"), say("Not chosen")),
                kinds=(words, words, NUMBER, NUMBER),
            )  # fmt: skip
    what_it_cannot_say = cautions(desk.material.equity)
    if what_it_cannot_say:
        yield BulletList(items=what_it_cannot_say)
