"""Fourteen people use one phone in turn, and no byte of theirs is found in the browser's whole profile."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.rules.stories import Mode
from tests.browser.walks import Teller
from tests.browser.window import Window, open_phone
from tests.builders import an_invitation
from tests.demo_house import open_link


@dataclass
class Person:
    """Who holds the phone now, the words that are theirs alone, and what else must not be found (codes)."""

    window: Window
    name: str
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marker = f"зимородок {self.name} kingfisher {self.name}"
        self.words += [f"зимородок {self.name}", f"kingfisher {self.name}"]
        told = dict.fromkeys(("happened", "matters", "title"), f"{self.marker}. {self.marker}.")
        self.teller = Teller(window=self.window, changes=told)

    def tell(self, *, to: str, own_phone: bool = False) -> None:
        """Begin from the link and answer up to a step."""
        self.window.go(self.window.house.ask(lambda: open_link(self.window.language)))
        if own_phone:
            self.window.page.locator("[name=own_phone]").check()
        self.teller.go_on(to=to)

    def send_and_save(self) -> str:
        """Send the story, note the code and say that it is saved."""
        self.tell(to="check")
        self.window.send()
        code = self.teller.code()
        self.words += [code, " ".join(code[n : n + 4] for n in range(0, 20, 4))]
        self.window.send("form.post-button")
        self.window.is_at("/telling/done")
        return code

    def come_back(self) -> None:
        """Open the story again by its code."""
        code = self.send_and_save()
        self.window.go("/my-story")
        self.window.fill("code", code)
        self.window.send()
        self.window.is_at("/my-story/view")

    def leave(self) -> None:
        """Press the way out."""
        self.window.ready()
        self.window.page.locator("[data-exit]").click()
        self.window.is_at("/")


def sends_and_saves(person: Person) -> None:
    person.send_and_save()


def leaves_before_sending(person: Person) -> None:
    person.tell(to="check")
    person.leave()


def leaves_with_half_typed_words(person: Person) -> None:
    person.tell(to="happened")
    person.window.fill("happened", person.marker)
    person.leave()


def presses_escape_three_times(person: Person) -> None:
    person.tell(to="happened")
    person.window.fill("happened", person.marker)
    person.window.ready()
    for _ in range(3):
        person.window.page.keyboard.press("Escape")
    person.window.is_at("/")


def leaves_by_the_address(person: Person) -> None:
    person.tell(to="direction")
    person.window.go("/telling/leave")


def finishes_later(person: Person) -> None:
    person.tell(to="title")
    person.window.press(person.window.page.locator("button[name=later]"))
    person.window.is_at("/telling/later")
    person.words.append("".join(person.window.page.locator(".code span").all_inner_texts()))
    person.window.go("/telling/put-away")


def switches_the_language(person: Person) -> None:
    person.tell(to="happened")
    person.window.fill("happened", person.marker)
    person.window.press(person.window.page.locator("button[name=switch_language]").first)
    person.leave()


def makes_a_mistake(person: Person) -> None:
    person.tell(to="happened")
    person.window.fill("happened", person.words[0][:9])
    person.window.send()
    person.window.fill("happened", person.marker)
    person.leave()


def goes_back_and_forth(person: Person) -> None:
    person.tell(to="title")
    person.window.page.go_back()
    person.window.page.go_back()
    person.window.page.go_forward()
    person.leave()


def reads_what_became_of_it(person: Person) -> None:
    person.come_back()
    person.window.page.locator("main details summary").first.click()
    person.window.press(person.window.page.locator("#close-my-story button[type=submit]").last)


def writes_a_message(person: Person) -> None:
    person.come_back()
    person.window.go("/my-story/write")
    person.window.choose("kind", "question")
    person.window.fill("text", person.marker)
    person.window.send()
    person.leave()


def erases_from_a_phone_called_own(person: Person) -> None:
    person.tell(to="happened", own_phone=True)
    person.window.ready()
    person.window.fill("happened", person.marker)
    person.window.page.wait_for_timeout(1500)
    person.window.page.locator("form[action$='/telling/erase'] button").evaluate("(button) => button.click()")
    person.window.is_at("/telling")


def waits_for_a_broken_line(person: Person) -> None:
    person.tell(to="happened")
    person.window.ready()
    person.window.fill("happened", person.marker)
    with ExitStack() as line:
        person.window.page.route("**/telling/happened", lambda route: route.abort())
        line.callback(person.window.page.unroute_all)
        person.window.page.locator("#page-form .actions button[type=submit]").first.click()
        person.window.page.locator("[data-resend]:not([hidden])").wait_for()
    person.leave()


def a_circle() -> str:
    """Make a link of the demo by which one device goes round; return its path."""
    programme = db.session.scalars(select(Programme).where(Programme.slug == "mentors")).one()
    return f"/t/{an_invitation(programme, mode=Mode.GROUP)[1]}"


def hands_the_device_on_in_a_circle(person: Person) -> None:
    window = person.window
    window.go(window.house.ask(a_circle))
    window.send("form[action$='/circle/next']")
    person.teller.go_on(to="check")
    window.send()
    code = person.teller.code()
    person.words += [code, " ".join(code[n : n + 4] for n in range(0, 20, 4))]
    window.send("form.post-button")
    window.is_at("/circle")
    window.page.go_back()
    assert not [word for word in person.words if word in window.page.content()]
    window.go("/circle")
    window.send("form[action$='/circle/next']")
    assert not [word for word in person.words if word in window.page.content()]
    window.go("/telling/leave")
    window.is_at("/circle")


JOURNEYS: tuple[Callable[[Person], None], ...] = (
    sends_and_saves, leaves_before_sending, leaves_with_half_typed_words, presses_escape_three_times,
    leaves_by_the_address, finishes_later, switches_the_language, makes_a_mistake, goes_back_and_forth,
    reads_what_became_of_it, writes_a_message, erases_from_a_phone_called_own, waits_for_a_broken_line,
    hands_the_device_on_in_a_circle,
)  # fmt: skip


def forms_of(word: str) -> set[bytes]:
    """Return how a word may lie in a file: UTF-8, UTF-16, in an address, in JSON, in Base64 at any place."""
    plain = word.encode()
    in_base64 = {base64.b64encode(b" " * n + plain)[8 if n else 0 : -4] for n in range(3)}
    in_json = json.dumps(word)[1:-1]
    return in_base64 | {
        plain, word.encode("utf-16-le"), word.encode("utf-16-be"), quote(word).encode(), quote(word).lower().encode(),
        quote_plus(word).encode(), in_json.encode(), in_json.upper().replace("\\U", "\\u").encode(),
    }  # fmt: skip


def found_in(profile: Path, words: list[str]) -> Iterator[str]:
    """Yield each file of a browser's profile that holds a word in any form."""
    kinds = {form: word for word in words for form in forms_of(word)}
    for path in sorted(one for one in profile.rglob("*") if one.is_file()):
        raw = path.read_bytes()
        yield from (f"{path.relative_to(profile)}: {word}" for form, word in kinds.items() if form in raw)


