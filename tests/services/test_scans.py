"""A scan of a guardian's paper is made anew, sealed, opened for a reason, and gone with the stories it covers (B2)."""

import base64
import io
import zipfile
from datetime import date

import pypdf
import pytest
from PIL import Image
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.paper_scans import PaperScan, PaperScanKey
from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.scans import LARGEST_SCAN
from storyapp.services import erasing, papers, safekeeping, scans
from storyapp.services.papers import Paper
from tests.builders import a_programme, a_story, an_account

MARKER = b"MARKER-OF-A-FAMILY-NAME"
PAPER = Paper(number="17", signed_on=date(2026, 5, 18), agreed={Purpose.ANALYSIS: True})


def a_scan(form: str = "JPEG", *, pages: int = 1) -> bytes:
    """Return a scanned paper whose file speaks of a family."""
    sheets = [Image.new("RGB", (300, 400), shade) for shade in ("white", "grey", "black")[:pages]]
    more = {"comment": MARKER} if form == "JPEG" else {"title": MARKER.decode(), "author": MARKER.decode()}
    if form == "PDF":
        more |= {"save_all": True, "append_images": sheets[1:]}
    out = io.BytesIO()
    sheets[0].save(out, form, **more)
    return out.getvalue()


@pytest.fixture
def programme(app):
    return a_programme(guardian_age=16)


@pytest.fixture
def person(programme):
    return an_account(Role.FACILITATOR, programme=programme).id


@pytest.fixture
def stories(programme):
    return [a_story(programme, screened=False) for _ in range(2)]


def record(programme, stories, person, raw):
    papers.record_guardian_papers(programme, [s.public_id for s in stories], PAPER, account_id=person, scan=raw)


def acts(name: str) -> list[AuditEvent]:
    return list(db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == name)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "PDF"])
def test_a_scan_is_made_anew_and_lies_sealed(programme, stories, person, form):
    raw = a_scan(form)

    record(programme, stories, person, raw)

    row = db.session.scalars(db.select(PaperScan)).one()
    assert (row.paper, row.added_by_id) == ("17, 2026-05-18", person)
    assert b"\xff\xd8\xff" not in row.sealed[:200] and MARKER not in row.sealed
    picture = scans.open_scan(programme, row.public_id, account_id=person, reason="LEGAL_DUTY")
    assert picture.startswith(b"\xff\xd8\xff") and MARKER not in picture


