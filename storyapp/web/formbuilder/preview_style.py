"""Our styles as a phone set to light or to dark would read them, whatever the looker's own screen is set to."""

from pathlib import Path
from typing import Any

from flask import Response, abort, url_for

from storyapp.web.formbuilder import blueprint

FOLDER = Path(__file__).resolve().parent.parent / "static"
SHEETS = ("vendor/pico-2.1.1.css", "app.css", "answers.css", "easy.css")
DARK = "(prefers-color-scheme: dark)"
ALWAYS, NEVER = "(min-width: 0px)", "(max-width: 0px)"


@blueprint.get("/p/<programme>/form/preview/<any(light, dark):look>/<path:name>")
def preview_style(programme: str, look: str, name: str) -> Response:
    """Give one of our style sheets, with the question about colours answered."""
    if name not in SHEETS:
        abort(404)
    text = (FOLDER / name).read_text(encoding="utf-8")
    text = (
        text.replace(DARK, ALWAYS if look == "dark" else NEVER)
        .replace("url(fonts/", "url(/static/fonts/")
        .replace("url(pictograms/", "url(/static/pictograms/")
    )
    return Response(f"{text}\n:root {{ color-scheme: {look}; }}\n", mimetype="text/css")


def styled(static_url: Any, *, programme: str, look: str) -> Any:
    """Return how a page that is tried finds our files: style sheets through the look, all else as usual."""

    def address(name: str) -> str:
        if name in SHEETS:
            return url_for(".preview_style", programme=programme, look=look, name=name)
        return str(static_url(name))

    return address
