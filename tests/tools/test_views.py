"""/tools/agreement over HTTP: works, asks strangers to sign in, hides what is not yours, refuses in words."""

import csv
import io

import pytest

from portal.tools.models import AgreementReport
from tests.tools.conftest import FIXTURES, WIDE

PAGES = [
    "/tools/agreement/1",
    "/tools/agreement/1/status",
    "/tools/agreement/1/report.json",
    "/tools/agreement/1/report.csv",
]


@pytest.fixture
def report_of(make_report, now):
    """report_of(client) -> address of a report of that person."""
    return lambda client, **more: f"/tools/agreement/{make_report(client.user_id, **more)}"


def test_files_of_several_people_become_a_report(member, upload):
    files = {path.name: path.read_bytes() for path in (FIXTURES / "anna.jsonl", FIXTURES / "ben.jsonl")}
    answer = upload(member, files)
    assert answer.status_code == 303
    page = member.get(answer.location)
    assert page.status_code == 200
    assert "3 items were labelled by both people" in page.text
    assert "Only 3 items are shared" in page.text
    assert "PERSON 0–14" in page.text


def test_one_file_with_several_annotators_is_enough(member, upload):
    answer = upload(member, {"three-raters.csv": (FIXTURES / "three-raters.csv").read_bytes()})
    page = member.get(answer.location).text
    assert "12 items were labelled by at least two of 3 people" in page
    assert "Cohen’s kappa" in page
    assert "<svg" not in page  # Twelve items are too few for a line.


def test_what_was_asked_for_is_what_is_compared(member, upload):
    rows = b"item,anna,ben\ni1,Low,mid\ni2,high,high\n"
    answer = upload(member, {"w.csv": rows}, order="low, mid, high", fold_case="y")
    assert "Krippendorff’s alpha, ordinal" in member.get(answer.location).text


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Choose at least one file."),
        ({"a.csv": b""}, "a.csv: is empty"),
        ({"a.py": b"print(1)\n"}, "a.py: is not in a format we know"),
        ({"a.csv": b"item,label\ni1,caf\xe9\n"}, "a.csv: line 2: is neither UTF-8 nor UTF-16"),
        ({"a.csv": b"item,label\ni1,a\n", "b.csv": b"item,label\nx1,a\n"}, "no item was labelled by two annotators"),
        ({"a.csv": b"item,annotator,score\ni1,a,1\ni1,b,10\ni2,a,5\ni2,b,90\n"}, "the scales do not match"),
        ({f"{i}.csv": WIDE for i in range(21)}, "At most 20 files at once"),
        ({"<b>.csv": b"x"}, "&lt;b&gt;.csv"),
    ],
)
def test_a_refusal_stands_at_the_field_and_keeps_what_was_typed(member, upload, files, words):
    answer = upload(member, files, order="low,high", iou="0.7")
    assert answer.status_code == 422
    place = answer.text.split('id="files-error"')[1].split("</div>")[0]
    assert words in place
    assert 'value="low,high"' in answer.text
    assert 'value="0.7"' in answer.text
    assert "<b>" not in answer.text.replace("gold<b>path</b>", "")


@pytest.mark.parametrize("iou", ["0", "1.5", "wide", "nan", ""])
def test_an_overlap_that_is_none_is_refused_at_its_field(member, upload, iou):
    answer = upload(member, {"w.csv": WIDE}, iou=iou or " ")
    assert (answer.status_code, 'id="iou-error"' in answer.text) in [(422, True), (303, False)]
    assert answer.status_code == (303 if not iou else 422)


