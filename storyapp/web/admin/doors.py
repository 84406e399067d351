"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_organisation, in_programme

SET_UP = in_programme(Capability.SET_UP)
HOUSE = in_organisation(Capability.RUN_HOUSE)
PEOPLE = in_organisation(Capability.MANAGE_PEOPLE)

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "admin.programme": SET_UP,
    "admin.edit_programme": SET_UP,
    "admin.age_table": SET_UP,
    "admin.kept": SET_UP,
    "admin.method_changes": SET_UP,
    "admin.why_changed": SET_UP,
    "admin.act_of_destruction": SET_UP,
    "admin.consent": SET_UP,
    "admin.consent_words": SET_UP,
    "admin.consent_history": SET_UP,
    "admin.things": SET_UP,
    "admin.new_thing": SET_UP,
    "admin.thing": SET_UP,
    "admin.move_thing": SET_UP,
    "admin.retire_thing": SET_UP,
    "admin.bring_back": SET_UP,
    "admin.house_things": HOUSE,
    "admin.house_new_thing": HOUSE,
    "admin.house_thing": HOUSE,
    "admin.house_move_thing": HOUSE,
    "admin.house_retire_thing": HOUSE,
    "admin.house_bring_back": HOUSE,
    "admin.organisation": PEOPLE,
    "admin.settings": HOUSE,
    "admin.health": HOUSE,
    "admin.cases_counted": in_organisation(Capability.READ_AUDIT),
    "admin.new_programme": HOUSE,
    "admin.people": PEOPLE,
    "admin.person": PEOPLE,
    "admin.invite": PEOPLE,
    "admin.revoke_invitation": PEOPLE,
    "admin.disable_person": PEOPLE,
    "admin.enable_person": PEOPLE,
    "admin.end_visits": PEOPLE,
    "admin.allow_new_password": PEOPLE,
    "admin.forget_second_factor": PEOPLE,
    "admin.audit": in_organisation(Capability.READ_AUDIT),
}
