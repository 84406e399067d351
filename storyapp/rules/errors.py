"""One way to say no: a code and facts, never a sentence."""


class RuleBroken(Exception):
    """A rule of the method or of the house says no; `words/messages.py` has the sentence for the code."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
