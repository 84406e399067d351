"""A report as plain JSON values and back, without loss."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from storyapp.rules import report
from storyapp.rules.report import Report

_TYPES = {
    one.__name__: one
    for one in (
        report.Paragraph, report.BulletList, report.Note, report.Quote, report.Decision, report.Table, report.Series,
        report.Figure, report.Section, report.Report,
    )
}  # fmt: skip
_KINDS: dict[str, type[Enum]] = {one.__name__: one for one in (report.ColumnKind, report.FigureKind, report.Tone)}


def to_dict(value: Report) -> dict[str, Any]:
    """Return a report as values that JSON can hold."""
    packed: dict[str, Any] = _packed(value)
    return packed


def from_dict(packed: Mapping[str, Any]) -> Report:
    """Build the report again from what `to_dict` returned."""
    value: Report = _unpacked(packed)
    return value


def _packed(value: Any) -> Any:
    if is_dataclass(value):
        return {"is": type(value).__name__} | {f.name: _packed(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_packed(one) for one in value]
    if isinstance(value, Enum):
        return {"is": type(value).__name__, "name": value.name}
    if isinstance(value, Decimal):
        return {"is": "Decimal", "value": str(value)}
    return {"is": "date", "value": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(one) for one in value)
    if not isinstance(value, Mapping):
        return value
    kind = value["is"]
    if kind in _KINDS:
        return _KINDS[kind][value["name"]]
    if kind == "Decimal":
        return Decimal(value["value"])
    if kind == "date":
        return date.fromisoformat(value["value"])
    return _TYPES[kind](**{name: _unpacked(one) for name, one in value.items() if name != "is"})
