"""Pages on the wire: small for slow networks, and never so that their size tells what they hold."""

import gzip

import brotli
from flask import Response, request

from storyapp.web.common.static_files import accepted_encoding

SMALLEST = 1024
LEVEL = 4  # of 11 (brotli) and 9 (gzip): a page is made anew each time, so speed counts more than the last bytes


def compress_page(response: Response) -> Response:
    """Compress a page where the browser takes it.

    An address may carry words that the page repeats. Beside a secret their guesses would shorten the answer (BREACH),
    so a page with a query goes out whole; the token of forms, which stands on nearly all, is masked anew each time.
    """
    if response.mimetype != "text/html" or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    encoding = accepted_encoding(request.headers.get("Accept-Encoding", ""))
    if not encoding or request.query_string or "Content-Encoding" in response.headers:
        return response
    raw = response.get_data()
    if len(raw) >= SMALLEST:
        response.set_data(_compressed(raw, encoding))
        response.headers["Content-Encoding"] = encoding
    return response


def _compressed(raw: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(raw, mode=brotli.MODE_TEXT, quality=LEVEL)
    return gzip.compress(raw, compresslevel=LEVEL, mtime=0)
