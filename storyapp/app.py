"""The one place where things are put together."""

import hashlib
from collections.abc import Collection
from functools import cache
from pathlib import Path

from flask import Flask, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response

from storyapp.config import Settings, settings_from, shipped_folder
from storyapp.data.db import db, engine_options
from storyapp.gateways.kit import Kit, make_kit, use_kit
from storyapp.gateways.tasks import Inline
from storyapp.web.common.compressing import compress_page
from storyapp.web.common.csrf import check_csrf
from storyapp.web.common.guard import check_door
from storyapp.web.common.pages import choose_language, put_headers, register_trouble
from storyapp.web.common.static_files import StaticFiles
from storyapp.web.common.surroundings import register_surroundings
from storyapp.web.wings import DOORS, WINGS
from storyapp.worker import do_job

STATIC = Path(__file__).resolve().parent / "web" / "static"
LARGEST_REQUEST = 60 * 1024 * 1024
LARGEST_FORM_PART = 1024 * 1024
LARGEST_PLAIN_FORM = 3 * LARGEST_FORM_PART  # without files; a Russian letter is six bytes in it


class IdConverter(IntegerConverter):
    """A number in an address: as long as our ids may be, so that no database is asked for a larger one."""

    regex = "[0-9]{1,9}"


def create_app(
    settings: Settings | None = None, *, surfaces: Collection[str] = ("public", "staff"), kit: Kit | None = None
) -> Flask:
    """Build the application; `surfaces` may leave out the staff or the public side, `kit` brings another outside."""
    settings = settings or settings_from()
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    app = Flask("storyapp", template_folder=str(shipped_folder("templates")), static_folder=None)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_PART,
        TESTING=settings.testing,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["int"] = IdConverter
    db.init_app(app)
    kit = kit or make_kit(settings)
    app.extensions["kit"] = kit
    if isinstance(kit.tasks, Inline):
        kit.tasks.do_job = do_job
    _register_requests(app, kit)
    _serve_static(app)
    for surface in surfaces:
        for blueprint in WINGS[surface]:
            app.register_blueprint(blueprint)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app


def _register_requests(app: Flask, kit: Kit) -> None:
    @app.before_request
    def prepare() -> Response | None:
        use_kit(kit)
        if request.mimetype != "multipart/form-data":
            request.max_content_length = LARGEST_PLAIN_FORM
        choose_language()
        check_csrf()
        return check_door(DOORS)

    app.after_request(compress_page)
    app.after_request(put_headers)  # the last one named is the first to run
    register_trouble(app)


def _serve_static(app: Flask) -> None:
    """Serve our own files with a fingerprint in the address, compressed, kept for a year."""

    @cache
    def static_url(name: str) -> str:
        digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
        return f"/static/{name}?{digest}"

    app.wsgi_app = StaticFiles(app.wsgi_app, STATIC)  # type: ignore[method-assign]
    register_surroundings(app, static_url)
