"""Cards for a second pair of eyes: does this label fit?"""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from storyapp.services import second_desk, tagging
from storyapp.services.tagging import Place
from storyapp.web.common import here
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.coding import coder
from storyapp.web.evaluator.pages import page


@blueprint.get("/p/<programme>/second-reading")
def second(programme: str) -> str:
    """Show a story and the labels that others have decided about, without their decision."""
    desk = second_desk.second_desk(here.programme(), coder(), after=request.args.get("after", ""))
    return page("second", tab="second", desk=desk, coder_kind=coder().kind)


@blueprint.post("/p/<programme>/second-reading/<story>")
def say_second(programme: str, story: str) -> Response:
    """Keep what the second reader says of one label."""
    answer, _, label = request.form.get("answer", "").partition(":")
    kind, _, label_id = label.rpartition("-")
    is_answer = answer in ("fits", "fits-not") and label_id.isdecimal() and len(label_id) < 10
    place = Place(programme_id=here.programme().id, public_id=story)
    keep = second_desk.say_of_result if kind == "result" else tagging.second_reading
    here.found((is_answer and keep(place, int(label_id), coder(), fits=answer == "fits")) or None)
    return redirect(url_for("evaluator.second", programme=programme), 303)
