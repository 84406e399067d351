"""A text that the language module could not read: why, and how that is written where its engine would stand."""

from enum import Enum

NO_ENGINE = "none/"


class WhyUnread(Enum):
    """What a text did to the module; a person is told, and looks at the text without help."""

    TIME = "time"
    MEMORY = "memory"
    ENDED = "ended"
    ERROR = "error"

    @property
    def engine(self) -> str:
        """Return what is noted as the reader: no engine, and why. Whoever asks for a reading again has it tried again."""
        return f"{NO_ENGINE}{self.value}"


def why_unread(engine: str) -> WhyUnread | None:
    """Return why nothing was read, or None where an engine has read the text."""
    return WhyUnread(engine.removeprefix(NO_ENGINE)) if engine.startswith(NO_ENGINE) else None
