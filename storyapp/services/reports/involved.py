"""The chapter on young people's part: who did what, the five questions about it, and the passport (K5)."""

from collections.abc import Iterator

from storyapp.rules.involvement import BLOCKS, Activity, Subject
from storyapp.rules.report import Block, BulletList, Note, Paragraph, Section, Table
from storyapp.rules.tags import CoderKind
from storyapp.services.involvement import Involvement, QuestionSeen
from storyapp.services.reports.pages import NUMBER, OWN, TEXT, Desk
from storyapp.words.dates import day, number
from storyapp.words.labels import label
from storyapp.words.speech import say


def chapter(desk: Desk) -> Section:
    """Say what part young people had in the evaluation, and look at that part itself."""
    seen = desk.material.involved
    return Section(
        code="involvement", title=say("Young people's part in this evaluation"),
        blocks=(BulletList(items=_in_rounds(desk)), *_matrix(desk, seen)),
        sections=(
            Section(code="five-questions", title=say("Five questions about involvement"), blocks=tuple(_questions(seen))),
            Section(code="passport", title=say("Passport of involvement"), blocks=tuple(_passport(seen))),
        ),
    )  # fmt: skip


def _in_rounds(desk: Desk) -> tuple[str, ...]:
    rounds = [one for one in desk.material.rounds if one.is_youth]
    by_young = desk.material.coding.by.get(CoderKind.YOUNG_PERSON.name, 0)
    answered = sum(bool(one.answer_to_youth) for one in desk.material.rounds)
    differing = sum(any(o.n_only_youth or o.n_only_adult for o in one.levels) for one in rounds)
    return (
        say("Decided rounds in which young people chose: %(n)s of %(all)s.", n=len(rounds), all=len(desk.material.rounds)),
        say("Seats that they held in them: %(n)s.", n=sum(one.n_seats for one in rounds)),
        say("Themes and results that young people confirmed: %(n)s.", n=number(by_young)),
        say("Rounds in which adults chose otherwise than young people: %(n)s; written answers to them: %(answers)s.", n=differing, answers=answered),
    )  # fmt: skip


def _matrix(desk: Desk, seen: Involvement) -> Iterator[Block]:
    if not seen.activities:
        return
    yield Table(
        code="involvement-matrix", caption=say("Who took part, over the whole programme up to now"),
        head=(say("What they did"), say("Level"), say("Role"), say("Weight of their word"), say("People"), say("Where the number is from")),
        rows=tuple(_row(desk, one) for one in seen.activities), kinds=(OWN, TEXT, TEXT, TEXT, NUMBER, OWN),
        note=say("One person can stand in several rows, so the rows are never added up. Polls know no names: the poll in which most took part is counted."),
    )  # fmt: skip
    if seen.is_only_asked:
        yield Note(
            is_warning=True,
            text=say(
                "Here young people are told and asked; they decide nothing yet. That is honest consultation, and should be called so."
            ),
        )


def _row(desk: Desk, one: Activity) -> tuple[str | int, ...]:
    people = one.n_people if one.n_people >= desk.k else say("fewer than %(k)s", k=desk.k)
    what = label(one.work) if one.work is not None else one.method
    source = say("Counted here") if one.work is not None else f"{one.source}, {day(one.on)}"
    return what, label(one.level), label(one.role), label(one.degree), people, source


def _questions(seen: Involvement) -> Iterator[Block]:
    if seen.asked_on is None:
        yield Note(text=say("Those who took part have not been asked yet, or too few have answered."))
    else:
        yield Table(
            code="involvement-answers",
            caption=say("Those who took part were asked without names, last on %(day)s.", day=day(seen.asked_on)),
            head=(say("As it was asked"), say("Yes"), say("Partly"), say("No"), say("Answered")),
            rows=tuple(_answers(one) for one in seen.questions), kinds=(TEXT, NUMBER, NUMBER, NUMBER, NUMBER),
        )  # fmt: skip
    for one in seen.questions:
        lines = tuple(_known(seen, one.subject))
        if lines or one.subject in seen.notes:
            yield Paragraph(text=label(one.subject))
        if lines:
            yield BulletList(items=lines)
        if one.subject in seen.notes:
            yield Paragraph(text=seen.notes[one.subject], own_words=True)


def _answers(one: QuestionSeen) -> tuple[str | int, ...]:
    shown = (one.yes, one.partly, one.no, one.base)
    return label(one.asked), *("–" if n is None else n for n in shown)


def _known(seen: Involvement, subject: Subject) -> Iterator[str]:
    facts = seen.facts
    if subject is Subject.CHANGED:
        yield say("Changes written down: %(n)s; done: %(done)s; marked by young people: %(marked)s.", n=number(facts.n_changes), done=number(facts.n_changes_done), marked=number(facts.n_changes_marked))  # fmt: skip
    if subject is Subject.FELT:
        yield say("Sessions after which people were asked how it was: %(n)s. Only facilitators see those answers.", n=number(facts.n_pulses))  # fmt: skip
    if subject is Subject.RESULTS:
        yield say("Members of youth panels who have named something they have learnt: %(n)s.", n=number(facts.n_naming_skills))  # fmt: skip
    if subject is Subject.UNPLANNED:
        yield say("Groups of stories that tell of something nobody planned: %(n)s.", n=number(seen.n_unplanned))


def _passport(seen: Involvement) -> Iterator[Block]:
    yield Table(
        code="involvement-passport", caption=say("What is counted of involvement"),
        head=(say("Block"), say("What is looked at"), say("Found"), say("How many")),
        rows=tuple(
            (
                label(one.block), label(one.check), label(one.answer) if one.answer else say("nothing to look at yet"),
                say("%(n)s of %(of)s", n=number(one.n), of=number(one.of)) if one.of > 1 else "",
            )
            for one in seen.findings
        ),
        kinds=(TEXT, TEXT, TEXT, TEXT),
        note=say("Five blocks, after 4Pi, the involvement standards of NSUN (UK). What is counted stands beside what people say; nothing is added up to a score."),
    )  # fmt: skip
    for block in BLOCKS:
        if block in seen.notes:
            yield Paragraph(text=label(block))
            yield Paragraph(text=seen.notes[block], own_words=True)