def test_more_than_the_site_takes_names_the_command_line(member, stranger, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1024 * 1024)
    part = b'--x\r\nContent-Disposition: form-data; name="files"; filename="w.csv"\r\n\r\n' + b"x" * 1100 * 1024
    answer = member.post("/tools/agreement", data=part, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "more than the 1 MB this page takes" in answer.text
    assert "./goldpath agree" in answer.text
    answer = stranger.post("/tools/agreement", data=part, content_type="multipart/form-data; boundary=x")
    assert "/signin" in answer.location


def test_too_many_uploads_in_an_hour_are_slowed_down(member, upload, monkeypatch):
    from portal.tools import views

    monkeypatch.setattr(views, "MOST_AN_HOUR", 2)
    for _ in range(2):
        assert upload(member, {"w.csv": WIDE}).status_code == 303
    answer = upload(member, {"w.csv": WIDE}, order="low,high")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 3600
    assert 'value="low,high"' in answer.text


def test_a_form_without_its_token_makes_no_report(member, stored):
    answer = member.post(
        "/tools/agreement", data={"files": (io.BytesIO(WIDE), "w.csv")}, content_type="multipart/form-data"
    )
    assert answer.status_code == 400
    assert stored(AgreementReport) == []


def test_strangers_and_guests_are_asked_to_sign_in(stranger, client_of, make_user):
    for client in (stranger, client_of(make_user(guest=True))):
        for path in ["/tools/agreement", "/tools/agreement/removed", *PAGES]:
            assert "/signin" in client.get(path).location
        for action in ("keep", "remove", "restore"):
            assert "/signin" in client.submit(f"/tools/agreement/1/{action}").location


def test_somebody_elses_report_does_not_exist(member, other, report_of):
    address = report_of(member)
    for path in ("", "/status", "/report.json", "/report.csv"):
        assert member.get(address + path).status_code == 200
        assert other.get(address + path).status_code == 404
    for action in ("keep", "remove", "restore"):
        assert other.submit(f"{address}/{action}", {"title": "Mine", "version": "1"}).status_code == 404
    assert member.get(address).status_code == 200
    assert address not in other.get("/tools/agreement").text


def test_a_report_is_kept_with_a_title_and_a_note(member, report_of):
    address = report_of(member)
    assert "It is deleted on" in member.get(address).text
    typed = {"title": "Pilot <1>", "note": "Rule 3 was vague.", "version": "1"}
    answer = member.submit(f"{address}/keep", typed)
    assert answer.location == f"{address}#main"
    page = member.get(address).text
    assert "It is deleted on" not in page
    assert "Pilot &lt;1&gt;" in page
    assert "Rule 3 was vague." in page
    assert "Pilot &lt;1&gt;" in member.get("/tools/agreement").text


@pytest.mark.parametrize("title", ["", " ", "x" * 121])
def test_a_bad_title_is_refused_at_its_field_and_the_note_stays(member, report_of, title):
    answer = member.submit(f"{report_of(member)}/keep", {"title": title, "note": "My note", "version": "1"})
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert "My note" in answer.text


def test_a_stale_title_changes_nothing_and_shows_both(member, report_of):
    address = report_of(member)
    member.submit(f"{address}/keep", {"title": "First", "note": "", "version": "1"})
    answer = member.submit(f"{address}/keep", {"title": "Second", "note": "", "version": "1"})
    assert answer.status_code == 409
    assert "Saved is: First" in answer.text
    assert 'value="Second"' in answer.text
    answer = member.submit(f"{address}/keep", {"title": "Second", "note": "", "version": "2"})
    assert answer.status_code == 303


def test_removing_can_be_undone(member, report_of):
    address = report_of(member)
    answer = member.submit(f"{address}/remove")
    assert "Undo" in member.get(answer.location).text
    assert member.get(address).status_code == 404
    assert "anna, ben" in member.get("/tools/agreement/removed").text
    member.submit(f"{address}/restore")
    assert member.get(address).status_code == 200
    assert member.submit(f"{address}/restore").status_code == 303


def test_the_report_is_handed_out_as_json_and_as_csv(member, report_of):
    address = report_of(member, data=b"item,=cmd,ben\nm1,a,a\nm2,=b,c\n")
    answer = member.get(f"{address}/report.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="agreement.json"'
    assert answer.json["shared"] == 2
    assert answer.json["reading"][0].startswith("2 items were labelled by both people")
    answer = member.get(f"{address}/report.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="agreement.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert "'=cmd" in {row["first"] for row in rows}
    assert not any(value.startswith("=") for row in rows for value in row.values())


def test_the_page_of_a_waiting_report_tells_how_far_it_is(member, report_of, large, app):
    from portal import jobs

    address = report_of(member, data=large)
    page = member.get(address)
    assert page.status_code == 200
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.text
    assert member.get(f"{address}/status").json == {"state": "waiting", "progress": 0}
    assert member.get(f"{address}/report.csv").status_code == 404
    jobs.run_due(app)
    assert member.get(f"{address}/status").json == {"state": "done", "progress": 100}
    assert "40000 items" in member.get(address).text


def test_a_report_that_could_not_be_made_says_why(member, report_of, app):
    from portal import jobs

    address = report_of(member, data=b"item,label\n" + b"i,a,b\n" * 200_000, name="big.csv")
    jobs.run_due(app)
    page = member.get(address).text
    assert "big.csv: line 2" in page
    assert "has 3 cells where the first row has 2" in page
    assert "could not be made" in member.get("/tools/agreement").text


def test_the_list_asks_as_little_for_many_reports_as_for_few(member, make_report, queries_of):
    def asked():
        with queries_of() as seen:
            assert member.get("/tools/agreement").status_code == 200
        return len(seen)

    make_report(member.user_id)
    few = asked()
    for _ in range(8):
        make_report(member.user_id)
    assert asked() == few


SETS = b"""[{"id": 1, "text": "x", "label": ["a", "b"]}, {"id": 2, "text": "y", "label": ["a"]}]"""
TURN = b"SPEAKER rec 1 0.5 2.0 <NA> <NA> ann <NA> <NA>\n"
SCALE = b"item,a,b\n" + b"".join(b"i%d,%d,%d\n" % (i, i % 5, i % 4) for i in range(60))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a.json": SETS, "b.json": SETS}, ["MASI distance", "a, b"]),
        ({"a.rttm": TURN, "b.rttm": TURN}, ["mean pairwise F1", "Nothing to decide"]),
        ({"s.csv": SCALE}, ["mean absolute difference", "ICC(2,1)", "<svg", "The same as a table"]),
    ],
)
def test_every_kind_of_report_has_a_page(member, upload, files, words):
    page = member.get(upload(member, files).location).text
    assert [word for word in words if word not in page] == []
