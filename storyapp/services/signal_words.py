"""The lists of signals as a programme's safeguarding leads keep them: own words, shipped ones put aside, reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storyapp.data.db import db
from storyapp.data.queries import signals as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.signals import SignalPhrase, SignalReview
from storyapp.gateways import nlp
from storyapp.gateways.kit import kit
from storyapp.gateways.nlp import SignalLists
from storyapp.rules import signals as rules
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind
from storyapp.rules.wording import LANGUAGES
from storyapp.services.transaction import Act, account_actor, act


@dataclass(frozen=True, kw_only=True)
class KindSeen:
    """What the module listens for of one kind in one language."""

    language: str
    kind: str
    strong: Sequence[str]  # shipped, without what is put aside
    weak: Sequence[str]
    own: Sequence[SignalPhrase]
    aside: Sequence[SignalPhrase]

    @property
    def n_shipped(self) -> int:
        """Count the shipped phrases that are listened for."""
        return len(self.strong) + len(self.weak)


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """Where the shipped list of a language comes from."""

    language: str
    source: str
    reviewed_on: date


@dataclass(frozen=True, kw_only=True)
class WordsSeen:
    """All lists of a programme, and when somebody has looked them over."""

    is_on: bool
    kinds: Mapping[str, Sequence[KindSeen]]  # by kind, one a language
    shipped: Sequence[Shipped]
    reviewed_on: date | None
    reviewed_by: str
    due_on: date
    is_due: bool
    is_read_again: bool  # waiting stories are about to be read with the present words


def lists_of(programme_id: int) -> SignalLists:
    """Return what a programme adds and puts aside, as the module wants it."""
    programme = db.session.get_one(Programme, programme_id)
    rows = queries.phrases_of(programme)
    return SignalLists(
        own=tuple(_as_phrase(row) for row in rows if row.is_own),
        aside=tuple(_as_phrase(row) for row in rows if not row.is_own),
    )


def words_seen(programme: Programme) -> WordsSeen:
    """Return the lists of a programme."""
    rows, shipped, last = queries.phrases_of(programme), _shipped(), queries.last_review(programme)
    due_on = _due_on(last[0].reviewed_on if last else None)
    return WordsSeen(
        is_on=programme.is_analysed,
        kinds={kind: [_seen(rows, language, kind) for language in LANGUAGES] for kind in nlp.SIGNAL_KINDS},
        shipped=shipped, reviewed_on=last[0].reviewed_on if last else None, reviewed_by=last[1] if last else "",
        due_on=due_on, is_due=due_on <= kit().clock().date(), is_read_again=queries.is_reading_asked(programme),
    )  # fmt: skip


def kind_seen(programme: Programme, language: str, kind: str) -> KindSeen | None:
    """Return one kind in one language, or None where there is none such."""
    if language not in LANGUAGES or kind not in nlp.SIGNAL_KINDS:
        return None
    return _seen(queries.phrases_of(programme), language, kind)


def is_review_due(programme: Programme) -> bool:
    """Tell whether the lists have to be looked over."""
    last = queries.last_review(programme)
    return _due_on(last[0].reviewed_on if last else None) <= kit().clock().date()


def add_phrase(
    programme: Programme, language: str, kind: str, written: str, *, is_strong: bool, account_id: int
) -> None:
    """Listen for words of one's own from now on, and in stories that nobody has screened."""
    pattern = nlp.plain_pattern(written)
    with act(account_actor(account_id)) as doing:
        # The line in the chain comes first: it makes two leads who press at once wait for each other.
        doing.note(programme.organisation_id, "signals.phrase-added", f"programme:{programme.id}", reason=kind.upper())
        seen = _seen(queries.phrases_of(programme), language, kind)
        rules.check_new_phrase(pattern, _known(language, kind) | {row.pattern for row in seen.own})
        _keep(doing, programme, language, kind, pattern, account_id, is_own=True, is_strong=is_strong)


