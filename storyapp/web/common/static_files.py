"""Our own files on the wire: small for slow networks, and kept by browsers for a year."""

import gzip
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

import brotli
from whitenoise import WhiteNoise

YEAR = 31_536_000
TEXTS = (".css", ".js", ".svg")
OF_OUR_OWN = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class StaticFiles(WhiteNoise):
    """Serves a folder whose addresses carry a fingerprint; texts go out compressed, each worked out once."""

    def __init__(self, application: Any, folder: Path) -> None:
        super().__init__(
            application, root=str(folder), prefix="/static/", max_age=YEAR,
            immutable_file_test=lambda path, url: True, add_headers_function=_put_headers, allow_all_origins=False,
        )  # fmt: skip
        self.folder = folder

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer with the compressed file where the browser takes it; all else is WhiteNoise's."""
        path, encoding = environ.get("PATH_INFO", ""), accepted_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if not encoding or environ["REQUEST_METHOD"] != "GET" or path not in self.files or not path.endswith(TEXTS):
            return super().__call__(environ, start_response)
        body = compressed(self.folder / path.removeprefix("/static/"), encoding)
        headers = Headers([])
        self.add_mime_headers(headers, path, path)
        self.add_cache_headers(headers, path, path)
        _put_headers(headers, path, path)
        headers["Content-Encoding"], headers["Content-Length"] = encoding, str(len(body))
        start_response("200 OK", headers.items())
        return [body]


@cache
def compressed(file: Path, encoding: str) -> bytes:
    """Return a file's bytes in a content encoding."""
    raw = file.read_bytes()
    return brotli.compress(raw, mode=brotli.MODE_TEXT) if encoding == "br" else gzip.compress(raw, mtime=0)


def accepted_encoding(accepted: str) -> str:
    """Return the best content encoding that a browser takes, or nothing."""
    names = {
        part.partition(";")[0].strip() for part in accepted.split(",") if not part.replace(" ", "").endswith("q=0")
    }
    return "br" if "br" in names else "gzip" if "gzip" in names else ""


def _put_headers(headers: Headers, path: str, url: str) -> None:
    for name, value in OF_OUR_OWN.items():
        headers[name] = value
    if path.endswith(TEXTS):
        headers["Vary"] = "Accept-Encoding"
