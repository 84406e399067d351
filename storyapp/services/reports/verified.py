"""What was verified, how many others had it, what else speaks for and against, and the cards of chosen stories."""

from collections import Counter
from collections.abc import Iterator

from storyapp.rules.evidence import EvidenceItem
from storyapp.rules.lasting import UNSAID, Lasted
from storyapp.rules.report import Block, BulletList, Note, Paragraph, Section, Table
from storyapp.rules.verifying import OUTCOMES
from storyapp.services.reports.material import Counted
from storyapp.services.reports.pages import NUMBER, OWN, SHARE, TEXT, Desk
from storyapp.words.dates import day, number, percent
from storyapp.words.evidence import SHORT
from storyapp.words.labels import label
from storyapp.words.speech import say, say_plural

ON_A_CARD = (EvidenceItem.VERIFIED, EvidenceItem.CONSENT_SCOPE, EvidenceItem.SELECTION_TRAIL, EvidenceItem.LOOP_CLOSED)


def parts(desk: Desk) -> Iterator[Section]:
    """Yield the parts of the chapter on evidence."""
    yield Section(code="verified", title=say("What was verified"), blocks=tuple(_verified(desk)))
    if desk.material.lasting.n_asked:
        yield Section(code="lasting", title=say("Has it lasted?"), blocks=tuple(_lasting(desk)))
    if desk.material.counted:
        yield Section(code="others", title=say("How many others?"), blocks=tuple(_others(desk)))
    if desk.material.beside.n_stories:
        yield Section(code="beside", title=say("What else speaks for and against"), blocks=tuple(_beside(desk)))
    if desk.material.cards:
        yield Section(code="cards", title=say("Evidence cards of the chosen stories"), blocks=tuple(_cards(desk)))


def _lasting(desk: Desk) -> Iterator[Block]:
    """Say what became of it, and first of all how many could not be asked or did not come back."""
    lasting = desk.material.lasting
    protected = desk.numbers.counts("lasting", lasting.counts or {})
    asked, unsaid = protected.cell(), protected.cell(column=UNSAID)
    yield Paragraph(
        text=say_plural(
            "Tellers are asked again under their code after %(num)d month, and nothing else links the two answers.",
            "Tellers are asked again under their code after %(num)d months, and nothing else links the two answers.",
            lasting.months,
        )
        + " "
        + say(
            "Stories told so long ago: %(asked)s; of these nobody came back to say: %(unsaid)s. Who does not come back may have fared otherwise than who does.",
            asked=desk.numbers.say(asked), unsaid=desk.numbers.say(unsaid),
        )
    )  # fmt: skip
    yield Table(
        code="lasting-table", caption=say("Is it still so?"), head=(say("Answer"), say("Stories")),
        rows=tuple((label(one), desk.numbers.say(protected.cell(column=one.value))) for one in Lasted),
        kinds=(TEXT, NUMBER),
    )  # fmt: skip


def _verified(desk: Desk) -> Iterator[Block]:
    checked = desk.material.checked
    if not checked.n_planned:
        yield Paragraph(text=say("Nothing was planned to be verified in this time."))
        return
    yield BulletList(
        items=(
            say("Planned: %(n)s stories; chosen by the last panel %(chosen)s, drawn by lot %(drawn)s.", n=checked.n_planned, chosen=checked.n_chosen, drawn=checked.n_drawn),
            say("Tellers who were asked first, under their code: %(n)s.", n=checked.n_asked),
            say("Checked so far: %(n)s of %(all)s, each by somebody who did not collect the story.", n=checked.n_done, all=checked.n_planned),
        )
    )  # fmt: skip
    lots = [one for one in checked.drawn if one.percent]
    if lots:
        yield Table(
            code="lots", caption=say("How the lot was drawn"),
            head=(say("Seed"), say("Stories to draw from"), say("Share"), say("On which day")),
            rows=tuple((one.seed, one.n_from, one.percent / 100, day(one.planned_on)) for one in lots),
            kinds=(OWN, NUMBER, SHARE, TEXT), note=say("Whoever has the stories can draw the same ones again with the seed."),
        )  # fmt: skip
    if not checked.n_done:
        return
    rows = []
    for code, title, found in (
        ("facts", say("Did it happen like this?"), checked.facts),
        ("significance", say("Does it matter as the story says?"), checked.significance),
    ):
        n = Counter(one.name for one in found)
        protected = desk.numbers.counts(f"verified-{code}", {one.name: n[one.name] for one in OUTCOMES})
        rows.append((title, *(desk.numbers.say(protected.cell(column=one.name)) for one in OUTCOMES)))
    yield Table(
        code="verified-table", caption=say("Facts and significance, each asked by itself"),
        head=(say("Question"), *(label(one) for one in OUTCOMES)), rows=tuple(rows),
        kinds=(TEXT, *(NUMBER for _ in OUTCOMES)),
        note=say("What cannot be checked may still be true, and what was not found to be so stays in the report."),
    )  # fmt: skip


def _others(desk: Desk) -> Iterator[Block]:
    yield Table(
        code="others-table", caption=say("How many others had this change"),
        head=(say("What was asked"), say("Yes"), say("Asked"), say("Who was asked"), say("How, and when")),
        rows=tuple(_other(desk, one) for one in desk.material.counted), kinds=(OWN, TEXT, NUMBER, OWN, TEXT),
        note=say("Those who were asked are not everybody, and were not always picked by chance."),
    )  # fmt: skip


def _other(desk: Desk, one: Counted) -> tuple[str | int, ...]:
    shown = desk.numbers.one(f"others-{one.id}", one.n_yes, one.n_asked)
    share = f" ({percent(one.n_yes / one.n_asked)})" if isinstance(shown, int) and shown else ""
    how = [f"{label(one.method)}, {day(one.counted_on)}"]
    if one.n_in_group is not None:
        how.append(say("there are %(n)s in all", n=number(one.n_in_group)))
    asked = one.n_asked if one.n_asked >= desk.k else say("fewer than %(k)s", k=desk.k)
    return one.question, f"{shown}{share}", asked, one.who, "; ".join(how)


def _beside(desk: Desk) -> Iterator[Block]:
    beside = desk.material.beside
    yield BulletList(
        items=(
            say("Speaks for the stories: %(n)s.", n=beside.n_for),
            say("Speaks against them: %(n)s.", n=beside.n_against),
            say("Speaks both ways: %(n)s.", n=beside.n_mixed),
        )
    )
    if not beside.n_against:
        yield Note(text=say("Nothing was written down against any story. That may mean that nobody looked for it."))


def _cards(desk: Desk) -> Iterator[Block]:
    is_inside = desk.material.order.audience == "inside"
    rows, links = [], []
    for card in desk.material.cards:
        answers = {finding.item: finding.answer for finding in card.findings}
        rows.append((card.title, *(label(answers[item]) for item in ON_A_CARD)))
        links.append(f"/p/{desk.material.slug}/stories/{card.public_id}/evidence" if is_inside else "")
    yield Table(
        code="cards-table", caption=say("Four of the eleven answers; the whole card stands on the page of each story"),
        head=(say("Story"), *(say(SHORT[item]) for item in ON_A_CARD)), rows=tuple(rows),
        kinds=(OWN, *(TEXT for _ in ON_A_CARD)), row_links=tuple(links),
    )  # fmt: skip
