"""Pieces that, repeated, drive careless patterns and loops into the ground; and a thousand nasty texts made of them."""

import random
from collections.abc import Iterator

BAIT = (
    "a", "а", "1", "1 ", " ", "\n", "\t", "@", "a@", "a.", "a-", "а-а", "«", "\"", "(", "'", "_", "№", "a'", "A.", "Aa ", "Аа ",
    "Aa-", "Aa Aa, ", "a b ", "+7 ", "1-", "1.", "ул. ", "д. 1 ", "школа ", "школа «", "«a", "“a", "и\u0306", "й", "\u200b", "😀",
    "www.", "http://", "vk.com/", "x.com/a", "de ", "12 Aa ", "Aa 1 Apt 1 ", "паспорт ", "born ", "born 1", "day of ", "тг ",
    "живу ", "Street ", "the ", "дом 1 ", "Box ", "corner of Aa ", "address Aa ", "село Аа ", "IV ", "номер ", "club ",
    "Aa Centre ", "центр аааа ", "Rue de la ", "1 rue de la ", "ООО аааа аааа ", "инн ", "инн :", "серия ", "1 мая ", "родился 1 ",
)  # fmt: skip
SPOKEN = (
    "не ", "never ", "я хочу умереть ", "друг ", "Иван Иванович ", "Anna Petrova ", "он бьёт меня ", "«друг» ", "Мама Ваня, ",
    "И. И. Иванов ", "one two three four five ", "восемь девять один ", "no, ", "from Paris ",
)  # fmt: skip
ODD = '\x00\ud800\udfff\u202e\u200b\u0301\ufeff😀👩‍👩‍👧«"(ä中あ𝒳٣\x1b\r\u2028'


def nasty_texts(n: int = 1000) -> Iterator[str]:
    """Make the same texts each time: each bait alone, two in turns, noise, quotes in quotes, and some without measure."""
    chance = random.Random(9)
    giants = (
        "а" * 200_000, "z" * 1_000_000, "😀" * 10_000, "«" * 3_000 + "друг" + "»" * 3_000, "\u0301" * 50_000, "\ud800" * 10_000,
        "друг " * 20_000, "\u202e" + "1 " * 20_000, "".join(map(chr, range(1, 50_000))),
    )  # fmt: skip
    yield from giants
    for place in range(n - len(giants)):
        kind, size = place % 4, chance.choice((40, 150, 400))
        if kind == 0:
            piece = chance.choice(BAIT + SPOKEN)
            yield piece * (size // len(piece) + 1)
        elif kind == 1:
            yield "".join(chance.choice(BAIT) + chance.choice(SPOKEN) for _ in range(size // 8))
        elif kind == 2:
            yield "".join(chance.choice(ODD + "аяАЯazAZ09 .,-") for _ in range(size))
        else:
            yield bytes(chance.randrange(256) for _ in range(size)).decode("latin-1")
