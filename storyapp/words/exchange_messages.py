"""What stands in the way when stories or codebooks go to another program, or come from one."""

from storyapp.words.speech import mark

EXCHANGE_MESSAGES: dict[str, str] = {
    "codebook.missing": mark("Please choose a file."),
    "codebook.no-codes": mark("There are no codes in this file. We read codebooks in the REFI-QDA format (QDC)."),
    "codebook.too-large": mark(
        "The file is larger than %(most)s megabytes. A codebook is small: is it the right file?"
    ),
    "codebook.too-many": mark(
        "The codebook has more than %(most)s codes, or more than %(deepest)s levels. Please take a part of it."
    ),
    "codebook.unreadable": mark("We could not read this file. It should be a codebook in the REFI-QDA format (QDC)."),
    "exchange.nothing-to-take": mark(
        "No story may go to another program yet: none is confirmed with a yes to analysis."
    ),
}
