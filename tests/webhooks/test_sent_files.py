"""Photos and papers with "something looks wrong": kept, refused kindly, and never too many."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from bot import media
from storage import tickets, uploads
from storage.audit_rows import rows_table
from tests.webhooks.pictures import HEIC, PDF, PLACE, photo
from tests.webhooks.web import Browser, KeptSite, Site, holds, reasons, rows, text
from webhooks import sent_files


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    return KeptSite(tmp_path_factory.mktemp("files"))


@pytest.fixture
def site(kept: KeptSite) -> Site:
    return kept.again()


def files(*contents: bytes, name: str = "IMG_0001.jpg") -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(content), name) for content in contents]


def send(browser: Browser, path: str, form: dict[str, Any]) -> Any:
    """A form of any size: the test client would keep a large one in a file that it never closes."""
    browser.get(path)
    fields = [(name, value) for name, value in form.items() if isinstance(value, str)]
    parts = [("file", FileStorage(stream, filename=name)) for stream, name in form["file"]]
    boundary, body = encode_multipart(MultiDict([("csrf_token", browser.guard), *fields, *parts]))
    return browser.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def of_maria(site: Site) -> list[uploads.Upload]:
    with site.town.app.db.read() as tx:
        return uploads.of_patient(tx, site.town.maria)


def test_papers_come_with_what_was_said(site: Site) -> None:
    path = site.town.link()
    form = {"what": "amount", "more": "see page 2", "file": files(photo(), PDF)}
    done = site.proved(path).post(f"{path}/wrong", form)
    assert "A person here will look into it" in text(done)
    assert holds(site) == {"dispute"} and reasons(site) == ["dispute"]
    assert [(one.what, one.media_type) for one in of_maria(site)] == [
        ("proof", "application/pdf"), ("proof", "image/jpeg")
    ]  # fmt: skip
    with site.town.app.db.read() as tx:
        [ticket] = tickets.open_tickets(tx, site.town.practice_id)
        trail = [dict(row.data) for row in tx.execute(select(rows_table)) if row.action == "upload_kept"]
    assert ticket.note == "page: amount (2 files). see page 2"
    assert [{*one} for one in trail] == [{"upload", "sha256", "what"}] * 2


def test_a_form_without_files_is_as_before(site: Site) -> None:
    path = site.town.link()
    empty = {"what": "paid", "file": [(io.BytesIO(b""), "")]}
    assert "A person here" in text(site.proved(path).post(f"{path}/wrong", empty))
    assert of_maria(site) == [] and reasons(site) == ["already_paid"]


BAD = [
    (files(HEIC), "HEIC"),
    (files(b"GIF89a"), "photo (JPEG or PNG) or a PDF"),
    (files(b"<script>alert(1)</script>", name="bill.pdf"), "photo (JPEG or PNG) or a PDF"),
    (files(b"", name="empty.jpg"), "This file is empty"),
    (files(photo()[:300]), "did not come through whole"),
    (files(photo(), HEIC), "HEIC"),
    (files(PDF, PDF, PDF, PDF), "up to 3 files at a time"),
    (files(PDF + b"0" * media.LARGEST), "up to 10 MB"),
]


@pytest.mark.parametrize(("sent", "says"), BAD, ids=[says for _, says in BAD])
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(site: Site, sent: Any, says: str) -> None:
    path = site.town.link()
    browser = site.proved(path)
    before = rows(site)
    fresh = [(io.BytesIO(content.getvalue()), name) for content, name in sent]
    wrong = send(browser, f"{path}/wrong", {"what": "amount", "more": "see page 2", "file": fresh})
    assert wrong.status_code == 422 and says in text(wrong)
    assert "see page 2" in wrong.text and 'value="amount" id="what-amount" checked' in wrong.text
    assert 'href="#file"' in wrong.text and 'aria-invalid="true"' in wrong.text
    assert rows(site) == before, "nothing was done"


def test_files_have_to_be_chosen_again_and_the_page_says_so(site: Site) -> None:
    path = site.town.link()
    wrong = site.proved(path).post(f"{path}/wrong", {"more": "see page 2", "file": files(PDF)})
    assert wrong.status_code == 422 and "choose your files once more" in text(wrong)


def test_spanish_says_it_in_spanish(site: Site) -> None:
    path = site.town.link(lang="es")
    wrong = site.proved(path).post(f"{path}/wrong", {"what": "amount", "file": files(HEIC)})
    assert "captura de pantalla" in text(wrong)


def test_a_form_that_is_far_too_large_says_what_to_do(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    whole = files(b"%PDF-" + b"0" * sent_files.ROOM)
    wrong = send(browser, f"{path}/wrong", {"what": "amount", "file": whole})
    assert wrong.status_code == 413 and "Nothing was sent" in text(wrong) and "Go back" in text(wrong)


def test_other_forms_stay_small(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    assert browser.post(f"{path}/person", {"more": "x" * 300_000}).status_code == 413
    assert browser.post("/chat/willow-creek", {"text": "x" * 300_000}).status_code == 413


def test_the_day_has_an_end_and_what_was_typed_stays(site: Site) -> None:
    path = site.town.link()
    browser = site.proved(path)
    for _ in range(4):
        browser.post(f"{path}/wrong", {"what": "amount", "file": files(PDF, PDF, PDF)})
    full = browser.post(f"{path}/wrong", {"what": "amount", "more": "see page 2", "file": files(PDF)})
    assert full.status_code == 422 and "many files today" in text(full) and "see page 2" in full.text
    assert "A person here" in text(browser.post(f"{path}/wrong", {"what": "amount"})), "without files it goes"


def test_what_is_sent_touches_no_disk_in_the_clear(site: Site) -> None:
    path = site.town.link()
    large = PDF + PLACE.encode() * 60_000
    assert len(large) > 500_000, "more than Werkzeug keeps in memory by itself"
    send(site.proved(path), f"{path}/wrong", {"what": "amount", "file": files(large)})
    home = site.town.app.settings.home
    assert of_maria(site) and all(PLACE.encode() not in one.read_bytes() for one in home.glob("sheepdog.db*"))
    with site.flask.test_request_context():
        stream = sent_files.RoomyRequest({"REQUEST_METHOD": "POST"})._get_file_stream(None, "image/jpeg", "x", None)
    assert type(stream) is io.BytesIO


def test_who_says_that_insurance_should_pay_is_shown_where_to_send_the_card(site: Site) -> None:
    path = site.town.link()
    done = site.proved(path).post(f"{path}/wrong", {"what": "insurance"})
    assert f'href="{path}/insurance"' in done.text
