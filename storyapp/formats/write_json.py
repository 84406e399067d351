"""A report as canonical JSON: sorted keys, exact decimals as text, one spelling for the same values."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from storyapp.rules.report import Report


def write(report: Report) -> bytes:
    """Write a report as JSON in UTF-8; every value names its type, so that it can be read back."""
    text = json.dumps(_plain(report), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    # A lone half of a character has no UTF-8; it becomes a question mark rather than an error.
    return f"{text}\n".encode("utf-8", "replace")


def _plain(value: object) -> object:
    if is_dataclass(value):
        held = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **held}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
