"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "facilitator.home": in_programme(Capability.SEE_PROGRAMME),
    "facilitator.collecting": in_programme(Capability.COLLECT),
    "facilitator.invitations": in_programme(Capability.INVITE_TELLERS),
    "facilitator.new_invitation": in_programme(Capability.INVITE_TELLERS),
    "facilitator.invitation": in_programme(Capability.INVITE_TELLERS),
    "facilitator.invitation_sheet": in_programme(Capability.INVITE_TELLERS),
    "facilitator.revoke_invitation": in_programme(Capability.INVITE_TELLERS),
    "facilitator.extend_invitation": in_programme(Capability.INVITE_TELLERS),
    "facilitator.collectors": in_programme(Capability.INVITE_TELLERS),
    "facilitator.new_collector": in_programme(Capability.INVITE_TELLERS),
    "facilitator.collector": in_programme(Capability.INVITE_TELLERS),
    "facilitator.settle_hours": in_programme(Capability.INVITE_TELLERS),
    "facilitator.stories": in_programme(Capability.READ_STORIES),
    "facilitator.story": in_programme(Capability.READ_STORIES),
    "facilitator.original": in_programme(Capability.OPEN_ORIGINAL),
    "facilitator.next_to_approve": in_programme(Capability.SCREEN),
    "facilitator.approve_text": in_programme(Capability.SCREEN),
    "facilitator.next_to_screen": in_programme(Capability.SCREEN),
    "facilitator.screen": in_programme(Capability.SCREEN),
    "facilitator.hand_over": in_programme(Capability.SCREEN),
    "facilitator.attachments": in_programme(Capability.SCREEN),
    "facilitator.attachment": in_programme(Capability.SCREEN),
    "facilitator.attachment_file": in_programme(Capability.SCREEN),
    "facilitator.picture": in_programme(Capability.READ_STORIES),
    "facilitator.record_consent": in_programme(Capability.RECORD_CONSENT),
    "facilitator.record_again": in_programme(Capability.RECORD_CONSENT),
    "facilitator.guardian_cards": in_programme(Capability.RECORD_CONSENT),
    "facilitator.print_guardian_cards": in_programme(Capability.RECORD_CONSENT),
    "facilitator.stop_guardian_card": in_programme(Capability.RECORD_CONSENT),
    "facilitator.record_imported": in_programme(Capability.RECORD_CONSENT),
    "facilitator.talk": in_programme(Capability.GIVE_FEEDBACK),
    "facilitator.write_to_teller": in_programme(Capability.GIVE_FEEDBACK),
    "facilitator.messages": in_programme(Capability.GIVE_FEEDBACK),
    "facilitator.answer_message": in_programme(Capability.GIVE_FEEDBACK),
    "facilitator.message_seen": in_programme(Capability.GIVE_FEEDBACK),
    "facilitator.jobs": in_programme(Capability.IMPORT),
    "facilitator.stop_job": in_programme(Capability.IMPORT),
    "facilitator.try_job_again": in_programme(Capability.IMPORT),
}
