"""The Enter key sends the form that is open; it does not press the language switch above it."""


def test_enter_signs_in_and_keeps_the_language(open_browser):
    window = open_browser(language="en", javascript=False)
    window.go("/sign-in")
    window.page.fill("#email", "nobody@example.org")
    window.page.fill("#password", "four quiet words together")

    window.page.press("#password", "Enter")

    window.page.wait_for_selector(".error-summary")
    assert window.page.locator("h1").inner_text() == "Sign in as staff"
