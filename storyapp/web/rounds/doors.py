"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

RUN, ANSWER = in_programme(Capability.RUN_ROUNDS), in_programme(Capability.GIVE_FEEDBACK)

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "rounds.rounds": RUN,
    "rounds.new": RUN,
    "rounds.edit": RUN,
    "rounds.stories": RUN,
    "rounds.seats": RUN,
    "rounds.seat_members": RUN,
    "rounds.youth_word": RUN,
    "rounds.tree": RUN,
    "rounds.whose": in_programme(Capability.READ_STORIES),
    "rounds.move": RUN,
    "rounds.panels": RUN,
    "rounds.panel": RUN,
    "rounds.new_panel": RUN,
    "rounds.edit_panel": RUN,
    "rounds.new_member": RUN,
    "rounds.member": RUN,
    "rounds.edit_member": RUN,
    "rounds.settle_panel_hours": RUN,
    "rounds.revoke_seat": RUN,
    "rounds.renew_link": RUN,
    "rounds.shares": RUN,
    "rounds.seat_away": RUN,
    "rounds.paper_ballot": RUN,
    "rounds.stack_of_ballots": RUN,
    "rounds.slips": RUN,
    "rounds.cards": RUN,
    "rounds.open_round": RUN,
    "rounds.round": RUN,
    "rounds.extend": RUN,
    "rounds.pause": RUN,
    "rounds.reopen": RUN,
    "rounds.next_turn": RUN,
    "rounds.room": RUN,
    "rounds.room_act": RUN,
    "rounds.decide": RUN,
    "rounds.dissent": RUN,
    "rounds.answer_youth": RUN,
    "rounds.minutes": in_programme(Capability.READ_STORIES),  # a report leads its readers here
    "rounds.ballots": in_programme(Capability.READ_STORIES),
    "rounds.minutes_file": in_programme(Capability.READ_STORIES),
    "rounds.feedback": ANSWER,
    "rounds.answer": ANSWER,
    "rounds.finish": ANSWER,
    "rounds.changes": ANSWER,
    "rounds.road_map": ANSWER,
    "rounds.news": ANSWER,
    "rounds.new_change": ANSWER,
    "rounds.change": ANSWER,
}
