"""The receipt as a picture can be read by people and by a camera."""

import re

import segno

from storyapp.formats.receipt_picture import receipt_drawing

DIGITS = "12345678901234567890"
GROUPS = ["1234", "5678", "9012", "3456", "7890"]


def test_the_picture_holds_every_digit_in_its_order():
    lines = re.findall(r"<text[^>]*>([^<]+)</text>", receipt_drawing(GROUPS, DIGITS))

    assert " ".join(lines).split() == GROUPS


def test_the_picture_holds_the_same_code_for_a_camera():
    dark = receipt_drawing(GROUPS, DIGITS).count("M")

    assert dark == sum(map(sum, segno.make(DIGITS, error="m", micro=False).matrix))
