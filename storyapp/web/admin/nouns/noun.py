"""How a noun of the set-up describes itself to the pages that list and edit it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storyapp.services.setup_lists import Place
from storyapp.web.admin.parts import Part


@dataclass(frozen=True, kw_only=True)
class Noun:
    """Words and parts of one kind of thing; `says` are its own words, `notes` short facts about it."""

    kind: str
    title: str
    lead: str
    nothing_yet: str
    add: str
    edit: str
    parts: Sequence[Part]
    says: Callable[[Any], str]
    notes: Callable[[Any], list[str]] = lambda row: []
    group: Callable[[Any], str] = lambda row: ""
    is_on: Callable[[Any], bool] = lambda row: True
    values: Callable[[Place, Any], dict[str, Any]] | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)

    def values_of(self, place: Place, row: Any | None) -> dict[str, Any]:
        """Return what the form shows on the first look."""
        if row is None:
            return dict(self.defaults)
        own = {part.name: getattr(row, part.name) for part in self.parts if hasattr(row, part.name)}
        return {**own, **(self.values(place, row) if self.values else {})}

    def parts_for(self, row: Any | None) -> list[Part]:
        """Return the parts that can be written now: a code is given once."""
        return [part for part in self.parts if row is None or not part.only_new]
