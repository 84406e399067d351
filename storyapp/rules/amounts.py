"""Amounts as people write them: with spaces, a comma or a point."""

from decimal import Decimal, InvalidOperation

from storyapp.rules.errors import RuleBroken

LARGEST = Decimal(10) ** 12
SPACES = str.maketrans("", "", " \u00a0\u202f_'")


def read_amount(text: str) -> Decimal | None:
    """Read a number that somebody wrote; None where nothing stands there. Raises RuleBroken where it is not clear."""
    plain = text.translate(SPACES)
    if not plain:
        return None
    plain = plain.replace(",", ".") if plain.count(",") + plain.count(".") == 1 else plain
    try:
        number = Decimal(plain)
    except InvalidOperation as unclear:
        raise RuleBroken("amount.unclear") from unclear
    if not number.is_finite() or abs(number) >= LARGEST:
        raise RuleBroken("amount.unclear")
    return number.quantize(Decimal("0.01"))


def whole_amount(number: Decimal) -> int:
    """Return a count of people or cases: a whole number that is not below nought."""
    if number < 0 or number != number.to_integral_value():
        raise RuleBroken("amount.not-whole")
    return int(number)
