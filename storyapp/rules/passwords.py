"""What makes a password good enough: long, and not what everybody tries first."""

from storyapp.rules.errors import RuleBroken

SHORTEST = 12
LONGEST = 200
EXPECTED = (
    "password", "passw0rd", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "letmein", "welcome", "iloveyou", "admin",
    "administrator", "storyapp", "parol", "пароль", "йцукен", "йцукенгшщзхъ", "фывапролджэ", "привет", "администратор",
    "1234567890", "0987654321", "1q2w3e4r5t6y", "changeme", "monkey", "dragon", "sunshine", "football", "princess",
)  # fmt: skip


def check_password(password: str, *, email: str, name: str) -> None:
    """Raise RuleBroken where a password is too short, too long, or among the first that anybody would try."""
    if len(password) < SHORTEST:
        raise RuleBroken("password.too-short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise RuleBroken("password.too-long", longest=LONGEST)
    plain = _letters(password)
    own = {_letters(email), _letters(email.partition("@")[0]), _letters(name)} - {""}
    if plain in own:
        raise RuleBroken("password.own-name")
    if len(set(plain)) < 4 or _is_expected(password.casefold()):
        raise RuleBroken("password.too-common")


def _is_expected(password: str) -> bool:
    """Tell whether nothing is left when the words that everybody tries, digits and signs are taken away."""
    for word in sorted(EXPECTED, key=len, reverse=True):
        password = password.replace(word, "")
    return len("".join(sign for sign in password if sign.isalpha())) < 4


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
