"""A form out to KoboToolbox or ODK as an XLSForm, and in from one."""

from importlib import import_module

from storyapp.data.tables.programmes import Programme
from storyapp.formats import write_xlsform
from storyapp.rules.questionnaire.xlsform import sheets_of, with_the_story
from storyapp.rules.questionnaire.xlsform_in import ReadForm, read_xlsform
from storyapp.services import form_versions, questionnaires

SHEETS = frozenset({"survey", "choices", "settings"})
LARGEST = 5 * 1024 * 1024


def as_xlsform(programme: Programme, *, language: str) -> bytes:
    """Return the form as it is written, with the story itself, as a workbook."""
    version = form_versions.version_in_force(programme)
    is_pending = bool(form_versions.pending(programme))
    number = f"{version.number}{'+' if is_pending else ''}" if version is not None else "0"
    form = with_the_story(questionnaires.written_form(programme))
    sheets = sheets_of(
        form, title=programme.name.say(language), form_id=programme.slug, version=number, language=language
    )
    return write_xlsform.write(sheets)


def from_xlsform(raw: bytes) -> ReadForm:
    """Read an XLSForm; raises SheetUnreadable where it is no workbook."""
    read_xlsx = import_module("storyapp.formats.read_xlsx")  # twenty megabytes, for the few who bring a form along
    return read_xlsform(read_xlsx.named_sheets(raw, SHEETS))