def put_aside(programme: Programme, language: str, kind: str, pattern: str, reason: str, *, account_id: int) -> None:
    """Listen for a shipped phrase no more; a kind is never silenced."""
    with act(account_actor(account_id)) as doing:
        doing.note(
            programme.organisation_id, "signals.phrase-put-aside", f"programme:{programme.id}", reason=kind.upper()
        )
        seen = _seen(queries.phrases_of(programme), language, kind)
        if pattern not in {*seen.strong, *seen.weak}:
            raise RuleBroken("setup.gone")
        rules.check_aside(pattern, seen.strong, reason)
        is_strong = pattern in seen.strong
        _keep(doing, programme, language, kind, pattern, account_id, is_own=False, is_strong=is_strong, reason=reason)


def take_back(programme: Programme, phrase_id: int, *, account_id: int) -> tuple[str, str] | None:
    """Drop a phrase of one's own, or listen for a shipped one again; return language and kind."""
    with act(account_actor(account_id)) as doing:
        row = queries.phrase_of(programme, phrase_id)
        if row is None:
            return None
        where = row.language, row.kind
        name = "signals.phrase-removed" if row.is_own else "signals.phrase-taken-up-again"
        doing.note(programme.organisation_id, name, f"programme:{programme.id}", reason=row.kind.upper())
        db.session.delete(row)
        _read_again(doing, programme)
    return where


def note_review(programme: Programme, *, account_id: int) -> None:
    """Note that a lead has looked over the lists today."""
    with act(account_actor(account_id)) as doing:
        ids = programme.owner
        db.session.add(SignalReview(**ids, reviewed_by_id=account_id, reviewed_on=kit().clock().date()))
        doing.note(programme.organisation_id, "signals.reviewed", f"programme:{programme.id}")


def _keep(
    doing: Act, programme: Programme, language: str, kind: str, pattern: str, account_id: int, *,
    is_own: bool, is_strong: bool, reason: str = "",
) -> None:  # fmt: skip
    db.session.add(
        SignalPhrase(
            organisation_id=programme.organisation_id, programme_id=programme.id, language=language, kind=kind,
            pattern=pattern, is_own=is_own, is_strong=is_strong, reason=reason, changed_by_id=account_id,
            changed_on=kit().clock().date(),
        )
    )  # fmt: skip
    _read_again(doing, programme)


def _read_again(doing: Act, programme: Programme) -> None:
    """Ask the module to read what nobody has screened, unless that waits already."""
    if programme.is_analysed and not queries.is_reading_asked(programme):
        doing.ask(programme.organisation_id, JobKind.READ_SIGNALS, programme.id)


def _seen(rows: Sequence[SignalPhrase], language: str, kind: str) -> KindSeen:
    mine = [row for row in rows if (row.language, row.kind) == (language, kind)]
    aside = [row for row in mine if not row.is_own]
    left = nlp.patterns_of(language, kind, SignalLists(aside=tuple(_as_phrase(row) for row in aside)))
    return KindSeen(
        language=language, kind=kind, strong=left["strong"], weak=left["weak"],
        own=[row for row in mine if row.is_own], aside=aside,
    )  # fmt: skip


def _known(language: str, kind: str) -> set[str]:
    """Return shipped phrases, and the single words that are loud by themselves."""
    shipped = nlp.shipped_patterns(language, kind)
    choices = [pattern.split("|") for pattern in shipped["strong"] if len(pattern.split()) == 1]
    return {*shipped["strong"], *shipped["weak"], *(word for choice in choices for word in choice)}


def _as_phrase(row: SignalPhrase) -> nlp.SignalPhrase:
    return nlp.SignalPhrase(language=row.language, kind=row.kind, pattern=row.pattern, is_strong=row.is_strong)


def _shipped() -> list[Shipped]:
    sources = [(language, *nlp.source_of(language)) for language in LANGUAGES]
    return [Shipped(language=language, source=source, reviewed_on=day) for language, source, day in sources]


def _due_on(reviewed_on: date | None) -> date:
    return min(rules.review_due(reviewed_on, one.reviewed_on) for one in _shipped())
