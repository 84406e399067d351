"""You said, we did: what the programme changed because of stories."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.programmes import Change
from storyapp.formats import registry
from storyapp.gateways.kit import kit
from storyapp.rules.changes import STATUSES, YouthMark
from storyapp.rules.wording import LANGUAGES, Wording
from storyapp.services import changes as service
from storyapp.services import road_map, rounds
from storyapp.services.changes import ChangeMade
from storyapp.services.loops import loop_of
from storyapp.web.common import here
from storyapp.web.common.files import to_keep
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.forms import NONE, STATUS_WORDS, ChangeForm
from storyapp.words.dates import percent
from storyapp.words.labels import label
from storyapp.words.speech import mark, say

LATEST = 50
BILINGUAL = ("heard", "decided", "did", "owner", "youth_note")


@blueprint.get("/p/<programme>/changes")
def changes(programme: str) -> str:
    """List what was heard, decided and done."""
    rows = service.changes_of(here.programme())
    today, loop = kit().clock().date(), loop_of(here.programme())
    return render_template(
        "rounds/changes.html", rows=rows, status_words=STATUS_WORDS, has_page=any(row.is_public for row in rows),
        loop=loop, share=percent(loop.share_closed or 0), late={row.id for row in rows if road_map.is_late(row, today=today)},
        files=[one.name for one in registry.available() if one.name in road_map.FILES],
    )  # fmt: skip


@blueprint.get("/p/<programme>/changes/road-map.<name>", endpoint="road_map")
def road_map_file(programme: str, name: str) -> Response:
    """Hand out the road map as a file; its name tells nothing."""
    if name not in road_map.FILES:
        abort(404)
    kind = registry.format_named(name)
    data = road_map.hand_out_road_map(here.programme(), name, actor=here.actor())
    return to_keep(data, kind, "road-map")


@blueprint.route("/p/<programme>/changes/new", methods=["GET", "POST"])
def new_change(programme: str) -> Response | str | tuple[str, int]:
    """Write down a change."""
    return _write(programme, None)


@blueprint.route("/p/<programme>/changes/<int:change_id>", methods=["GET", "POST"])
def change(programme: str, change_id: int) -> Response | str | tuple[str, int]:
    """Write a change anew: how far it is."""
    return _write(programme, here.found(service.change_of(here.programme(), change_id)))


def _write(programme: str, row: Change | None) -> Response | str | tuple[str, int]:
    form = _form(row)
    if form.is_sent() and _holds(form):
        row_id = None if row is None else row.id
        service.keep_change(here.programme(), _made(form), account_id=here.account().id, change_id=row_id)
        leave_note(mark("Saved."))
        return redirect(url_for("rounds.changes", programme=programme), 303)
    crumb(say("You said, we did"), url_for("rounds.changes", programme=programme))
    return render_template("rounds/change.html", form=form, row=row), 422 if form.errors else 200


def _form(row: Change | None) -> ChangeForm:
    data = {} if row is None else {
        **{f"{name}_{code}": getattr(getattr(row, name), code) for name in BILINGUAL for code in LANGUAGES},
        "status": row.status, "due_on": row.due_on, "round": str(row.round_id or NONE), "is_public": row.is_public,
        "youth_mark": row.youth_mark.name if row.youth_mark else NONE,
    }  # fmt: skip
    form = sent(ChangeForm, data=data)
    form.status.choices = [SelectChoice(value=status, label=say(STATUS_WORDS[status])) for status in STATUSES]
    form.youth_mark.choices = [
        SelectChoice(value=NONE, label=say("They have not said yet")),
        *(SelectChoice(value=one.name, label=label(one)) for one in YouthMark),
    ]
    form.round.choices = [
        SelectChoice(value=NONE, label=say("In no round")),
        *(
            SelectChoice(value=str(one.round.id), label=one.round.name, render_kw={"translate": "no"})
            for one in rounds.listed(here.programme(), limit=LATEST)
        ),
    ]
    return form


def _holds(form: ChangeForm) -> bool:
    for ru, en in ((form.heard_ru, form.heard_en), (form.decided_ru, form.decided_en)):
        if not ru.data and not en.data:
            form.complain(ru.name, say("Please fill this in, in one language at least."))
    return not form.errors


def _made(form: ChangeForm) -> ChangeMade:
    return ChangeMade(
        **{name: Wording(**{code: form[f"{name}_{code}"].data for code in LANGUAGES}) for name in BILINGUAL},
        is_public=form.is_public.data,
        youth_mark=None if form.youth_mark.data == NONE else YouthMark[form.youth_mark.data],
        status=form.status.data, due_on=form.due_on.data,
        round_id=None if form.round.data == NONE else int(form.round.data),
    )  # fmt: skip
