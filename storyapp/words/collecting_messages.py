"""What people read when a story on paper, or a guardian's paper, cannot be taken."""

from storyapp.words.speech import mark

COLLECTING_MESSAGES: dict[str, str] = {
    "scan.broken": mark("This scan cannot be opened. Please scan the paper again, or take a picture of it."),
    "scan.empty": mark("This file is empty. Please choose the scan again."),
    "scan.gone": mark("This scan is not here any more: its stories were erased."),
    "scan.reason-missing": mark("Please say why you open the scan."),
    "scan.too-large": mark("This scan is too large. We take up to %(limit_mb)s MB."),
    "scan.unknown": mark("A scan is a JPEG, a PNG or a PDF. Please choose another file."),
    "stack.full": mark(
        "There are %(most)s papers in this stack. Print the receipts and finish it, then begin another one."
    ),
}
