"""Last chapters: what went back, evidence, limits, what was left out, how to cite."""

from collections import Counter
from collections.abc import Iterator

from storyapp.rules.consent import Understanding
from storyapp.rules.evidence import EvidenceItem
from storyapp.rules.report import Block, BulletList, Note, Paragraph, Section, Table
from storyapp.services.reports import verified
from storyapp.services.reports.pages import NUMBER, OWN, TEXT, Desk, quotes, said
from storyapp.words.dates import day, number, percent
from storyapp.words.evidence import QUESTIONS
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

STATUSES = {
    "done": mark("Done"), "doing": mark("Under way"), "planned": mark("Planned"), "dropped": mark("Not done"),
}  # fmt: skip
LEFT_OUT_WORDS = {
    "adults": mark("Told by adults; this report is of young people alone"),
    "no-consent": mark("Told, but its teller did not agree to be counted"),
    "withdrawn": mark("Taken back by its teller"),
    "unread": mark("No person has read it yet"),
    "not-available": mark("Not available"),
    "test": mark("A trial, not a story"),
}
FEW_STORIES = 30
FEW_SECOND_READINGS = 20


def returned(desk: Desk) -> Section:
    """Say what went back to tellers and what the programme did."""
    back = desk.material.returned
    n = desk.numbers.one("answered", back.loop.n_closed, back.loop.n_stories)
    share = (
        percent(back.loop.n_closed / back.loop.n_stories)
        if isinstance(n, int) and n > 0 and back.loop.n_stories
        else ""
    )
    answered = f"{n} ({share})" if share else n
    items = [say("Stories whose tellers have an answer: %(n)s.", n=answered)]
    if back.loop.median_days is not None:
        items.append(
            say("Half of the answers were ready within this many days: %(days)s.", days=number(back.loop.median_days))
        )
    items += [
        say("Answers that tellers have seen: %(n)s.", n=desk.numbers.one("seen", back.n_seen, desk.material.n)),
        say("Stories with a written reason why no answer can be given: %(n)s.", n=desk.numbers.one("exceptions", back.n_exceptions, desk.material.n)),
        say("Words that came back from tellers: “you understood me wrong” %(misread)s, replies %(replies)s, questions %(questions)s, complaints %(complaints)s.", misread=back.n_misread, replies=back.n_replies, questions=back.n_questions, complaints=back.n_complaints),
    ]  # fmt: skip
    return Section(
        code="returned", title=say("What went back, and what changed"),
        blocks=(BulletList(items=tuple(items)), *_said_back(desk), *_changes(desk)),
    )  # fmt: skip


def _said_back(desk: Desk) -> Iterator[Block]:
    words = desk.material.said_back
    if words:
        yield Paragraph(text=say("What tellers wrote back, as far as they let it be printed:"))
        yield from quotes(words)


def _changes(desk: Desk) -> Iterator[Block]:
    lines = desk.material.changes
    if not lines:
        yield Paragraph(text=say("No change has been written down under “you said, we did” yet."))
        return
    yield Table(
        code="changes", caption=say("You said, we did"), head=(say("What was heard"), say("What was decided"), say("Where it stands")),
        rows=tuple(
            (one.heard.say(language()), one.decided.say(language()), say(STATUSES[one.status]) + (f", {day(one.done_on)}" if one.done_on else "") + (f". {label(one.youth_mark)}" if one.youth_mark else ""))
            for one in lines
        ),
        kinds=(OWN, OWN, TEXT),
        note=say("What was decided not to be done stands here as well."),
    )  # fmt: skip


def evidence(desk: Desk) -> Section:
    """Show the evidence card counted over all stories, without a score."""
    rows = []
    for item in desk.material.evidence:
        protected = desk.numbers.counts(
            f"evidence-{item.item.value}", {"pass": item.n_pass, "partly": item.n_partly, "no": item.n_no}
        )
        rows.append(
            (
                say(QUESTIONS[item.item]),
                *(desk.numbers.say(protected.cell(column=one)) for one in ("pass", "partly", "no")),
            )
        )
    return Section(
        code="evidence", title=say("How firm the evidence is"),
        blocks=(
            Paragraph(text=say("Eleven questions are asked of each story, after Rick Davies' criteria for the quality of evidence. They are never added up to a score: a story that cannot be verified can still be true.")),
            Table(code="evidence-table", caption=say("The evidence card, over all stories"), head=(say("Question"), say("Yes"), say("Partly"), say("No")), rows=tuple(rows), kinds=(TEXT, NUMBER, NUMBER, NUMBER)),
        ),
        sections=tuple(verified.parts(desk)),
    )  # fmt: skip


def limits(desk: Desk, *, is_short: bool = False) -> Section:
    """Say what this report cannot show, at the same length as what it can."""
    blocks: list[Block] = [BulletList(items=tuple(_limits(desk)))]
    if desk.material.domains_changed:
        blocks.append(
            Note(
                is_warning=True,
                text=say(
                    "The domains of change were revised between these periods. Numbers by domain cannot be compared across that change."
                ),
            )
        )
    sections = () if is_short else (_left_out(desk), _cite(desk))
    return Section(code="limits", title=say("Limits"), blocks=tuple(blocks), sections=sections)


