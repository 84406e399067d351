"""Pages of trouble, as a person meets them: on a phone and on a desk, light and dark, with and without JavaScript."""

import pytest
from sqlalchemy.exc import OperationalError

from storyapp.data.db import db
from tests.builders import a_programme, an_invitation


@pytest.mark.parametrize(("language", "javascript"), [("ru", False), ("en", True)])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_that_is_not_there_is_looked_at_closely(open_browser, language, javascript, width):
    window = open_browser(language=language, javascript=javascript, width=width)

    window.go("/nothing-here")

    assert window.page.locator("h1").count() == 1
    assert [one for one in window.troubles if "404" not in one] == []
    window.troubles.clear()


def test_a_teller_without_scripts_sends_again_when_the_database_is_back(open_browser, house, app):
    token = house.ask(lambda: an_invitation(a_programme())[1])
    phone = open_browser(language="en", javascript=False, width=360)
    phone.go(f"/t/{token}")
    phone.send()
    db.session.remove()

    away = Away(app)
    phone.choose("band", "14-15")
    phone.choose("role", "young_person")
    away.go()
    phone.page.locator("#page-form button[type=submit]").first.click()
    heading = phone.page.locator("h1").inner_text()
    phone.look()
    away.come_back()
    phone.page.locator("#page-form button[type=submit]").click()

    assert heading == "We are busy for a moment"
    assert phone.path.endswith("/consent")
    assert [one for one in phone.troubles if "503" not in one] == []
    phone.troubles.clear()


class Away:
    """Lets every question to the database fail for a while."""

    def __init__(self, app) -> None:
        with app.app_context():
            self.engine = db.engine

    def go(self) -> None:
        db.event.listen(self.engine, "before_cursor_execute", refuse)

    def come_back(self) -> None:
        db.event.remove(self.engine, "before_cursor_execute", refuse)


def refuse(*facts) -> None:
    raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))
