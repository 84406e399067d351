"""Makes overview.png from a running demo whose worker has read the stories (a minute after the start).

`storyapp run`, then `python docs/pictures/make.py LINK_TO_TELL LINK_OF_FACILITATOR LINK_OF_EVALUATOR`.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
STORY = (
    "Раньше я молчал на уроках, даже когда знал ответ. Мы с наставником стали репетировать по дороге в школу. "
    "В мае я сам вышел к доске. Голос дрожал, но я договорил."
)
SHAPE = (
    "-resize x600 -bordercolor #d8d0c0 -border 1 -background white -splice 12x0 +append -chop 12x0 +dither -colors 128"
)


def tell(page: Page, link: str) -> None:
    """Go on to the question what happened."""
    page.goto(link)
    for _ in range(12):
        if page.url.endswith("/happened"):
            break
        for one in page.locator("form#page-form input[type=text]:visible").all()[:1]:
            one.fill("Стал говорить на уроках")
        names: set[str] = set()
        for radio in page.locator("form#page-form input[type=radio]").all():
            if (name := radio.get_attribute("name") or "") not in names:
                names.add(name)
                radio.check(force=True)
        page.locator("form#page-form .actions button").first.click()


def main() -> None:
    """Take three pictures and put them side by side."""
    telling, facilitator, evaluator = sys.argv[1:4]
    base = "{0.scheme}://{0.netloc}".format(urlsplit(telling))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, width, language in (("1", 360, "ru"), ("2", 1100, "en"), ("3", 560, "ru")):
            context = browser.new_context(viewport={"width": width, "height": 780}, device_scale_factor=2)
            context.add_cookies([{"name": "language", "value": language, "url": base}])
            page = context.new_page()
            if name == "1":
                tell(page, telling)
                page.locator("#happened").fill(STORY)
                page.locator("#happened").blur()
            else:
                page.goto(evaluator if name == "2" else facilitator)
                page.goto(f"{base}/p/mentors" + ("/coding" if name == "2" else ""))
            page.screenshot(path=f"{folder}/{name}.png")
        browser.close()
        pictures = [f"{folder}/{name}.png" for name in "123"]
        subprocess.run(["convert", *pictures, *SHAPE.split(), str(HERE / "overview.png")], check=True)


if __name__ == "__main__":
    main()
