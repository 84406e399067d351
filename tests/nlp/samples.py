"""Invented codebook, library and stories for the tests of the language module."""

from nlp.lexicon import results_from, themes_from

CODEBOOK = themes_from(
    {
        "themes": [
            {
                "code": "friends",
                "name": {"ru": "Дружба", "en": "Friendship"},
                "description": {"ru": "Новые знакомства и поддержка сверстников", "en": "Company and peers"},
                "seeds": {"ru": ["друг", "подружиться", "лучший друг"], "en": ["friend", "best friend", "buddy"]},
            },
            {
                "code": "school",
                "name": {"ru": "Учёба в школе", "en": "School"},
                "description": {"ru": "Уроки и оценки", "en": "Lessons and marks"},
            },
            {"code": "sport", "name": {"ru": "Спорт", "en": "Sport"}, "seeds": {"en": ["football"]}},
        ]
    }
)
LIBRARY = results_from(
    {
        "results": [
            {
                "code": "confidence",
                "general": {"ru": "Подростки увереннее в себе", "en": "Teenagers are more confident"},
                "particular": [
                    {
                        "code": "speaks",
                        "ru": "Подросток выступает перед классом без страха",
                        "en": "A teenager speaks in front of the class without fear",
                    }
                ],
                "indicators": [{"ru": "Доля подростков, которые выступали", "en": "Share of teenagers who spoke"}],
            },
            {
                "code": "quarrels",
                "general": {"ru": "Снижение конфликтов в семье", "en": "Fewer conflicts in the family"},
                "particular": [{"code": "less", "ru": "Меньше ссор с родителями", "en": "Fewer quarrels with parents"}],
            },
        ]
    }
)
