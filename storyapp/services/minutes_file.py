"""The minutes of a round as a file, and their fingerprint (C15).

A file travels further than a page: it names nobody who cast a ballot, and no story that may no longer be read.
"""

from collections.abc import Iterator

from storyapp.data.queries import recalls as recall_queries
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import BallotCast
from storyapp.formats import registry
from storyapp.formats.read_minutes import Claim, claim_of
from storyapp.rules.errors import RuleBroken
from storyapp.rules.fingerprints import RoundFingerprint, TextRead, VoteCast, fingerprint_round
from storyapp.rules.report import Block, BulletList, ColumnKind, Decision, Note, Paragraph, Report, Section, Table
from storyapp.rules.rounds import RoundState
from storyapp.services.count_told import count_tables, unit_of
from storyapp.services.equity import cautions
from storyapp.services.minutes import Counted, Minutes, minutes_of
from storyapp.services.minutes_said import (
    equity_lines,
    firmness_sentences,
    level_sentences,
    put_right_sentences,
    share_sentences,
)
from storyapp.services.reopening import refused_before
from storyapp.services.rounds import Sitting, round_of, sitting_of
from storyapp.services.transaction import act
from storyapp.words.dates import day, moment, number
from storyapp.words.labels import label
from storyapp.words.speech import LANGUAGES, language, say, say_plural, speaking

FILES = ("pdf", "docx")
DECIDED = (RoundState.DECIDED, RoundState.FINISHED)
TEXT, OWN, NUMBER = ColumnKind.TEXT, ColumnKind.OWN_WORDS, ColumnKind.NUMBER


def fingerprint_of(sitting: Sitting) -> RoundFingerprint:
    """Return the fingerprint of a decided round, worked out anew from ballots and texts."""
    one = sitting.one
    public_ids = {read.row.story_id: read.story.public_id for read in sitting.reads}
    return fingerprint_round(
        texts=(
            TextRead(
                public_id=read.story.public_id, version=read.row.text_version, is_chosen=read.row.is_chosen,
                texts=(read.story.title, read.story.happened, read.story.matters),
            )
            for read in sitting.on_table
        ),
        votes=(
            VoteCast(turn=row.turn, story=_said_on(sitting, row, public_ids), reason=row.reason)
            for row in sitting.cast
        ),
        decision=(
            one.method.name, one.outcome.name if one.outcome else "", one.joint_reason, one.criteria,
            one.why_not_others, one.next_steps,
        ),
        dissents=(row.text for row in queries.dissents_of(one.id)),
    )  # fmt: skip


def _said_on(sitting: Sitting, row: BallotCast, public_ids: dict[int, str]) -> str:
    """Return all that a ballot says, in one line: its story, or every mark, or every comparison with its reason."""
    if row.story_id is not None:
        return public_ids.get(row.story_id, "")
    marks = [f"{public_ids.get(story_id, '')}={mark}" for story_id, mark in sitting.marks.get(row.id, {}).items()]
    pairs = [
        f"{public_ids.get(one.low_id, '')}:{public_ids.get(one.high_id, '')}="
        f"{public_ids.get(one.better_id or 0, '')}:{one.reason}"
        for one in sitting.comparisons.get(row.id, ())
    ]
    return ";".join(sorted([*marks, *pairs]))


def fingerprint_now(programme: Programme, round_id: int) -> RoundFingerprint | None:
    """Return the fingerprint of a decided round of this programme, or None where there is none."""
    one = round_of(programme, round_id)
    return fingerprint_of(sitting_of(one)) if one is not None and one.state in DECIDED else None


def read_back(data: bytes) -> Claim | None:
    """Return which round a file of minutes says it is of, and with which fingerprint; None where it is no minutes."""
    return claim_of(data)


def is_as_written(programme: Programme, round_id: int, data: bytes, kind: str) -> bool:
    """Tell whether a file is, byte for byte, what would be written of this round today, in either language."""
    one = round_of(programme, round_id)
    if one is None:
        return False
    for code in LANGUAGES:
        with speaking(code):
            if registry.write(written(minutes_of(sitting_of(one))), kind) == data:
                return True
    return False


