"""What the law of each country says about age, and who decided that fewer guardians are asked."""

from flask import render_template, url_for

from storyapp.services import ages
from storyapp.web.admin import blueprint
from storyapp.web.common import here
from storyapp.web.common.surroundings import crumb
from storyapp.words.ages import age_rules
from storyapp.words.speech import say


@blueprint.get("/p/<programme>/set-up/ages")
def age_table(programme: str) -> str:
    """Show the rules that are known, and the decisions of this programme."""
    own = here.programme()
    crumb(say("Set-up"), url_for("admin.programme", programme=programme))
    return render_template(
        "admin/ages.html", programme=own, rules=age_rules(), rule=ages.rule_of(own.country),
        decisions=ages.decisions_of(own), edit_url=url_for("admin.edit_programme", programme=programme),
    )  # fmt: skip
