"""The one place that decides what a report may contain: consent, state and small numbers are asked here, not later."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from enum import Enum
from typing import Any

from storyapp.data.queries import reporting as queries
from storyapp.data.queries.appearing import appears_in
from storyapp.data.queries.quotes import ChosenRow, chosen_for_report
from storyapp.data.queries.reporting import AnsweredRow, CodeRow, StoryRow
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.programmes import Domain, Programme, SocialResult, TargetGroup, Theme
from storyapp.data.tables.rounds import Round
from storyapp.rules.appearing import Where
from storyapp.rules.changes import ORDER
from storyapp.rules.coding import CodingStep
from storyapp.rules.consent import Light
from storyapp.rules.equity import check_equity
from storyapp.rules.people import TellerRole
from storyapp.rules.results import LinkDirection
from storyapp.rules.rounds import UNDECIDED, RoundState
from storyapp.rules.statistics import krippendorff_nominal
from storyapp.rules.stories import Direction, StoryState
from storyapp.rules.summary import LoopFact, loop
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.wording import joined
from storyapp.services import involvement, lasting
from storyapp.services.equity import asked_of
from storyapp.services.equity_facts import facts_of_rounds
from storyapp.services.practice import card_of
from storyapp.services.reports.deciding import tell_round
from storyapp.services.reports.evidence import beside_of, cards_of, checked_of, chosen_cards, count_evidence, counts_of
from storyapp.services.reports.material import (
    ChangeLine,
    Coding,
    Entry,
    Material,
    Order,
    Returned,
    Valued,
    Words,
    code_of,
)
from storyapp.services.reports.quoting import QuoteBook, by_subject, smallest_shown, why_not
from storyapp.services.system_facts import system_of
from storyapp.services.two_readings import codes_of

QUOTES_OF_A_THEME = 2
QUOTES_OF_A_RESULT = 2
QUOTES_OF_A_DIRECTION = 2
QUOTES_UNPLANNED = 3
QUOTES_CHOSEN = 4  # of those that evaluators chose, for a theme or one side of a result
LEFT_OUT = ("adults", "no-consent", "withdrawn", "unread", "not-available", "test")
YOUNG = (TellerRole.YOUNG_PERSON, TellerRole.PEER)


def gather(programme: Programme, order: Order, rows: Sequence[StoryRow]) -> Material:
    """Gather what this report may say of these stories; nothing else reaches its chapters."""
    counted = tuple(row for row in rows if why_left_out(row, tellers=order.tellers) is None)
    ids = {row.id for row in counted}
    codes = codes_of(
        programme, order.period_ids,
        [code for code in queries.confirmed_tags(programme, order.period_ids) if code.story_id in ids],
        [code for code in queries.confirmed_links(programme, order.period_ids) if code.story_id in ids],
    )  # fmt: skip
    tags, links = codes.tags, codes.links
    rounds = queries.rounds_of(programme, order.period_ids)
    tables = queries.tables_of(programme, order.period_ids)
    asked = asked_of(programme)
    replies = [said for said in queries.words_of_tellers(programme, order.period_ids) if said[0] in ids]
    period_rows = [row for row in queries.periods_of(programme) if row.id in order.period_ids]
    periods = tuple(_entry(row) for row in period_rows)
    domains = queries.books(programme, Domain)
    k = smallest_shown(counted)
    cards = cards_of(programme, order.period_ids, counted, tables)
    seed = f"{programme.slug}/{'+'.join(period.code for period in periods)}"
    material = Material(
        order=order, slug=programme.slug, name=programme.name, purpose=programme.purpose,
        audience_words=programme.audience, will_do=programme.will_do, will_not_do=programme.will_not_do,
        guardian_age=programme.guardian_age, periods=periods, domains=tuple(_entry(row) for row in domains),
        themes=tuple(_entry(row) for row in queries.books(programme, Theme)),
        results=tuple(_entry(row) for row in queries.books(programme, SocialResult)),
        groups=tuple(_entry(row) for row in queries.books(programme, TargetGroup)),
        domains_changed=any(not row.is_active for row in domains) and len(periods) > 1, told=counted,
        left_out={code: sum(why_left_out(row, tellers=order.tellers) == code for row in rows) for code in LEFT_OUT},
        n_unknown_consent=sum(row.may_count is Light.UNKNOWN or row.may_quote is Light.UNKNOWN for row in counted),
        n_quotable=sum(why_not(row, audience=order.audience) is None for row in counted), k=k,
        group_codes=_groups(queries.groups_told(programme, order.period_ids), ids), tags=tags, links=links,
        unplanned=queries.said_of_none(programme, is_unplanned=True) & ids, planned=(queries.said_of_none(programme, is_unplanned=False) & ids) | codes.kept_out, readings=codes.readings, coding=_coding(programme, tags, links), rounds=(),
        n_open_rounds=sum(one.state in UNDECIDED for one in rounds),
        fate=_fates(tables, ids), equity=check_equity(facts_of_rounds(counted, tables, asked), questions=[one.id for one in asked]), asked=asked,
        evidence=count_evidence(cards), checked=checked_of(programme, order.period_ids, ids),
        counted=counts_of(programme, order.period_ids, ids), beside=beside_of(programme, order.period_ids, ids), n_links=queries.n_links(programme, order.period_ids),
        lasting=lasting.counted_of(programme, {row.id: row.told_on for row in counted}), returned=_returned(counted, tables, replies), changes=tuple(_changes(programme)), by_direction={}, by_theme={}, by_result={},
        unplanned_words=(), newest_on=_newest(counted, tables, replies, rounds), seed=seed, involved=involvement.seen(programme),
        system=system_of(programme, period_rows, counted, tables),
    )  # fmt: skip
    material = _with_words(material, rows, rounds, chosen_for_report(programme, order.period_ids))
    book = QuoteBook(counted, audience=order.audience, seed=seed, k=k)
    said_back = book.said_back(queries.said_back(programme, order.period_ids))
    material = replace(material, said_back=said_back, practice=card_of(programme))
    material = replace(material, cards=chosen_cards(material.rounds, cards))
    return replace(material, fingerprint=fingerprint_of(material))


def why_left_out(row: StoryRow, *, tellers: str = "all") -> str | None:
    """Return why a story is not counted, or None. That a story is held is said to nobody: it is "not available"."""
    if appears_in(row, Where.COUNTS):
        return None if tellers == "all" or row.teller_role in YOUNG else "adults"
    if row.is_test:
        return "test"
    if row.state is StoryState.WITHDRAWN:
        return "withdrawn"
    if row.is_held or row.state is StoryState.WAITING_FOR_GUARDIAN:
        return "not-available"
    if row.may_count is Light.NO:
        return "no-consent"
    return "unread"


def fingerprint_of(material: Material) -> str:
    """Return the fingerprint of all gathered facts: the same data has the same one, in either language."""
    facts = replace(material, order=replace(material.order, language="", length=""), fingerprint="")
    return hashlib.sha256(json.dumps(_plain(asdict(facts)), sort_keys=True).encode()).hexdigest()


def _with_words(
    material: Material, rows: Sequence[StoryRow], rounds: Sequence[Round], chosen: Sequence[ChosenRow]
) -> Material:
    """Add what tellers said: the chosen stories first, then what evaluators chose, then what got worse and the rest."""
    book = QuoteBook(material.told, audience=material.order.audience, seed=material.seed, k=material.k)
    all_rows = {row.id: row for row in rows}
    tags, links = material.tags, material.links
    decided = [one for one in rounds if one.state in queries.DECIDED]
    finished = [one.id for one in rounds if one.state is RoundState.FINISHED]
    said_back = queries.valued_in(finished) if material.order.is_handout else ()
    valued = tuple(
        Valued(
            story_id=row.story_id, text=row.valued, language=all_rows[row.story_id].language, is_chosen=row.is_chosen
        )
        for row in said_back
        if row.story_id in all_rows and not book.why_not(row.story_id)
    )
    answered = {row.story_id for row in said_back}
    parts = tuple(tell_round(one, all_rows, book, tags=tags, links=links) for one in decided)
    sides = by_subject(links, lambda code: (code.subject_id, code.direction.name if code.direction else ""))
    by_theme = by_subject(tags, lambda code: code.subject_id)
    of_theme, of_result = _chosen_words(book, chosen, by_theme=by_theme, sides=sides)
    direction_of = {row.id: code_of(row, "direction") for row in material.told}
    by_direction = by_subject(tags, lambda code: direction_of[code.story_id])
    order = (Direction.WORSE, Direction.NO_CHANGE, Direction.MIXED, Direction.BETTER)
    words = {one.name: book.draw(Tag, by_direction.get(one.name, ()), QUOTES_OF_A_DIRECTION) for one in order}
    against = (LinkDirection.CONTRADICTS, LinkDirection.MIXED, LinkDirection.SUPPORTS)
    by_result = {
        (result.id, side.name): _filled_up(
            book, of_result.get((result.id, side.name), ()), ResultLink, sides.get((result.id, side.name), ()),
            QUOTES_OF_A_RESULT,
        )
        for side in against
        for result in material.results
    }  # fmt: skip
    apart = unplanned_ids(material)
    unplanned_words = book.draw(Tag, (code for code in tags if code.story_id in apart), QUOTES_UNPLANNED)
    return replace(
        material, rounds=parts, valued=valued, n_unanswered=sum(row.id not in answered for row in material.told), by_direction=words, by_result=by_result, unplanned_words=unplanned_words,
        by_theme={
            one.id: _filled_up(book, of_theme.get(one.id, ()), Tag, by_theme.get(one.id, ()), QUOTES_OF_A_THEME)
            for one in material.themes
        },
    )  # fmt: skip


def _chosen_words(
    book: QuoteBook, chosen: Sequence[ChosenRow], *, by_theme: Mapping[int, Sequence[CodeRow]],
    sides: Mapping[tuple[int, str], Sequence[CodeRow]],
) -> tuple[dict[int, tuple[Words, ...]], dict[tuple[int, str], tuple[Words, ...]]]:  # fmt: skip
    """Return what evaluators chose for themes, and for what speaks for and against results."""
    themes, results = by_subject(chosen, lambda one: one.theme_id), by_subject(chosen, lambda one: one.result_id)
    of_theme = {key: book.take(themes.get(key, ()), codes, QUOTES_CHOSEN) for key, codes in by_theme.items()}
    of_result = {key: book.take(results.get(key[0], ()), codes, QUOTES_CHOSEN) for key, codes in sides.items()}
    return of_theme, of_result


def _filled_up(
    book: QuoteBook, chosen: tuple[Words, ...], table: type[Any], codes: Sequence[CodeRow], n: int
) -> tuple[Words, ...]:
    """Return the quotes that evaluators chose; where they are fewer than n, others are drawn beside them."""
    return chosen + book.draw(table, codes, n - len(chosen))


def unplanned_ids(material: Material) -> frozenset[int]:
    """Return the stories that were coded and speak of no intended result, by what stands on them or by what a person said."""
    coded, linked = {code.story_id for code in material.tags}, {code.story_id for code in material.links}
    return material.unplanned | (frozenset(coded - linked) - material.planned)


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id, code=row.code, words=getattr(row, "general", None) or row.name,
        n_expected=getattr(row, "n_expected", 0) or getattr(row, "n_target", 0),
        starts_on=getattr(row, "starts_on", None), ends_on=getattr(row, "ends_on", None),
        level=getattr(row, "outcome_level", None),
    )  # fmt: skip


def _groups(answers: Iterable[tuple[int, str]], ids: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for story_id, packed in answers:
        if story_id in ids:
            said = json.loads(packed)
            found[story_id] = tuple(sorted({str(code) for code in (said if isinstance(said, list) else [said])}))
    return found


def _coding(programme: Programme, tags: Sequence[CodeRow], links: Sequence[CodeRow]) -> Coding:
    codes = [*tags, *links]
    by = Counter(code.decided_as.name for code in codes if code.decided_as is not None)
    second = {(story, theme): step for story, theme, step in queries.second_readings(programme)}
    standing = queries.standing_states(programme, second.keys())
    pairs = [pair for pair in sorted(second) if pair in standing]
    agreement = krippendorff_nominal(
        [
            [standing[pair] is TagState.CONFIRMED for pair in pairs],
            [second[pair] is not CodingStep.REFUSED for pair in pairs],
        ]
    )
    return Coding(
        by=dict(sorted(by.items())), n_suggested_first=sum(code.coder is CoderKind.MODEL for code in codes),
        n_open=queries.n_open_suggestions(programme), engines=tuple(queries.engines(programme)), n_second=len(pairs),
        agreement=agreement,
    )  # fmt: skip


def _fates(tables: Iterable[AnsweredRow], ids: set[int]) -> dict[int, str]:
    fate: dict[int, str] = {}
    for row in tables:
        if row.story_id in ids and fate.get(row.story_id) != "chosen":
            fate[row.story_id] = "chosen" if row.is_chosen else "read"
    return fate


def _returned(
    counted: Sequence[StoryRow], tables: Iterable[AnsweredRow], replies: Iterable[tuple[int, str, date]]
) -> Returned:
    answers: dict[int, date | None] = {}
    exceptions, seen = set(), set()
    for row in sorted(tables, key=lambda row: (row.answered_on or date.max, row.round_id)):
        if row.is_answered:
            answers.setdefault(row.story_id, row.answered_on)
        elif row.is_exception:
            exceptions.add(row.story_id)
        if row.is_seen:
            seen.add(row.story_id)
    kinds = Counter(kind for _, kind, _ in replies)
    facts = [LoopFact(story_id=row.id, told_on=row.told_on, answered_on=answers.get(row.id)) for row in counted]
    ids = {row.id for row in counted}
    return Returned(
        loop=loop(facts), n_exceptions=len((exceptions - answers.keys()) & ids), n_seen=len(seen & answers.keys() & ids),
        n_replies=kinds["reply"], n_questions=kinds["question"], n_complaints=kinds["complaint"],
        n_misread=kinds["misread"],
    )  # fmt: skip


def _changes(programme: Programme) -> Iterable[ChangeLine]:
    for row in sorted(queries.changes_of(programme), key=lambda row: (ORDER[row.status], row.id)):
        yield ChangeLine(
            heard=row.heard, decided=joined(row.decided, row.did), status=row.status, done_on=row.done_on,
            youth_mark=row.youth_mark, is_public=row.is_public,
        )  # fmt: skip


def _newest(
    counted: Iterable[StoryRow],
    tables: Iterable[AnsweredRow],
    replies: Iterable[tuple[int, str, date]],
    rounds: Iterable[Round],
) -> date | None:
    days = [row.told_on for row in counted] + [row.answered_on for row in tables if row.answered_on]
    days += [said_on for _, _, said_on in replies] + [one.decided_at.date() for one in rounds if one.decided_at]
    return max(days, default=None)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it, the same for the same facts."""
    if isinstance(value, Mapping):
        return sorted(([repr(key), _plain(one)] for key, one in value.items()), key=lambda pair: pair[0])
    if isinstance(value, frozenset | set):
        return sorted(_plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.name
    return value.isoformat() if isinstance(value, date) else value
