"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

DOORS: dict[str, Door | Mapping[str, Door]] = {
    f"imports.{name}": in_programme(Capability.IMPORT)
    for name in (
        "imports", "upload", "columns", "reread", "words", "check", "batch", "start", "stop", "undo", "forget",
        "refused_rows",
    )
}  # fmt: skip
