"""What watches over all the other walks does see."""

BAD = (
    "<html lang=en><title>Bad</title><main><h1>Bad</h1><p style='color:#bbb;width:2000px'>Pale and wide</p>"
    "<img src='http://127.0.0.1:9/a.png'></main></html>"
)


def test_pale_words_wide_pages_and_foreign_pictures_are_seen(open_browser):
    window = open_browser(width=360)

    window.page.set_content(BAD)
    window.look()

    seen = "\n".join(window.troubles)
    window.troubles.clear()
    assert "color-contrast" in seen and "2008 px wide" in seen and "127.0.0.1:9/a.png" in seen


def test_pages_without_javascript_are_looked_at_as_well(open_browser):
    window = open_browser(width=360, javascript=False)
    window.page.route("**/help", lambda route: route.fulfill(body=BAD, content_type="text/html"))

    window.go("/help")

    seen = "\n".join(window.troubles)
    window.troubles.clear()
    assert "color-contrast" in seen and "2008 px wide" in seen


def test_errors_of_scripts_are_seen(open_browser):
    window = open_browser(closely=False)
    window.go("/")

    with window.page.expect_event("pageerror"):
        window.page.evaluate("setTimeout(() => { console.error('seen'); throw new Error('also seen'); })")

    seen = "\n".join(window.troubles)
    window.troubles.clear()
    assert "console: seen" in seen and "also seen" in seen


def test_an_answer_that_failed_is_seen(open_browser):
    window = open_browser(closely=False)
    window.page.route("**/help", lambda route: route.fulfill(status=503, body="busy"))

    window.page.goto(window.house.url + "/help")

    seen = "\n".join(window.troubles)
    window.troubles.clear()
    assert "503 for " in seen
