"""Coded stories and codebooks, to other programs of analysis and from them."""

from flask import redirect, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import FileField

from storyapp.formats import read_qdc
from storyapp.rules.errors import RuleBroken
from storyapp.services import exchange as services
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page
from storyapp.words.messages import MESSAGES, message
from storyapp.words.speech import language, mark

MOST_BYTES = 2_000_000


class CodebookForm(StoryForm):
    """A codebook that was made in another program."""

    file = FileField(mark("QDC file"))


@blueprint.get("/p/<programme>/exchange")
def exchange(programme: str) -> str:
    """Say what may go to another program, and take a codebook from one."""
    return _page(CodebookForm(None))


@blueprint.post("/p/<programme>/exchange/take-along")
def take_codes_along(programme: str) -> Response:
    """Put the coded stories together, as a report that can be called back."""
    try:
        public_id = services.put_together(
            here.programme(), language_of_file=language(), account_id=here.account().id
        )  # fmt: skip
    except RuleBroken as broken:
        leave_note(MESSAGES[broken.code], kind="warn", **broken.facts)
        return redirect(url_for("evaluator.exchange", programme=programme), 303)
    return redirect(url_for("reports.report", programme=programme, public_id=public_id), 303)


@blueprint.get("/p/<programme>/exchange/codebook.qdc")
def codebook_file(programme: str) -> Response:
    """Hand out the codebook alone."""
    response = Response(services.codebook_file(here.programme()), content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="codebook.qdc"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/p/<programme>/exchange/codebook")
def bring_codebook(programme: str) -> Response | tuple[str, int]:
    """Take the codes of another program as themes."""
    form = sent(CodebookForm)
    if not form.is_sent():
        return _page(form), 422
    try:
        codes = read_qdc.read_codebook(_raw(form.file.data))
        brought = services.bring_codebook(here.programme().id, codes, account_id=here.account().id)
    except RuleBroken as broken:
        form.complain("file", message(broken))
        return _page(form), 422
    leave_note(
        mark("New themes: %(new)s. Already there: %(known)s. Give the new ones words that show them, so that the module can suggest them."),
        new=brought.n_new, known=brought.n_known,
    )  # fmt: skip
    return redirect(url_for("evaluator.themes", programme=programme), 303)


def _raw(file: FileStorage | str | None) -> bytes:
    if not isinstance(file, FileStorage) or not file.filename:
        raise RuleBroken("codebook.missing")
    raw = file.stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise RuleBroken("codebook.too-large", most=MOST_BYTES // 1_000_000)
    return raw


def _page(form: CodebookForm) -> str:
    return page("exchange", tab="themes", may_go=services.may_go(here.programme()), form=form)