def _limits(desk: Desk) -> Iterator[str]:
    material, coding = desk.material, desk.material.coding
    if material.order.length == "summary":
        yield say(
            "This is a summary. Reasons, dissent and limits stand at length in the full report made of the same data."
        )
    if 0 < material.n < FEW_STORIES:
        yield say("There are few stories. Numbers show what was told here, and say nothing of people who did not tell.")
    else:
        yield say(
            "Those who told chose to tell. Numbers show what was told, and say nothing of people who did not tell."
        )
    expected = sum(one.n_expected for one in material.periods)
    if material.n < expected:
        yield say("Fewer people told than were hoped for; the chapter on who told names the groups that are missing.")
    yield say(
        "There is no group to compare with. That a change was told after the programme does not show that it came from it."
    )
    yield say("Which way it went is what tellers say; nobody else judged it.")
    if not any(item.n_pass or item.n_partly for item in material.evidence if item.item is EvidenceItem.VERIFIED):
        yield say("No story has been verified with other people yet.")
    yield say(
        "Themes and results were suggested by lists of words before people decided. What such lists do not know may be missed, and what they suggest may be confirmed too easily."
    )
    if coding.engines:
        yield say("Suggestions on which nobody has decided, and which are not counted: %(n)s.", n=number(coding.n_open))
    yield _agreement(desk)
    yield from _understood(desk)
    yield say(
        "Panels chose from what they were given to read, and each panel is small. Another panel might choose otherwise."
    )


def _understood(desk: Desk) -> Iterator[str]:
    """Say how many of those who were asked had understood what they agreed to (B12)."""
    asked = Counter(row.understanding for row in desk.material.told if row.understanding is not None)
    if not asked:
        return
    protected = desk.numbers.counts("understanding", {one.value: asked[one] for one in Understanding})
    n = {one: desk.numbers.say(protected.cell(column=one.value)) for one in Understanding}
    yield say(
        "After the questions about consent tellers were asked whether they had understood. All answers right: %(all)s; some: %(some)s; none: %(none)s; not answered: %(skipped)s. A wrong answer was explained and kept nobody from telling.",
        all=n[Understanding.ALL], some=n[Understanding.SOME], none=n[Understanding.NONE], skipped=n[Understanding.SKIPPED],
    )  # fmt: skip


def _agreement(desk: Desk) -> str:
    coding = desk.material.coding
    if coding.n_second < FEW_SECOND_READINGS or coding.agreement is None:
        return say("Too few themes were read by a second person to say how far coders agree.")
    return say(
        "A second person read %(n)s codes; agreement beyond chance (Krippendorff's alpha) is %(alpha)s. Below 0.67 findings should be taken as a first look only.",
        n=number(coding.n_second), alpha=number(round(coding.agreement, 2)),
    )  # fmt: skip


def _left_out(desk: Desk) -> Section:
    protected = desk.numbers.counts("left-out", desk.material.left_out)
    rows = [
        (say(words), desk.numbers.say(protected.cell(column=code)))
        for code, words in LEFT_OUT_WORDS.items()
        if code != "adults" or desk.material.order.tellers == "young"
    ]
    unknown = desk.numbers.one("unknown-consent", desk.material.n_unknown_consent, desk.material.n)
    quotable = desk.numbers.one("quotable", desk.material.n_quotable, desk.material.n)
    return Section(
        code="left-out", title=say("What was left out, and why"),
        blocks=(
            Table(code="left-out-table", caption=say("Stories that are not counted here"), head=(say("Why"), say("Stories")), rows=tuple(rows), kinds=(TEXT, NUMBER)),
            BulletList(items=(
                say("Counted, but never quoted, because nobody knows what the teller agreed to: %(n)s.", n=unknown),
                say("Counted stories from which these readers may see sentences: %(n)s.", n=quotable),
                *([say("Evaluators chose quotes themselves for themes and results, and these stand first: %(n)s. All others were drawn.", n=desk.material.n_chosen)] if desk.material.n_chosen else []),
                say("At most two sentences stand here of one story, unless its teller agreed to publish it whole. Quotes were drawn by lot among sentences that a person marked, so that as many tellers as possible speak."),
            )),
        ),
    )  # fmt: skip


def _cite(desk: Desk) -> Section:
    periods = ", ".join(said(one) for one in desk.material.periods)
    return Section(
        code="cite", title=say("How to cite"),
        blocks=(
            Paragraph(text=f"{desk.material.name.say(language())}. {periods}.", own_words=True),
            Paragraph(text=say("Report made with Storyapp from stories of change (data up to %(day)s). Quotes may be passed on only together with this report and the consent marks beside them.", day=day(desk.material.newest_on) or "–")),
        ),
    )  # fmt: skip
