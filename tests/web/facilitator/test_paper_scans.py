"""Through the pages: a scan comes with the paper, is listed without being shown, and is opened for a reason (B2)."""

import io

import pytest

from storyapp.rules.people import Role
from tests.builders import a_programme, a_story, an_account, sign_in
from tests.services.test_scans import MARKER, a_scan


@pytest.fixture
def programme(app):
    return a_programme(guardian_age=16)


@pytest.fixture
def facilitator(client, programme):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    return client


def record(client, programme, raw, *, status=200):
    """Record a paper with a scan through its page."""
    story = a_story(programme, screened=False)
    client.get(f"/p/{programme.slug}/consent")
    values = {
        "stories": [story.public_id], "number": "17", "signed_on": "2026-05-19", "purposes": ["ANALYSIS"],
        "scan": (io.BytesIO(raw), "family.jpg"),
    }  # fmt: skip
    client.submit(values, status=status, content_type="multipart/form-data")


def test_a_scan_is_listed_and_opened_for_a_reason(facilitator, programme):
    record(facilitator, programme, a_scan())
    facilitator.get(facilitator.link("Scans of papers"))
    assert "17, 2026-05-19" in facilitator.text() and facilitator.page.find("img") is None

    facilitator.submit({"reason": "LEGAL_DUTY"}, form="scan-1")

    answer = facilitator.response
    assert answer.mimetype == "image/jpeg" and MARKER not in answer.data
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_a_reason_the_page_asks_for_one(facilitator, programme):
    record(facilitator, programme, a_scan())
    facilitator.get(f"/p/{programme.slug}/consent/scans")

    facilitator.submit({}, form="scan-1")

    assert "Please say why you open the scan." in facilitator.text()


def test_what_is_no_scan_is_said_and_the_rest_of_the_paper_stays(facilitator, programme):
    record(facilitator, programme, b"not a scan", status=422)

    assert "A scan is a JPEG, a PNG or a PDF." in facilitator.text()
    assert facilitator.page.find("input", attrs={"name": "number"})["value"] == "17"


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD, Role.COLLECTOR])
def test_who_records_no_consent_opens_no_scan(client, programme, role):
    sign_in(client, an_account(role, programme=programme))

    client.get(f"/p/{programme.slug}/consent/scans", status=403)
