"""What people read when a story on paper, or a guardian's paper, cannot be taken."""

from storyapp.words.speech import mark

COLLECTING_MESSAGES: dict[str, str] = {
    "stack.full": mark(
        "There are %(most)s papers in this stack. Print the receipts and finish it, then begin another one."
    ),
}
