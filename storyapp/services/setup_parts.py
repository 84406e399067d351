"""What hangs on a thing of the set-up: parts that belong to it, and ties to other things; and whether it is used."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, select

from storyapp.data.db import Base, db
from storyapp.data.tables.instruments import InstrumentGroup, InstrumentIndicator
from storyapp.data.tables.programmes import Indicator, ParticularWording, ResultGroup, SocialResult, TargetGroup
from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import Wording

Ids = Mapping[str, int]
Line = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A table that ties one kind of thing to another: the column of the one, of the other, and the other's table."""

    table: Any
    one: str
    other: str
    to: Any


MEASURES = Tie(table=InstrumentIndicator, one="instrument_id", other="indicator_id", to=Indicator)
MEANT_FOR = Tie(table=InstrumentGroup, one="instrument_id", other="group_id", to=TargetGroup)
RESULT_FOR = Tie(table=ResultGroup, one="result_id", other="group_id", to=TargetGroup)
# A tie is no use of a thing: it goes with either end, and nothing that was told is lost by that.
TIES = (MEASURES, MEANT_FOR, RESULT_FOR)


def children(ids: Ids, thing_id: int, table: Any) -> list[Any]:
    """Return what belongs to a social result: particular wordings or indicators, in order."""
    query = select(table).filter_by(**ids).where(table.result_id == thing_id)
    return list(db.session.scalars(query.order_by(table.position, table.id)))


def write_children(ids: Ids, result_id: int, tables: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Write the parts of a social result that are named in the values; call inside an act."""
    for name, table in tables.items():
        if name in values:
            merge = _merge_particulars if table is ParticularWording else _merge_indicators
            merge(ids, result_id, children(ids, result_id, table), values[name])
    db.session.flush()


def tied_to(ids: Ids, tie: Tie, one_id: int) -> list[int]:
    """Return the ids at the other end of a tie."""
    other = getattr(tie.table, tie.other)
    query = select(other).filter_by(**ids).where(getattr(tie.table, tie.one) == one_id)
    return list(db.session.scalars(query.order_by(other)))


def write_ties(ids: Ids, one_id: int, ties: Mapping[str, Tie], values: Mapping[str, Any]) -> None:
    """Tie a thing to those that are named in the values, and to no others; call inside an act."""
    for name, tie in ties.items():
        if name in values:
            tie_to(ids, tie, one_id, values[name])


def tie_to(ids: Ids, tie: Tie, one_id: int, wanted: Collection[int]) -> None:
    """Tie a thing to others of the same programme; ids of another programme are passed over. Call inside an act."""
    known = set(db.session.scalars(select(tie.to.id).filter_by(**ids).where(tie.to.id.in_(wanted))))
    before = set(tied_to(ids, tie, one_id))
    gone = before - known
    if gone:
        other, one = getattr(tie.table, tie.other), getattr(tie.table, tie.one)
        db.session.execute(delete(tie.table).filter_by(**ids).where(one == one_id, other.in_(gone)))
    for other_id in sorted(known - before):
        db.session.add(tie.table(**ids, **{tie.one: one_id, tie.other: other_id}))
    db.session.flush()


def is_used(row: Any) -> bool:
    """Tell whether any row elsewhere refers to this one or to a part of it."""
    parts = {ParticularWording.__table__, Indicator.__table__}
    return _is_referred_to(row, but=parts) or any(_is_referred_to(part) for part in _parts_of(row))


def _merge_particulars(ids: Ids, result_id: int, before: Sequence[Any], lines: Sequence[Line]) -> None:
    kept = {one.code: one for one in before}
    for code, one in kept.items():
        if code not in {line["code"] for line in lines}:
            if _is_referred_to(one):
                raise RuleBroken("setup.option-in-use", written=code)
            db.session.delete(one)
    for position, line in enumerate(lines):
        row = kept.get(line["code"]) or ParticularWording(**ids, result_id=result_id, code=line["code"])
        row.wording, row.position = Wording(ru=line["ru"], en=line["en"]), position
        db.session.add(row)


def _merge_indicators(ids: Ids, result_id: int, before: Sequence[Any], lines: Sequence[Line]) -> None:
    """Change indicators in place: each line is one by its code, or (where the code was left out) by its words."""
    wordings = [Wording(ru=line["ru"], en=line["en"]) for line in lines]
    by_code = {one.line_code: one for one in before}
    rows = [by_code.pop(line["code"], None) for line in lines]
    by_words = {one.wording: one for one in reversed(by_code.values())}
    for position, (row, wording) in enumerate(zip(rows, wordings, strict=True)):
        kept = row or by_words.pop(wording, None) or Indicator(**ids, result_id=result_id)
        kept.wording, kept.position = wording, position
        by_code.pop(kept.line_code, None)
        db.session.add(kept)
    for gone in by_code.values():
        if _is_referred_to(gone):
            raise RuleBroken("setup.indicator-in-use", indicator=gone.wording)
        db.session.delete(gone)


def _parts_of(row: Any) -> list[Any]:
    if not isinstance(row, SocialResult):
        return []
    return [
        part
        for table in (ParticularWording, Indicator)
        for part in db.session.scalars(select(table).where(table.result_id == row.id))
    ]


def _is_referred_to(row: Any, *, but: Collection[Any] = ()) -> bool:
    passed_over = {*but, *(tie.table.__table__ for tie in TIES)}
    tables = [table for table in Base.metadata.sorted_tables if table not in passed_over]
    return any(
        bool(db.session.scalar(select(exists().where(key.parent == row.id))))
        for table in tables
        for key in table.foreign_keys
        if key.column.table is row.__table__
    )
