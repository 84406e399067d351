"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.web.common.access import ANYONE, GUARDIAN, Door

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "guardian.enter": ANYONE,
    "guardian.come_back": ANYONE,
    "guardian.take_code": ANYONE,
    "guardian.who": GUARDIAN,
    "guardian.say_who": GUARDIAN,
    "guardian.not_guardian": ANYONE,
    "guardian.answer": GUARDIAN,
    "guardian.take_answer": GUARDIAN,
    "guardian.code": GUARDIAN,
    "guardian.saved": GUARDIAN,
    "guardian.done": ANYONE,
    "guardian.leave": ANYONE,
}
