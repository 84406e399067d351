"""What somebody typed is on the page of trouble as well: to be sent again where that may help, or to be copied."""

from typing import Any

from flask import request

from storyapp.web.common.csrf import is_from_our_page

PASSES = frozenset({500, 503, 507})  # the same may go well in a minute
CHANGED = frozenset({400, 409})  # the page is no longer what it was: the words are shown, to be taken along
WORTH_COPYING = 20  # signs
NEVER_BACK = ("csrf_token", "password")


def typed_for(status: int) -> dict[str, Any]:
    """Return what a page of trouble shows of the form that led to it; nothing of a form from elsewhere."""
    shown: dict[str, Any] = {"again": [], "words": [], "has_files": False, "back_to": ""}
    if request.method != "POST" or status not in PASSES | CHANGED or not is_from_our_page():
        return shown
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if not any(part in name for part in NEVER_BACK)
    ]
    if status in PASSES:
        address, has_files = request.full_path.rstrip("?"), any(request.files.values())
        is_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
        back_to = address if has_files and is_page else ""  # no page gives a file back
        return shown | {"again": fields, "has_files": has_files, "send_to": address, "back_to": back_to}
    return shown | {"words": [value for _, value in fields if len(value) >= WORTH_COPYING and " " in value]}