@pytest.mark.parametrize("form", ["utf-8", "utf-16-le", "percent", "json", "base64"])
def test_the_search_finds_what_a_careless_browser_would_keep(tmp_path, form):
    word = "зимородок 7"
    written = {
        "percent": quote(word).encode(), "json": json.dumps({"a": word}).encode(),
        "base64": base64.b64encode(f"ab {word} and more".encode()),
    }  # fmt: skip
    (tmp_path / "Session").write_bytes(b"\0" + (written.get(form) or word.encode(form)) + b"\0")

    assert set(found_in(tmp_path, [word])) == {f"Session: {word}"}


def test_the_search_sees_what_a_page_would_store(chromium, house, tmp_path):
    window = open_phone(chromium, house, tmp_path / "profile")
    window.go("/")
    window.page.evaluate("localStorage.setItem('draft', 'kingfisher 99qx')")
    window.close()

    assert list(found_in(tmp_path / "profile", ["kingfisher 99qx"])) != []


def test_no_byte_of_anybody_stays_on_a_shared_phone(chromium, house, tmp_path):
    profile, words = tmp_path / "profile", []
    window = open_phone(chromium, house, profile)

    for n, journey in enumerate(JOURNEYS):
        person = Person(window, f"{n:02d}qx")
        journey(person)
        words += person.words

    window.close()
    assert list(found_in(profile, words)) == []
    assert [trouble for trouble in window.troubles if "ERR_FAILED" not in trouble] == []
