"""Says a sentence in the language of the moment; a web page, a worker and a command speak the same way.

English sentences stand in the code. Russian ones stand in `translations/ru/*.po`, one file a room;
`translations/ru_ty/*.po` holds only the sentences that change where a programme says «ты»,
`translations/xx_easy/*.po` those that the youngest read in shorter words.
"""

import gettext as gettext_module
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from storyapp.rules.wording import LANGUAGES

FOLDER = Path(__file__).resolve().parent.parent / "translations"
DEFAULT = "ru"
_YEAR_AND_STOP = re.compile(r"(\d\sг\.)\.(?!\.)")  # a Russian date ends with a stop of its own
_language: ContextVar[str] = ContextVar("language", default="en")
_address: ContextVar[str] = ContextVar("address", default="vy")
_easy: ContextVar[bool] = ContextVar("easy", default=False)


def language() -> str:
    """Return the language of the moment, "ru" or "en"."""
    return _language.get()


def use_language(code: str, *, address: str = "vy", easy: bool = False) -> None:
    """Speak `code` from now on in this context; `address` is "ty" or "vy", for Russian; `easy` in short words."""
    _language.set(code if code in LANGUAGES else DEFAULT)
    _address.set(address)
    _easy.set(easy)


@contextmanager
def speaking(code: str, *, address: str = "vy") -> Iterator[None]:
    """Speak `code` inside the block only."""
    tokens = _language.set(code if code in LANGUAGES else DEFAULT), _address.set(address)
    was_easy = _easy.set(False)
    try:
        yield
    finally:
        _easy.reset(was_easy)
        _language.reset(tokens[0])
        _address.reset(tokens[1])


def mark(text: str) -> str:
    """Mark a sentence for translation without saying it yet."""
    return text


def say(text: str, **facts: object) -> str:
    """Say a sentence with its facts filled in (`%(name)s`)."""
    said = catalogue(_language.get(), _address.get(), easy=_easy.get()).gettext(text) if text else ""
    return _filled(said, facts) if facts else said


def quoted(words: str) -> str:
    """Put somebody's words between the quotation marks of the moment's language."""
    return f"«{words}»" if _language.get() == "ru" else f"“{words}”"


def say_plural(one: str, many: str, n: int, **facts: object) -> str:
    """Say a sentence about `n` things; `%(num)d` is the number."""
    said = catalogue(_language.get(), _address.get(), easy=_easy.get()).ngettext(one, many, n)
    return _filled(said, {"num": n, **facts})


def _filled(said: str, facts: Mapping[str, object]) -> str:
    """Fill in the facts; a date at the end of a sentence brings its full stop along."""
    return _YEAR_AND_STOP.sub(r"\1", said % facts)


@cache
def catalogue(code: str, address: str = "vy", *, easy: bool = False) -> gettext_module.NullTranslations:
    """Return all sentences of a language, with those of a form of address and then the short ones laid over."""
    folders = [FOLDER / code] + ([FOLDER / f"{code}_{address}"] if address != "vy" else [])
    folders += [FOLDER / f"{code}_easy"] if easy else []
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.po"))]
    if not files:
        return gettext_module.NullTranslations()
    merged = Catalog(locale=code)
    for file in files:
        with file.open("rb") as source:
            for message in read_po(source, locale=code):
                if message.id and message.string:
                    merged.delete(message.id)  # a message that stands already would keep its own words
                    merged[message.id] = message
    packed = io.BytesIO()
    write_mo(packed, merged)
    packed.seek(0)
    return gettext_module.GNUTranslations(packed)
