"""First chapters: what the report is, who told, how it was done."""

from collections.abc import Iterator

from storyapp.data.queries.reporting import StoryRow
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.report import Block, BulletList, Figure, FigureKind, Note, Paragraph, Section, Series, Table
from storyapp.rules.rounds import OutcomeKind
from storyapp.rules.selection.methods import METHODS
from storyapp.rules.stories import Direction
from storyapp.rules.system_board import StoryFate
from storyapp.rules.tags import CoderKind
from storyapp.rules.wording import Wording
from storyapp.services.reports.pages import NUMBER, OWN, TEXT, Desk, code_words, said
from storyapp.words.dates import day, number
from storyapp.words.labels import label
from storyapp.words.speech import language, say, say_plural

YOUNG = (TellerRole.YOUNG_PERSON, TellerRole.PEER)
FAMILY = (TellerRole.PARENT, TellerRole.GUARDIAN)
GROUPS = ("young", "family", "others")


def group_of(row: StoryRow | StoryFate) -> str:
    """Return as which of three a teller speaks: children and those who care for them are never counted together."""
    return "young" if row.teller_role in YOUNG else "family" if row.teller_role in FAMILY else "others"


def group_words(code: str) -> str:
    """Return what these tellers are called."""
    return {
        "young": say("Young people"),
        "family": say("Parents and guardians"),
        "others": say("Staff and others"),
    }[code]


def purpose(desk: Desk) -> Section:
    """Say what the report is for, and what the method is and is not."""
    return Section(
        code="purpose", title=say("What this report is, and what it is not"),
        blocks=tuple(_purpose_blocks(desk)), sections=(_what_msc_is(),),
    )  # fmt: skip


def _purpose_blocks(desk: Desk) -> Iterator[Block]:
    material = desk.material
    for lead, words in (
        (say("What the programme wants to know:"), material.purpose),
        (say("For whom the findings are:"), material.audience_words),
        (say("What will be done with the stories:"), material.will_do),
        (say("What will not be done with them:"), material.will_not_do),
    ):
        if not words.is_empty:
            yield Paragraph(text=lead)
            yield _own(words)


def _own(words: Wording) -> Block:
    lines = [line.strip(" –-•") for line in words.say(language()).split("\n") if line.strip()]
    return (
        BulletList(items=tuple(lines), own_words=True)
        if len(lines) > 1
        else Paragraph(text=" ".join(lines), own_words=True)
    )


def _what_msc_is() -> Section:
    return Section(
        code="msc", title=say("How to read the stories"),
        blocks=(
            Paragraph(text=say("People were asked one open question: what has changed, and which change matters most? Each answer is a story. Panels read the stories, choose those that say most to them, and write down why. This way of evaluating is called Most Significant Change; its reasons are as much a finding as its stories.")),
            BulletList(items=(
                say("A chosen story is not a typical one. It shows what a panel found most worth knowing, not how often it happens. How often something is told stands in the chapters on themes and results, counted over all stories."),
                say("This is no contest. A story that was not chosen is not worth less, and each teller is owed an answer."),
                say("A story shows what its teller sees as change, and why it matters. It does not prove what caused it."),
                say("What got worse, and what did not change, is asked for as openly as what got better."),
            )),
        ),
    )  # fmt: skip


def told(desk: Desk) -> Section:
    """Say who told and who is missing."""
    return Section(
        code="told", title=say("Who told, and who is missing"),
        blocks=(
            Paragraph(text=n_stories_said(desk)), periods_table(desk), _ages(desk), who_tells(desk), *_groups(desk),
            desk.count_table("language", "language", caption=say("Stories by language"), head=say("Language")),
            _protection(desk),
        ),
    )  # fmt: skip


def n_stories_said(desk: Desk) -> str:
    """Say how many stories the report counts."""
    total = desk.numbers.counts("all", {"all": desk.material.n}).cell()
    if total.value is None:
        return say("Stories that are counted here: %(n)s.", n=desk.numbers.say(total))
    return say_plural("This report counts %(num)d story.", "This report counts %(num)d stories.", total.value)


def _protection(desk: Desk) -> Note:
    return Note(
        title=say("Small numbers are hidden"),
        text=say("So that nobody can be recognised, a number from 1 to %(most)s is printed as “fewer than %(k)s”. Where it would follow from the others, further numbers are not shown. No share is given of a number below %(k)s. Numbers are also held against earlier reports of the programme.", most=desk.k - 1, k=desk.k),
    )  # fmt: skip


