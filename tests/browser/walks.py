"""How somebody tells a story in a window."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ASKED_WHEN_TELLING
from tests.browser.window import House, Window
from tests.demo_house import open_link

WORDS = {
    "ru": ("Я говорю на уроке", "Я хуже сплю", "Раньше я молчал на уроках. Наставник каждую неделю учил меня одному предложению. В мае я рассказал о реке.", "Теперь я сам поднимаю руку."),
    "en": ("I speak in class", "I sleep badly", "I never spoke in class. My mentor practised one sentence with me every week. In May I gave a talk on the river.", "Now I raise my hand myself."),
}  # fmt: skip


@dataclass(kw_only=True)
class Teller:
    """Somebody who tells in a window, and what they say at each step."""

    window: Window
    band: str = "14-15"
    changes: dict[str, Any] = field(default_factory=dict)

    def begin(self) -> None:
        """Open the link of the demo in the window's language."""
        self.window.go(self.window.house.ask(lambda: open_link(self.window.language)))

    @property
    def step(self) -> str:
        """Return the name of the open step."""
        return self.window.path.partition("?")[0].rsplit("/", 1)[-1]

    def go_on(self, *, to: str) -> None:
        """Answer each step until one is open."""
        for _ in range(14):
            step = self.step
            if step == to:
                return
            getattr(self, f"_{step.partition('-')[0]}")()  # questions-2 is one more page of questions
            self.window.send()
            assert self.step != step, f"stuck at {step}: {self.window.page.locator('.error').all_inner_texts()}"
        raise AssertionError(f"never came to {to}")

    def code(self) -> str:
        """Return the code that the open receipt shows."""
        return "".join(self.window.page.locator(".receipt .code span").all_inner_texts())

    def _start(self) -> None:
        pass

    def _age(self) -> None:
        self.window.choose("band", self.band)

    def _consent(self) -> None:
        for purpose in ASKED_WHEN_TELLING:
            self.window.choose(purpose.value, self.changes.get(purpose.value, "yes"))

    def _understood(self) -> None:
        pass

    def _explained(self) -> None:
        pass

    def _guardian(self) -> None:
        pass

    def _range(self) -> None:
        self.window.fill("change_1", WORDS[self.window.language][0])
        self.window.fill("change_2", WORDS[self.window.language][1])

    def _choose(self) -> None:
        self.window.choose("choice", WORDS[self.window.language][0])

    def _happened(self) -> None:
        self.window.fill("happened", self.changes.get("happened", WORDS[self.window.language][2]))

    def _matters(self) -> None:
        self.window.fill("matters", self.changes.get("matters", WORDS[self.window.language][3]))

    def _direction(self) -> None:
        self.window.choose("direction", "better")

    def _questions(self) -> None:
        pass

    def _title(self) -> None:
        self.window.fill("title", self.changes.get("title", WORDS[self.window.language][0]))


def n_stories(house: House) -> int:
    """Return how many stories there are."""
    return house.ask(lambda: db.session.scalar(select(func.count(Story.id))))
