"""Sets a page of HTML as PDF with WeasyPrint; only `write_pdf` imports it, and only when a PDF is wanted."""

import logging
from collections.abc import Mapping
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

# It remarks on every rule of a style that is meant for browsers.
logging.getLogger("weasyprint").setLevel(logging.ERROR)


class OnlyOurFonts(URLFetcher):
    """Hands out the bundled fonts and refuses everything else, near and far."""

    def __init__(self, fonts: Mapping[str, Path]) -> None:
        super().__init__(allow_redirects=False)
        self.fonts = fonts

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return a bundled font by its address."""
        if url not in self.fonts:
            raise ValueError("a report fetches nothing")
        return URLFetcherResponse(url, self.fonts[url].read_bytes())


def set_pages(page: str, *, identifier: bytes, fonts: Mapping[str, Path]) -> bytes:
    """Set a page of HTML as tagged PDF."""
    html = HTML(string=page, url_fetcher=OnlyOurFonts(fonts))
    return html.write_pdf(pdf_identifier=identifier, pdf_variant="pdf/ua-1", pdf_tags=True)