def periods_table(desk: Desk) -> Table:
    """Return the periods with what was told and what was hoped for."""
    periods = desk.material.periods
    counts = {period.code: sum(row.period_id == period.id for row in desk.material.told) for period in periods}
    protected = desk.numbers.counts("periods", counts)
    return Table(
        code="periods", caption=say("Stories told and expected by period"),
        head=(say("Period"), say("From"), say("To"), say("Stories"), say("Expected")),
        rows=tuple(
            (
                said(one), day(one.starts_on), day(one.ends_on), desk.numbers.say(protected.cell(column=one.code)),
                one.n_expected or None,
            )
            for one in periods
        ),
        kinds=(OWN, TEXT, TEXT, NUMBER, NUMBER),
        row_links=tuple(desk.stories_link(period=one.id) for one in periods),
    )  # fmt: skip


def _ages(desk: Desk) -> Figure:
    codes, protected = desk.counted("ages", "age_band", always=[band.name for band in AgeBand])
    cells = [protected.cell(column=code) for code in codes]
    shown = tuple(str(desk.numbers.say(cell)) if cell.value is None else "" for cell in cells)
    most = max((cell.value or 0 for cell in cells), default=0)
    oldest = [
        code_words("age_band", code) for code, cell in zip(codes, cells, strict=True) if cell.value == most and most
    ]
    empty = [code_words("age_band", code) for code, cell in zip(codes, cells, strict=True) if cell.value == 0]
    reading = (
        say("Most stories come from this age: %(ages)s.", ages=", ".join(oldest))
        if oldest
        else say("The numbers by age are too small to be told.")
    )
    if empty:
        reading += " " + say("Nobody of this age told: %(ages)s.", ages=", ".join(empty))
    table = desk.count_table(
        "ages-table", "age_band", caption=say("Stories by age"), head=say("Age"), always=[band.name for band in AgeBand]
    )
    return Figure(
        code="ages", caption=say("Stories by age"), kind=FigureKind.BARS,
        labels=tuple(code_words("age_band", code) for code in codes),
        series=(Series(name=say("Stories"), values=tuple(cell.value for cell in cells), shown=shown),),
        twin=table, reading=reading,
    )  # fmt: skip


def who_tells(desk: Desk) -> Table:
    """Return who tells × which way it went."""
    roles = [role.name for role in TellerRole if desk.material.count("teller_role")[role.name]]
    directions = direction_codes(desk)
    at = desk.cross("teller_role", "direction")
    protected = desk.numbers.table("role-direction", roles, directions, at)
    say_cell = desk.numbers.say
    rows = [
        (
            code_words("teller_role", role),
            *(say_cell(protected.cell(role, one)) for one in directions),
            say_cell(protected.cell(role)),
        )
        for role in roles
    ]
    rows.append((say("All"), *(say_cell(protected.cell(column=one)) for one in directions), say_cell(protected.cell())))
    return Table(
        code="role-direction", caption=say("Who tells, and which way it went: children and adults apart"),
        head=(say("Who tells"), *(code_words("direction", one) for one in directions), say("All")), rows=tuple(rows),
        kinds=(TEXT, *(NUMBER for _ in directions), NUMBER),
        row_links=(*desk.code_links("teller_role", roles), desk.stories_link()),
    )  # fmt: skip


def direction_codes(desk: Desk) -> list[str]:
    """Return the directions as columns; the four stand always, so that an empty one is seen to be empty."""
    found = desk.material.count("direction")
    return [one.name for one in Direction] + (["UNKNOWN"] if found["UNKNOWN"] else [])


