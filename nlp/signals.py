"""The words that the signals listen for: the shipped lists, and what a programme adds or puts aside. No spaCy here."""

import re
import unicodedata
from datetime import date

from nlp.types import SignalLists
from nlp.wordlists import word_list
from nlp.words import WORD

STRONG, WEAK, HARMLESS = "strong", "weak", "harmless"
GAP = "…"
AS_WRITTEN = "="
MOST_WORDS, LONGEST_PATTERN = 8, 80
PIECE = re.compile(rf"{WORD.pattern}|\S")
LOOKS = re.compile("[\ufe0e\ufe0f]")  # say only how a sign is drawn


def shipped_patterns(language: str, kind: str) -> dict[str, tuple[str, ...]]:
    """Answer the shipped patterns of a kind by strength."""
    lists = word_list(language, "signals")[kind]
    return {strength: tuple(lists[strength]) for strength in (STRONG, WEAK)}


def harmless_patterns(language: str, kind: str) -> tuple[str, ...]:
    """Answer turns of speech that sound like a signal of a kind and are mostly none: «сердце бьётся», "beat the record"."""
    return tuple(word_list(language, "signals")[kind].get(HARMLESS, ()))


def source_of(language: str) -> tuple[str, date]:
    """Answer after what the shipped list was written, and when it was last looked over."""
    lists = word_list(language, "signals")
    return lists["source"], lists["reviewed_on"]


def patterns_of(language: str, kind: str, lists: SignalLists) -> dict[str, tuple[str, ...]]:
    """Answer what a kind listens for by strength. Nothing silences a kind: without any shipped word all of them stay."""
    shipped = shipped_patterns(language, kind)
    aside = {each.pattern for each in lists.aside if each.kind == kind}
    kept = {strength: tuple(p for p in patterns if p not in aside) for strength, patterns in shipped.items()}
    if not kept[STRONG]:
        kept = shipped
    own = [each for each in lists.own if each.kind == kind]
    return {
        strength: (*kept[strength], *(p.pattern for p in own if p.is_strong == (strength == STRONG)))
        for strength in kept
    }


def plain_pattern(written: str) -> str:
    """Answer words that somebody typed as a pattern, or nothing where they make none.

    Words and single signs such as emoji, with "…" for up to three words between; all else would never match.
    """
    pieces = PIECE.findall(LOOKS.sub("", written.replace("...", GAP)).lower())
    if len(written) > LONGEST_PATTERN or not all(_may_stand(piece) for piece in pieces):
        return ""
    while pieces and pieces[0] == GAP:
        del pieces[0]
    steps = [piece for n, piece in enumerate(pieces) if piece != GAP or (pieces[n - 1] != GAP)]
    if steps and steps[-1] == GAP:
        del steps[-1]
    words = [step for step in steps if step != GAP]
    says_something = any(len(word) > 1 or _is_sign(word) for word in words)
    return " ".join(steps) if says_something and len(words) <= MOST_WORDS else ""


def _may_stand(piece: str) -> bool:
    return piece == GAP or bool(WORD.fullmatch(piece)) or _is_sign(piece)


def _is_sign(piece: str) -> bool:
    return unicodedata.category(piece[0]) in ("So", "Sk")
