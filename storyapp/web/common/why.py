"""After a change of the method the next page asks why, once for each day and part."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from storyapp.rules.method_changes import MethodPart
from storyapp.rules.people import Capability
from storyapp.services import method_changes
from storyapp.web.common import here


def ask_why(part: MethodPart, otherwise: str) -> Response:
    """Lead to the question why, where something of this part was changed today, or go on."""
    waiting = method_changes.to_explain(here.programme(), part) if here.may(Capability.SET_UP) else None
    if waiting is None:
        return redirect(otherwise, 303)
    return redirect(url_for("admin.why_changed", programme=here.programme().slug, change_id=waiting), 303)
