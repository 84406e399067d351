"""Files on their way out: sealed ones to a page, written ones to be kept."""

from flask import Response, abort

from storyapp.formats.registry import Format


def a_file(found: tuple[bytes, str] | None) -> Response:
    """Hand over bytes with their media type; nothing is stored on the way, and nothing of a name is said."""
    if found is None:
        abort(404)
    data, media = found
    return Response(data, mimetype=media, headers={"Content-Disposition": "inline", "Accept-Ranges": "none"})


def to_keep(data: bytes, kind: Format, name: str) -> Response:
    """Hand over a written file to be kept; `name` tells nothing of people, and nothing is stored on the way."""
    response = Response(data, content_type=kind.mime_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind.extension}"'
    response.headers["Cache-Control"] = "no-store"
    return response
