"""The card of a practice: what people state with a source, beside what the house knows (D5)."""

from dataclasses import dataclass

from storyapp.data.db import db
from storyapp.data.queries import practice as queries
from storyapp.data.tables.evidence import PracticeStatement
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.rules.practice import Dimension, EvidenceLevel, Seen, check_statement, level_seen, seen_of
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A level as somebody states it."""

    level: EvidenceLevel
    source: str
    verifier: str = ""
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class DimensionLine:
    """One dimension: what is stated, and what can be seen from here."""

    dimension: Dimension
    stated: Statement | None
    seen: tuple[Seen, ...]

    @property
    def level_seen(self) -> EvidenceLevel | None:
        """Return the level that can be seen from here."""
        return level_seen(self.seen)

    @property
    def is_above_what_is_seen(self) -> bool:
        """Tell whether more is stated than can be seen here, so that readers look at the source."""
        return (
            self.stated is not None
            and bool(self.seen)
            and self.stated.level.value > (self.level_seen.value if self.level_seen else 0)
        )


def card_of(programme: Programme) -> tuple[DimensionLine, ...]:
    """Return the four dimensions; they are never added up."""
    facts = queries.facts_of(programme)
    stated = {row.dimension: _statement(row) for row in queries.statements_of(programme)}
    return tuple(DimensionLine(dimension=one, stated=stated.get(one), seen=seen_of(one, facts)) for one in Dimension)


def state_level(programme: Programme, dimension: Dimension, said: Statement, *, account_id: int) -> None:
    """Keep the level of a dimension with its source; what stood there before is written anew."""
    today = kit().clock().date()
    check_statement(source=said.source, year=said.year, this_year=today.year)
    with act(account_actor(account_id)) as doing:
        row = queries.statement_of(programme, dimension)
        if row is None:
            row = PracticeStatement(
                organisation_id=programme.organisation_id, programme_id=programme.id, dimension=dimension
            )
            db.session.add(row)
        row.evidence_level, row.source = said.level, said.source.strip()
        row.verifier, row.year = said.verifier.strip(), said.year
        row.stated_on, row.stated_by_id = today, account_id
        doing.note(
            programme.organisation_id, "practice.level-stated", f"practice:{dimension.value}", reason=said.level.name
        )


def take_back(programme: Programme, dimension: Dimension, *, account_id: int) -> None:
    """State nothing of a dimension any more."""
    with act(account_actor(account_id)) as doing:
        row = queries.statement_of(programme, dimension)
        if row is not None:
            db.session.delete(row)
            doing.note(programme.organisation_id, "practice.level-taken-back", f"practice:{dimension.value}")


def _statement(row: PracticeStatement) -> Statement:
    return Statement(level=row.evidence_level, source=row.source, verifier=row.verifier, year=row.year)
