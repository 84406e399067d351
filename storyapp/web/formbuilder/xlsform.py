"""The form as an XLSForm: out to KoboToolbox and ODK, and in, with what would stay behind said first."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField

from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.asked import questionnaire_of
from storyapp.rules.questionnaire.burden import cost_of
from storyapp.rules.questionnaire.xlsform_in import ReadForm
from storyapp.services import form_copying, questionnaires, xlsforms
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.formbuilder import blueprint
from storyapp.web.formbuilder.place import form_url, path_to_form
from storyapp.web.formbuilder.versions import read_out
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say
from storyapp.words.xlsform import place_words, problem_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 60


class FormFile(StoryForm):
    """A form that somebody has made elsewhere."""

    file = FileField(mark("XLSForm"))


@blueprint.get("/p/<programme>/form/xlsform")
def xlsform(programme: str) -> Response:
    """Give the form as a workbook."""
    data = xlsforms.as_xlsform(here.programme(), language=language())
    headers = {"Content-Disposition": f'attachment; filename="{programme}.xlsx"'}
    return Response(data, mimetype=XLSX, headers=headers)


@blueprint.route("/p/<programme>/form/take/file", methods=["GET", "POST"])
def take_file(programme: str) -> str | tuple[str, int]:
    """Read a file and show what it would become; nothing is written yet."""
    form, read = sent(FormFile), None
    if form.is_sent():
        try:
            read = xlsforms.from_xlsform(_raw(form.file.data))
        except RuleBroken as broken:
            form.complain("file", message(broken))
    path_to_form()
    crumb(say("Begin with another form"), url_for(".sources", programme=programme))
    if read is not None and not read.errors:
        return _show(programme, read)
    errors = [(problem_words(one), place_words(one)) for one in read.errors[:MOST_SHOWN]] if read else []
    page = render_template(
        "form/take_file.html", form=form, slug=programme, errors=errors, n_errors=len(read.errors) if read else 0,
        xlsform_url=url_for(".xlsform", programme=programme),
    )  # fmt: skip
    return (page, 422) if form.errors or errors else page


@blueprint.post("/p/<programme>/form/take/file/write")
def write_file(programme: str) -> AnyResponse:
    """Write what was read and shown into the programme."""
    try:
        form = questionnaire_of(_signer().loads(request.form.get("read", "")))
    except BadSignature:
        return redirect(url_for(".take_file", programme=programme), 303)
    form_copying.take_over(here.programme(), form, replaces="replace" in request.form, by_id=here.account().id)
    leave_note(mark("The form is taken over. Look through it, then publish it."))
    return redirect(form_url(), 303)


def _show(programme: str, read: ReadForm) -> str:
    left_out = [(problem_words(one), place_words(one)) for one in read.left_out]
    return render_template(
        "form/file_read.html", parts=read_out(read.form), cost=cost_of(read.form, language()), slug=programme,
        left_out=left_out[:MOST_SHOWN], n_left_out=len(left_out), read=_signer().dumps(read.form.as_dict()),
        is_empty=not questionnaires.written_form(here.programme()).questions,
    )  # fmt: skip


def _raw(file: Any) -> bytes:
    if not isinstance(file, FileStorage) or not file.filename:
        raise RuleBroken("import.no-file")
    raw = file.stream.read(xlsforms.LARGEST + 1)
    if len(raw) > xlsforms.LARGEST:
        raise RuleBroken("sheet.too-large", limit_mb=xlsforms.LARGEST // 1024 // 1024)
    return raw


def _signer() -> URLSafeSerializer:
    """Return what keeps a form that was read from being changed on its way through the page."""
    return URLSafeSerializer(kit().vault.signing, salt=f"xlsform {here.programme().id}")
