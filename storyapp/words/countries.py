"""What countries are called; our own data name a few in a way of their own."""

from babel import Locale

from storyapp.words.speech import language, say

ALSO = {"UK": "GB"}
ANYWHERE = "INTERNATIONAL"


def country_name(code: str) -> str:
    """Return the name of a country by its two letters, or the code itself where nobody knows it."""
    code = code.strip().upper()
    if code == ANYWHERE:
        return say("From any country")
    return Locale(language()).territories.get(ALSO.get(code, code), code)