def hand_out_minutes(told: Minutes, format_name: str, *, actor: str) -> bytes:
    """Write the minutes for somebody who takes them away, and note that; raises FormatUnavailable."""
    one = told.sitting.one
    if one.state not in DECIDED or format_name not in FILES:
        raise RuleBroken("format.unknown", name=format_name)
    data = registry.write(written(told), format_name)
    organisation_id, subject = one.organisation_id, f"round:{one.id}"
    with act(actor) as doing:
        doing.note(organisation_id, recall_queries.MINUTES_TAKEN, subject, reason=format_name.upper())
    return data


def written(told: Minutes) -> Report:
    """Write the minutes as a report in the language of the moment."""
    one, prints = told.sitting.one, fingerprint_of(told.sitting)
    sections = (
        Section(code="decision", title=say("Decision"), blocks=tuple(_decision(told))),
        *_refused(told),
        Section(code="sat", title=say("Who sat"), blocks=tuple(_sat(told))),
        Section(code="read", title=say("What they read"), blocks=tuple(_read(told))),
        Section(code="firm", title=say("How firm is it?"), blocks=(BulletList(items=tuple(firmness_sentences(told))),)),
        Section(code="whose", title=say("Whose stories were chosen?"), blocks=tuple(_whose(told))),
        *_levels(told),
        Section(code="fingerprint", title=say("Fingerprint"), blocks=tuple(_proof(told, prints))),
    )
    return Report(
        title=say("Minutes of the round"), subtitle=one.name, language=language(), sections=sections,
        facts=tuple(_facts(told)), dated_on=one.decided_at.date() if one.decided_at else None,
        made_of=(
            (say("Fingerprint of ballots and texts (SHA-256)"), prints.whole),
            (say("of the ballots"), prints.ballots), (say("of the decision"), prints.decision),
            *((say("of the text %(id)s", id=text.public_id), of_text) for text, of_text in prints.texts),
        ),
    )  # fmt: skip


def _facts(told: Minutes) -> Iterator[tuple[str, str]]:
    one, outcome = told.sitting.one, told.outcome
    yield say("Panel"), one.panel_name or "–"
    yield say("Period"), told.period.name.say(language())
    yield say("Domain"), told.domain.name.say(language()) if told.domain else say("All domains together")
    yield say("Facilitator"), told.facilitator or "–"
    yield say("Opened"), moment(one.opened_at)
    yield say("Decided"), moment(one.decided_at)
    yield say("Method"), label(one.method)
    yield say("Votes one after another"), number(len(told.turns))
    yield (
        say("Ballots"),
        say("%(votes)s votes, %(abstained)s abstained, %(absent)s absent; quorum %(quorum)s",
            votes=outcome.n_votes, abstained=outcome.n_abstained, absent=outcome.n_absent, quorum=one.quorum),
    )  # fmt: skip


def _decision(told: Minutes) -> Iterator[Block]:
    one = told.sitting.one
    more = (
        (say("Criteria that emerged"), "; ".join(line.strip() for line in one.criteria.splitlines() if line.strip())),
        (say("Why not the runner-up?"), one.why_not_others),
        (say("What happens next"), one.next_steps),
        (say("Word of the youth panel: %(word)s", word=label(one.youth_word)), one.youth_word_reason)
        if one.youth_word
        else ("", ""),
        (say("Answer to the youth panel"), one.answer_to_youth),
    )
    yield Decision(
        title=one.name, chosen="; ".join(_name(told, row) for row in told.chosen), facts=tuple(p for p in more if p[1]),
        reasons=tuple(_reasons(told)), dissent=tuple(row.text for _, row in told.dissents),
    )  # fmt: skip


def _reasons(told: Minutes) -> Iterator[str]:
    if told.joint_reason:
        yield say("Together: %(reason)s", reason=told.joint_reason)
    for row in told.counted:
        yield from (f"{_name(told, row)}: {said.reason}" for said in row.said)
    yield from (said.reason for said in told.said_of_several)


def _refused(told: Minutes) -> Iterator[Section]:
    """Write what a youth panel refused before the vote that counts, with both reasons."""
    found = refused_before(told.sitting)
    if found:
        blocks = tuple(
            Decision(
                title=say("The young people refused the choice of %(day)s:", day=day(one.decided_at)),
                chosen="; ".join(name or say("A story that may no longer be read") for name in one.names),
                facts=((say("Why they refused"), one.because),), dissent=(),
                reasons=(one.joint_reason,) if one.joint_reason else (),
            )
            for one in found
        )  # fmt: skip
        yield Section(code="refused", title=say("What the youth panel refused"), blocks=blocks)


