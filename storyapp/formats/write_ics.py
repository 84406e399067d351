"""Days for a calendar of one's own (RFC 5545): whole days, each with a reminder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_LINE = 75  # in octets; a longer line is folded


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """One day: what it is, and an id that stays the same so that a calendar changes it instead of adding another."""

    uid: str
    on: date
    title: str
    details: str = ""
    remind_days: int = 0


def write_ics(days: Iterable[CalendarDay], *, name: str, now: datetime) -> bytes:
    """Write a calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Storyapp//Storyapp//EN", f"X-WR-CALNAME:{_text(name)}"]
    for one in days:
        lines += [
            "BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}", f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_text(one.title)}",
            *([f"DESCRIPTION:{_text(one.details)}"] if one.details else []), "TRANSP:TRANSPARENT",
        ]  # fmt: skip
        if one.remind_days:
            reminder = f"TRIGGER:-P{one.remind_days}D"
            lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(one.title)}", reminder, "END:VALARM"]
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """Fold a line so that none is longer than 75 octets, and never within a letter."""
    parts: list[str] = []
    part = ""
    for sign in line:
        if len((part + sign).encode()) > LONGEST_LINE - (1 if parts else 0):
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part])
