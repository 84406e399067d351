"""What every chapter needs at hand: the material, protected numbers, names of codes, links into the app."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlencode

from storyapp.rules.disclosure import ProtectedTable
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.report import Block, Cell, ColumnKind, Quote, Table
from storyapp.rules.stories import Direction, Mode
from storyapp.rules.wording import language_tag
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.material import UNKNOWN, Entry, Material, Words, code_of
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

TEXT, OWN, NUMBER, SHARE = ColumnKind.TEXT, ColumnKind.OWN_WORDS, ColumnKind.NUMBER, ColumnKind.SHARE
KINDS: Mapping[str, type[Enum]] = {
    "direction": Direction, "age_band": AgeBand, "teller_role": TellerRole, "mode": Mode,
}  # fmt: skip
LANGUAGE_WORDS = {"ru": mark("Russian"), "en": mark("English")}
ASKED_AS = {"direction": "direction", "age_band": "age", "teller_role": "role", "mode": "mode", "language": "language"}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The desk at which a report is written."""

    material: Material
    numbers: Numbers

    @property
    def k(self) -> int:
        """Return the smallest number that may be told."""
        return self.numbers.k

    def stories_link(self, **narrowed: str | int) -> str:
        """Return where the stories of a number stand, for readers inside the app."""
        if self.material.order.audience != "inside":
            return ""
        if len(self.material.periods) == 1:
            narrowed = {**narrowed, "period": self.material.periods[0].id}
        asked = urlencode(narrowed)
        return f"/p/{self.material.slug}/stories{'?' if asked else ''}{asked}"

    def round_link(self, round_id: int) -> str:
        """Return where the ballots of a round stand, for readers inside the app."""
        return f"/p/{self.material.slug}/rounds/{round_id}/minutes" if self.material.order.audience == "inside" else ""

    def code_links(self, attribute: str, codes: Sequence[str]) -> tuple[str, ...]:
        """Return a link for each group of an attribute."""
        asked = ASKED_AS[attribute]
        return tuple("" if code == UNKNOWN else self.stories_link(**{asked: code}) for code in codes)

    def cross(self, rows: str, columns: str) -> Counter[tuple[str, str]]:
        """Count the stories by two attributes."""
        return Counter((code_of(row, rows), code_of(row, columns)) for row in self.material.told)

    def counted(self, code: str, attribute: str, *, always: Sequence[str] = ()) -> tuple[list[str], ProtectedTable]:
        """Count the stories by an attribute, protected; groups named in `always` stand even when empty."""
        found = self.material.count(attribute)
        kind = KINDS.get(attribute)
        order = [member.name for member in kind] if kind else sorted(found)
        codes = [one for one in (*order, UNKNOWN) if found[one] or one in always]
        return codes, self.numbers.counts(code, {one: found[one] for one in codes})

    def count_table(
        self, code: str, attribute: str, *, caption: str, head: str, always: Sequence[str] = (), note: str = ""
    ) -> Table:
        """Return a table of one attribute: group, stories, share."""
        codes, protected = self.counted(code, attribute, always=always)
        total = protected.cell()
        cells = [protected.cell(column=one) for one in codes]
        rows: list[tuple[Cell, ...]] = [
            (code_words(attribute, one), self.numbers.say(cell), self.numbers.share(cell, total))
            for one, cell in zip(codes, cells, strict=True)
        ]
        rows.append((say("All"), self.numbers.say(total), ""))
        return Table(
            code=code, caption=caption, head=(head, say("Stories"), say("Share")), rows=tuple(rows),
            kinds=(TEXT, NUMBER, SHARE), note=note,
            row_links=(*self.code_links(attribute, codes), self.stories_link()),
        )  # fmt: skip


def code_words(attribute: str, code: str) -> str:
    """Return what a group is called."""
    if code == UNKNOWN:
        return say("Not said")
    if attribute == "language":
        return say(LANGUAGE_WORDS[code]) if code in LANGUAGE_WORDS else say("Another language")
    return label(KINDS[attribute][code])


def said(entry: Entry) -> str:
    """Return the words of a programme in the language of the report."""
    return entry.words.say(language())


def quote(words: Words) -> Quote:
    """Return a teller's words with who they are, as far as numbers allow, and the consent that lets them stand."""
    source = ", ".join(
        ([words.name] if words.name else [])
        + [label(TellerRole[words.role]) if words.role else say("A storyteller")]
        + ([label(AgeBand[words.band])] if words.band and words.band != UNKNOWN else [])
    )
    agreed = say("agreed to publish the story") if words.is_whole else say("agreed to be quoted")
    spoken = "" if words.language == language() else language_tag(words.language)
    return Quote(text=words.text, source=source, mark=agreed, language=spoken)


def quotes(words: Sequence[Words]) -> tuple[Block, ...]:
    """Return several quotes as blocks."""
    return tuple(quote(one) for one in words)
