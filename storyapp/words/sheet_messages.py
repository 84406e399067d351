"""What people read when a table cannot be brought in, or not as it came."""

from storyapp.words.speech import mark

SHEET_MESSAGES: dict[str, str] = {
    "import.column-twice": mark("Only one column can be: %(field)s. Please choose which."),
    "import.file-gone": mark("The file of this import is not kept any more. Please upload it again."),
    "import.gone": mark("This import does not exist any more."),
    "import.in-use": mark(
        "Some of these stories are in use already: a panel, a report or a colleague works with them. They can be "
        "withdrawn one by one, but the import cannot be taken back whole."
    ),
    "import.no-file": mark("Please choose a file first."),
    "import.no-rows": mark("There are names of columns in this table, but no rows below them."),
    "import.no-story-column": mark("Please say which column holds the story itself."),
    "import.no-such-column": mark("There is no column “%(header)s” in this table. There are: %(known)s."),
    "import.not-now": mark("This import has moved on, so that is not possible any more. Look at where it stands now."),
    "import.not-running": mark("This import does not run at the moment."),
    "import.nothing-to-take": mark(
        "No row of this table can be taken. Look at the reasons, mend the table and try again."
    ),
    "import.paper-missing": mark(
        "Consent is taken from a column, so please write which papers record it, and what these people agreed to."
    ),
    "import.unknown-field": mark("“%(field)s” is not a part of a story. There are: %(known)s."),
    "import.unknown-language": mark("“%(language)s” is not a language we can note. There are: %(known)s."),
    "import.unknown-period": mark("There is no period “%(period)s” in this programme. There are: %(known)s."),
    "import.unknown-purpose": mark("Consent to “%(purpose)s” cannot be taken from a table. There are: %(known)s."),
    "import.unknown-question": mark("There is no such question in this programme: “%(field)s”. There are: %(known)s."),
    "import.unknown-setting": mark("“%(setting)s” is not a setting of an import. There are: %(known)s."),
    "import.unknown-value": mark("“%(value)s” is not an answer for “%(field)s”. There are: %(known)s."),
    "sheet.broken": mark(
        "This file is damaged, or it is not a table. Open it in your table program, save it again and send that one."
    ),
    "sheet.characters-lost": mark(
        "Some letters could not be read. Choose another encoding, or save the table as UTF-8."
    ),
    "sheet.choices-joined": mark("Answers that were split over several columns stand in one again: %(names)s."),
    "sheet.comments": mark("Lines that look like comments were left out: %(count)s (row numbers: %(rows)s)."),
    "sheet.empty": mark("There is nothing in this table. Please look whether it is the right file."),
    "sheet.encrypted": mark("This file is locked by a password. Save it without one and send it again."),
    "sheet.files-left": mark("Pictures, sounds and other files stay behind: %(count)s. Only words are taken."),
    "sheet.highlights-merged": mark(
        "Passages with several tags were written several times; %(count)s lines became %(rows)s rows."
    ),
    "sheet.lines-above": mark("Lines above the names of the columns were left out: %(count)s."),
    "sheet.long-rows": mark(
        "Some rows have more cells than there are columns: %(count)s (%(rows)s). Look at them before you go on."
    ),
    "sheet.more-pages": mark("The file says that it is one page of several. Please bring the other pages too."),
    "sheet.more-rows": mark("The table is longer than we read at once: only the first %(limit)s rows are taken."),
    "sheet.no-header": mark("We do not find the names of the columns. The first row should hold them."),
    "sheet.not-a-sheet": mark("This is not a table that we can read. Please send CSV, XLSX or JSON."),
    "sheet.not-answers": mark(
        "This JSON holds no list of answers. From KoboToolbox or ODK, save the data, not the form."
    ),
    "sheet.old-excel": mark("This is the old Excel format. Save it as XLSX and send it again."),
    "sheet.other-sheets": mark("The file has other sheets, which were left out: %(names)s."),
    "sheet.repeats-as-rows": mark("Stories told in a repeated group became rows of their own: %(names)s."),
    "sheet.short-rows": mark(
        "Some rows have fewer cells than there are columns: %(count)s (%(rows)s). What is missing counts as empty."
    ),
    "sheet.too-large": mark("This file is too large. We read up to %(limit_mb)s MB: please send it in parts."),
    "sheet.unknown-encoding": mark("We do not know the encoding %(encoding)s. Please choose one from the list."),
}