def _sat(told: Minutes) -> Iterator[Block]:
    for title, seats in (
        (say("Voted:"), told.sat),
        (say("Not there for this vote:"), told.absent),
        (say("Taken off the panel while the round was open, with their ballots:"), told.taken_away),
    ):
        if seats:
            yield Paragraph(text=title)
            yield BulletList(items=tuple(sorted(seat.label for seat in seats)), own_words=True)
    apart = len({label for label, _ in told.recusals})
    if apart:
        yield Note(
            text=say_plural(
                "%(num)d person did not judge a story because they know who told it.",
                "%(num)d people did not judge a story because they know who told it.",
                apart,
            )
        )
    if told.moves:
        n = len({move.seat_id for move in told.moves})
        yield Note(text=say_plural("%(num)d person changed their mind.", "%(num)d people changed their minds.", n))


def _read(told: Minutes) -> Iterator[Block]:
    yield Table(
        code="stories", caption=say("Stories on the table, with their votes"),
        head=(say("Story"), unit_of(told), say("Text version"), say("Identifier")),
        kinds=(OWN, NUMBER, NUMBER, OWN),
        rows=tuple(
            (_name(told, row), round(row.n_votes, 2), row.read.row.text_version, row.read.story.public_id)
            for row in told.counted
        ),
    )  # fmt: skip
    for table in count_tables(told):
        yield Table(
            code=table.code, caption=table.caption, head=table.head, rows=table.rows,
            kinds=(OWN, *([TEXT] * (len(table.head) - 1))),
        )  # fmt: skip
    yield Paragraph(text=told.method.rule.say(language()))
    yield from (Paragraph(text=sentence) for sentence in share_sentences(told.sitting) + put_right_sentences(told))
    if told.sitting.n_gone:
        yield Note(
            text=say_plural(
                "%(num)d story had left the table before the choice.",
                "%(num)d stories had left the table before the choice.",
                told.sitting.n_gone,
            )
        )


def _whose(told: Minutes) -> Iterator[Block]:
    lines = equity_lines(told)
    if all(line.is_too_few for line in lines):
        yield Paragraph(text=say("Too few stories lay on the table to compare the chosen ones with the others."))
        return
    groups = [(line.name, group.name, group.n_chosen, group.n_not_chosen) for line in lines for group in line.groups]
    yield Table(
        code="equity", caption=say("Are chosen stories like the others?"), kinds=(OWN, TEXT),
        head=(say("Compared by"), say("What it shows")), rows=tuple((line.name, line.sentence) for line in lines),
    )  # fmt: skip
    if groups:
        yield Table(
            code="equity-groups", caption=say("The groups that were compared"), kinds=(OWN, OWN, NUMBER, NUMBER),
            head=(say("Compared by"), say("Group"), say("Chosen"), say("Not chosen")), rows=tuple(groups),
        )  # fmt: skip
    yield BulletList(items=cautions(told.equity))


def _levels(told: Minutes) -> Iterator[Section]:
    sentences = level_sentences(told)
    if sentences:
        blocks = tuple(Paragraph(text=sentence) for sentence in sentences)
        yield Section(code="levels", title=say("Youth and adult panel side by side"), blocks=blocks)


def _proof(told: Minutes, prints: RoundFingerprint) -> Iterator[Block]:
    one = told.sitting.one
    yield Paragraph(
        text=say(
            "The fingerprint at the end of these minutes is worked out from the ballots, the reasons and the texts. "
            "Whoever looks after the installation can work it out again and see that nothing was changed:"
        )
    )
    yield Paragraph(
        text=f"storyapp minutes verify --programme {told.slug} --round {one.id} {fingerprint_of(told.sitting).whole}",
        own_words=True,
    )
    yield Paragraph(
        text=say(
            "It changes when a dissent is added later, and when a text is changed or erased; the parts then differ."
        )
    )


def _name(told: Minutes, row: Counted) -> str:
    return row.name if row.name and told.sitting.may_read(row.read) else say("A story that may no longer be read")
