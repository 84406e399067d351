"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.web.common.access import ANYONE, SIGNED_IN, Door, Who

ENTERING = Door(who=Who.STAFF, before_second_factor=True)

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "account.sign_in": ANYONE,
    "account.demo": ANYONE,
    "account.open_invitation": ANYONE,
    "account.invitation": ANYONE,
    "account.open_new_password": ANYONE,
    "account.new_password": ANYONE,
    "account.join": SIGNED_IN,
    "account.sign_out": ENTERING,
    "account.second_factor": ENTERING,
    "account.home": SIGNED_IN,
    "account.account": SIGNED_IN,
    "account.password": SIGNED_IN,
    "account.renew_second_factor": SIGNED_IN,
    "account.recovery_codes": SIGNED_IN,
    "account.sign_out_everywhere": SIGNED_IN,
}