def _groups(desk: Desk) -> Iterator[Block]:
    material = desk.material
    if not material.groups:
        return
    codes = [group.code for group in material.groups]
    at = {(code, "all"): sum(code in said_codes for said_codes in material.group_codes.values()) for code in codes}
    protected = desk.numbers.overlapping("groups", codes, ["all"], at, {"all": material.n})
    rows, n_missing, n_hidden = [], 0, 0
    for group in material.groups:
        cell = protected.cell(group.code, "all")
        lacks = max(0, group.n_expected - cell.value) if cell.value is not None else None
        rows.append(
            (said(group), group.n_expected or None, desk.numbers.say(cell), lacks if group.n_expected else None)
        )
        n_missing += bool(lacks)
        n_hidden += bool(lacks is None and group.n_expected)
    yield Table(
        code="groups", caption=say("Who was to be heard, and who was"),
        head=(say("Group"), say("Hoped for"), say("Told"), say("Still missing")), rows=tuple(rows),
        kinds=(OWN, NUMBER, NUMBER, NUMBER),
        note=say("Groups are what tellers said of themselves; they could skip the question. A dash under “still missing” means that the number told is too small to be shown."),
    )  # fmt: skip
    if n_missing:
        yield Note(
            title=say("Who is missing"), is_warning=True,
            text=say_plural("%(num)d of the groups named above was heard less than hoped for. What follows speaks for it only in part.", "%(num)d of the groups named above were heard less than hoped for. What follows speaks for them only in part.", n_missing),
        )  # fmt: skip
    if n_hidden:
        yield Note(
            title=say("Who may be missing"),
            text=say_plural("Of %(num)d of the groups named above so few told that the number is not shown: it is thinly heard.", "Of %(num)d of the groups named above so few told that their numbers are not shown: they are thinly heard.", n_hidden),
        )  # fmt: skip


def method(desk: Desk) -> Section:
    """Say how stories came, who read them, how they were coded and chosen."""
    return Section(
        code="method", title=say("How it was done"),
        blocks=(_domains(desk), desk.count_table("modes", "mode", caption=say("How stories came"), head=say("How it came")), *_rules(desk), *_coding(desk), *_rounds(desk)),
    )  # fmt: skip


def _domains(desk: Desk) -> Table:
    domains = desk.material.domains
    counts = {one.code: sum(row.domain_id == one.id for row in desk.material.told) for one in domains}
    counts["UNKNOWN"] = desk.material.n - sum(counts.values())
    protected = desk.numbers.counts("domains", counts)
    links = [desk.stories_link(domain=one.id) for one in domains]
    rows = [(said(one), desk.numbers.say(protected.cell(column=one.code))) for one in domains]
    if counts["UNKNOWN"]:
        rows.append((say("Not said"), desk.numbers.say(protected.cell(column="UNKNOWN"))))
        links.append("")
    return Table(
        code="domains", caption=say("Stories by domain of change"), head=(say("Domain of change"), say("Stories")),
        rows=tuple(rows), kinds=(OWN, NUMBER), row_links=tuple(links),
    )  # fmt: skip


def _rules(desk: Desk) -> Iterator[Block]:
    yield BulletList(items=(
        say("Consent was asked for each use apart: being counted, being read by a panel, being read by young panellists, being quoted, being published. Refusing one never stopped anybody from telling."),
        say("Below the age of %(age)s a guardian had to agree as well.", age=desk.material.guardian_age) if desk.material.guardian_age else say("No guardian had to agree besides the tellers."),
        say("A person read each text before anybody else did, and covered what could tell who or where somebody is. Only such texts are counted here."),
        say("Invitations sent or shown: %(n)s.", n=number(desk.material.n_links)),
    ))  # fmt: skip


def _coding(desk: Desk) -> Iterator[Block]:
    coding = desk.material.coding
    rows = [(label(CoderKind[code]), n) for code, n in coding.by.items()]
    yield Paragraph(
        text=say(
            "A programme for reading texts suggests themes and results by lists of words. A person confirms or refuses each; nothing that only the programme suggested is counted in this report."
        )
    )
    yield Table(
        code="coders", caption=say("Who confirmed themes and results"), head=(say("Who decided"), say("Confirmed")),
        rows=(*rows, (say("Of these, suggested first by the language module"), coding.n_suggested_first)),
        kinds=(TEXT, NUMBER),
    )  # fmt: skip


def _rounds(desk: Desk) -> Iterator[Block]:
    rounds = desk.material.rounds
    if not rounds:
        yield Note(text=say("No panel has decided on stories of this time yet."))
        return
    yield Table(
        code="rounds", caption=say("Selection rounds"),
        head=(say("Round"), say("Panel"), say("Method"), say("Stories read"), say("Outcome")),
        rows=tuple(
            (
                one.name, say("Young people") if one.is_youth else say("Adults"), METHODS[one.method].name.say(language()), one.n_stories,
                label(one.outcome or OutcomeKind.NONE),
            )
            for one in rounds
        ),
        kinds=(OWN, TEXT, TEXT, NUMBER, TEXT),
        row_links=tuple(desk.round_link(one.round_id) for one in rounds),
    )  # fmt: skip
    if desk.material.n_open_rounds:
        yield Paragraph(
            text=say_plural(
                "%(num)d round is not decided yet.", "%(num)d rounds are not decided yet.", desk.material.n_open_rounds
            )
        )
