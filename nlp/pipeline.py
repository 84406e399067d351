"""The spaCy pipeline of each language: tokens, sentences, lemmas; built once."""

import functools
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.wordlists import OURS
from nlp.words import WORD, lemma, lemma_of

TOKEN = re.compile(rf"{WORD.pattern}|\s+|.", re.DOTALL)
UNWRITABLE = re.compile("[\ud800-\udfff\x00]")
SENTENCE_ENDS = frozenset(".!?…\n")
ABBREVIATIONS = frozenset(
    [
        "г",
        "ул",
        "д",
        "кв",
        "им",
        "пр",
        "т",
        "е",
        "р",
        "тыс",
        "руб",
        "др",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "no",
        "vs",
        "etc",
    ]
)
LONGEST_SENTENCE = 25
# One story at a time: what spaCy remembers of a story is forgotten when its reading ends. Whoever builds
# something lasting holds the lock too, or another thread's reading would take its words away.
building = threading.RLock()


class StoryTokenizer:
    """Part a text into sentences, words, single marks and white space, in time linear to its length."""

    def __init__(self, vocab: Vocab, lemma_of_word: Callable[[str], str] | None = None) -> None:
        """Make ready; `lemma_of_word` writes lemmas at once, for a language that a folder adds."""
        self.vocab = vocab
        self.lemma_of_word = lemma_of_word

    def __call__(self, text: str) -> Doc:
        """Make the document; a NUL or half a surrogate becomes the replacement mark, so that offsets stay."""
        words: list[str] = []
        spaces: list[bool] = []
        for found in TOKEN.finditer(UNWRITABLE.sub("\ufffd", text)):
            piece = found.group()
            if piece[0] == " " and words and not spaces[-1]:
                spaces[-1] = True
                piece = piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
        # Set here and not token by token: spaCy's setter looks through the whole document each time.
        lemmas = (
            [self.lemma_of_word(word) if word[0].isalnum() else word for word in words] if self.lemma_of_word else None
        )
        return Doc(self.vocab, words=words, spaces=spaces, sent_starts=sentence_starts(words), lemmas=lemmas)


def sentence_starts(words: Sequence[str]) -> list[bool | int | None]:
    """Begin a sentence after an end mark or a new line; long ones at a comma, or anywhere after 50 words."""
    starts: list[bool | int | None] = []
    ended, length, before = True, 0, ""
    for word in words:
        is_word = word[0].isalnum()
        begins = is_word and (ended or length >= 2 * LONGEST_SENTENCE)
        starts.append(begins or not starts)
        length = 1 if begins else length + is_word
        ended = (ended and not begins) or _ends(word, before=before, length=length)
        before = word
    return starts


def _ends(word: str, *, before: str, length: int) -> bool:
    if word == "." and (before.lower() in ABBREVIATIONS or (len(before) == 1 and before.isupper())):
        return False
    return word[0] in SENTENCE_ENDS or "\n" in word or (length >= LONGEST_SENTENCE and word in ",;:—")


@Language.component("story_lemmas")
def write_lemmas(doc: Doc) -> Doc:
    """Write the lemma of every word; marks are their own."""
    for token in doc:
        text = token.text
        token.lemma_ = lemma(text) if text[0].isalnum() else text
    return doc


def pipeline_of(language: str) -> Language:
    """Answer the one pipeline of a language."""
    with building:
        return _built(language)


@functools.cache
def _built(language: str) -> Language:
    try:
        pipeline = spacy.blank(language)
    except ImportError:  # spaCy has no such language; nothing of it is needed but a place for words
        pipeline = spacy.blank("xx")
    pipeline.max_length = 10_000_000
    if language in OURS:
        pipeline.tokenizer = StoryTokenizer(pipeline.vocab)
        pipeline.add_pipe("story_lemmas")
    else:
        pipeline.tokenizer = StoryTokenizer(pipeline.vocab, lemma_of(language))
    return pipeline


@contextmanager
def reading(text: str, language: str) -> Iterator[Doc]:
    """Lend the document of a text; outside the block it is no longer there."""
    with building:
        pipeline = pipeline_of(language)
        with pipeline.memory_zone():
            yield pipeline(text)