def test_the_pages_of_a_pdf_stand_under_one_another(programme, stories, person):
    raw = a_scan("PDF", pages=3)
    assert MARKER.decode().encode("utf-16-be") in raw or MARKER in raw

    record(programme, stories, person, raw)

    line = scans.listed(programme)[0]
    picture = scans.open_scan(programme, line.public_id, account_id=person, reason="LEGAL_DUTY")
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.height == pytest.approx(4 * opened.width, abs=3)
        third = opened.height // 3
        middles = [opened.convert("L").getpixel((opened.width // 2, n * third + third // 2)) for n in range(3)]
        assert [shade // 100 for shade in middles] == [2, 1, 0]


def a_drawn_paper(content: bytes, *, filled_in: str = "") -> bytes:
    """Return a PDF without any picture, as a phone that signs papers writes it, with a script and an attachment."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    drawn = DecodedStreamObject()
    drawn.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(drawn)
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(f"app.alert('{MARKER.decode()}')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(k): v for k, v in script.items()})
    writer.add_attachment("family.txt", MARKER)
    writer.add_metadata({"/Author": MARKER.decode(), "/Title": MARKER.decode()})
    if filled_in:
        writer.add_annotation(0, FreeText(text=filled_in, rect=(50, 600, 300, 700), font_size="60pt"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def opened_in_grey(programme, person) -> Image.Image:
    line = scans.listed(programme)[0]
    picture = scans.open_scan(programme, line.public_id, account_id=person, reason="LEGAL_DUTY")
    assert MARKER not in picture
    return Image.open(io.BytesIO(picture)).convert("L")


def test_a_paper_that_was_drawn_and_not_photographed_is_kept_as_it_looks(programme, stories, person):
    raw = a_drawn_paper(b"12 w 100 100 m 495 742 l S")  # a stroke from corner to corner

    record(programme, stories, person, raw)

    seen = opened_in_grey(programme, person)
    assert seen.height > seen.width > 1000
    assert seen.getpixel((seen.width // 2, seen.height // 2)) < 50
    assert seen.getpixel((seen.width // 2, seen.height // 10)) > 200


def test_what_was_filled_in_on_a_paper_is_kept(programme, stories, person):
    record(programme, stories, person, a_drawn_paper(b"", filled_in="IVANOVA"))

    seen = opened_in_grey(programme, person)

    corner = seen.crop((0, 0, seen.width // 2, seen.height * 3 // 10))
    assert min(corner.tobytes()) < 50


def test_a_paper_with_a_password_is_refused_kindly(programme, stories, person):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_drawn_paper(b"")))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    with pytest.raises(RuleBroken, match=r"scan\.broken"):
        record(programme, stories, person, out.getvalue())


def test_a_backup_holds_a_scan_only_sealed(settings, programme, stories, person):
    record(programme, stories, person, a_scan("PDF", pages=3))
    line = scans.listed(programme)[0]
    picture = scans.open_scan(programme, line.public_id, account_id=person, reason="LEGAL_DUTY")
    settings.data_folder.mkdir(exist_ok=True)

    safekeeping.back_up(settings.data_folder / "night.zip")

    with zipfile.ZipFile(settings.data_folder / "night.zip") as packed:
        names, members = packed.namelist(), [packed.read(name) for name in packed.namelist()]
    assert "tables/paper_scans.sealed" in names
    seen = picture[len(picture) // 2 : len(picture) // 2 + 48]
    forms = (seen, seen.hex().encode(), base64.b64encode(seen)[:60])
    assert not [one for one in members for form in forms if form in one]


def test_one_paper_for_several_stories_is_kept_once(programme, stories, person):
    record(programme, stories, person, a_scan())

    assert [line.n_stories for line in scans.listed(programme)] == [2]
    assert db.session.query(PaperScan).count() == 1


def test_each_opening_is_written_down_with_its_reason(programme, stories, person):
    record(programme, stories, person, a_scan())
    public_id = scans.listed(programme)[0].public_id

    scans.open_scan(programme, public_id, account_id=person, reason="TELLER_ASKED")

    assert [(one.subject, one.reason) for one in acts("consent.scan-opened")] == [(f"scan:{public_id}", "TELLER_ASKED")]
    assert len(acts("consent.scan-kept")) == 1


def test_without_a_reason_nothing_is_opened(programme, stories, person):
    record(programme, stories, person, a_scan())

    with pytest.raises(RuleBroken, match=r"scan\.reason-missing"):
        scans.open_scan(programme, scans.listed(programme)[0].public_id, account_id=person, reason="")

    assert acts("consent.scan-opened") == []


def test_another_programme_opens_nothing(programme, stories, person):
    record(programme, stories, person, a_scan())
    other = a_programme()

    assert scans.listed(other) == []
    with pytest.raises(RuleBroken, match=r"scan\.gone"):
        scans.open_scan(other, scans.listed(programme)[0].public_id, account_id=person, reason="LEGAL_DUTY")


def test_a_scan_stays_while_one_of_its_stories_does_and_goes_with_the_last(programme, stories, person):
    record(programme, stories, person, a_scan())
    first, second = (story.id for story in stories)

    erasing.erase_story(first, actor="shell", reason="TELLER")
    line = scans.listed(programme)[0]
    assert scans.open_scan(programme, line.public_id, account_id=person, reason="LEGAL_DUTY")
    erasing.erase_story(second, actor="shell", reason="TELLER")

    assert (db.session.query(PaperScan).count(), db.session.query(PaperScanKey).count()) == (0, 0)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "scan.empty"), (b"MZ\x90 not a scan", "scan.unknown"), (b"\xff\xd8\xff torn", "scan.broken"),
        (b"%PDF-1.7 torn", "scan.broken"), (b"%PDF-" + b"0" * LARGEST_SCAN, "scan.too-large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "scan.unknown"),
    ],
    ids=["empty", "a program", "a torn picture", "a torn PDF", "too large", "a drawing"],
)  # fmt: skip
def test_what_is_no_scan_is_refused_and_the_paper_is_not_recorded(programme, stories, person, raw, code):
    with pytest.raises(RuleBroken, match=code):
        record(programme, stories, person, raw)

    assert acts("consent.guardian-recorded") == []


def test_a_paper_without_a_scan_is_recorded_as_before(programme, stories, person):
    papers.record_guardian_papers(programme, [stories[0].public_id], PAPER, account_id=person)

    assert scans.listed(programme) == []
