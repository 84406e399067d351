"""A calendar that other programs read."""

from datetime import UTC, date, datetime

from storyapp.formats.write_ics import CalendarDay, write_ics

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)


def test_a_day_has_a_title_a_stable_id_and_a_reminder():
    day = CalendarDay(uid="plan-1@mentors", on=date(2026, 12, 31), title="Collect; two, three", remind_days=7)

    lines = write_ics([day], name="Mentors", now=NOW).decode().split("\r\n")

    assert "UID:plan-1@mentors" in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "SUMMARY:Collect\\; two\\, three" in lines
    assert "TRIGGER:-P7D" in lines


def test_long_lines_are_folded_within_75_octets_and_say_the_same_again():
    title = "Собрать значение: доля подростков, которые называют взрослого" * 3
    day = CalendarDay(uid="x", on=date(2026, 1, 1), title=title)

    data = write_ics([day], name="n", now=NOW)

    assert max(map(len, data.split(b"\r\n"))) <= 75
    unfolded = data.decode().replace("\r\n ", "")
    assert "SUMMARY:" + title.replace(",", "\\,") in unfolded


def test_a_line_break_within_a_title_cannot_add_a_line():
    day = CalendarDay(uid="x", on=date(2026, 1, 1), title="a\r\nEND:VCALENDAR")

    assert write_ics([day], name="n", now=NOW).decode().count("\r\nEND:VCALENDAR") == 1
