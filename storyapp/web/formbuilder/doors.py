"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

DOORS: dict[str, Door | Mapping[str, Door]] = {
    f"form.{name}": in_programme(Capability.SET_UP)
    for name in (
        "form", "kinds", "new_question", "question", "move_question", "retire_question", "bring_back", "new_section",
        "section", "move_section", "remove_section", "publish", "versions", "version",
        "sources", "source", "take", "preview", "preview_page", "preview_style", "xlsform", "take_file", "write_file", "checklist", "guide",
    )
}  # fmt: skip
