"""The agreement report in a real browser: real files of two formats, bad files, a large one, phones, axe, no script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from portal import jobs
from tests.tools.conftest import FIXTURES, WIDE

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
ONE = b"item,label\nm1,spam\nm2,ham\n"
SCALES = b"item,annotator,score\nm1,a,1\nm1,b,20\nm2,a,5\nm2,b,90\n"
BAD = {
    "a.py: is not in a format we know": {"a.py": b"print('labels')\n"},
    "a.csv: is empty": {"a.csv": b""},
    "b.csv: line 3: is neither UTF-8 nor UTF-16": {"a.csv": ONE, "b.csv": b"item,label\nm1,caf\xc3\xa9\nm2,caf\xe9\n"},
    "no item was labelled by two annotators": {"a.csv": ONE, "b.csv": b"item,label\n1,spam\n"},
    "the scales do not match: a rates from 1 to 5, b from 20 to 90": {"w.csv": SCALES},
}


def violations(page) -> list:
    """What axe finds against WCAG 2.2 AA and good practice."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]


def fits(page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def send(page, files: dict[str, bytes]) -> None:
    """Chooses the files and presses the button."""
    chosen = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files.items()]
    page.get_by_label("Label files").set_input_files(chosen)
    page.get_by_role("button", name="Compare").click()


def fixtures(*names: str) -> dict[str, bytes]:
    return {name: (FIXTURES / name).read_bytes() for name in names}


def test_a_table_of_three_people_becomes_a_report_that_is_kept_by_keyboard(browse, make_user):
    page = browse(make_user())
    page.goto("/tools/agreement")
    send(page, fixtures("three-raters.csv"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("12 items were labelled by at least two of 3 people")
    matrix = page.get_by_role("table", name="Cohen’s kappa")
    expect(matrix.get_by_role("row").nth(1)).to_contain_text("0.76")
    term = page.get_by_role("button", name="Gwet’s AC1")
    term.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Allows for chance in another way")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_label("Title").fill("Pilot of November")
    page.get_by_label("Note").fill("Rule 3 has to say when a refund is an account question.")
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_text("Kept. It stays until you remove it.")).to_be_in_viewport()
    expect(page.get_by_text("Rule 3 has to say").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert "Krippendorff" not in download.value.path().read_text()
    assert "alpha_nominal" in download.value.path().read_text()
    page.get_by_role("link", name="Agreement of label files").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Pilot of November")).to_be_visible()


def test_marks_in_two_files_of_another_format_are_compared(browse, make_user):
    page = browse(make_user())
    page.goto("/tools/agreement")
    send(page, fixtures("anna.jsonl", "ben.jsonl"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 items were labelled by both people")
    row = page.get_by_role("region", name="Decide these first").get_by_role("row").nth(1)
    expect(row).to_contain_text("COMPANY 0–11")
    expect(row).to_contain_text("PLACE 0–6")


def test_bad_files_are_refused_at_the_field_by_file_and_place(browse, make_user):
    page = browse(make_user())
    page.goto("/tools/agreement")
    for words, files in BAD.items():
        page.get_by_text("Say more about the files").click()
        page.get_by_label("Steps of a scale of words").fill("")
        page.get_by_label("Which question").fill("")
        page.get_by_label("Overlap from which two marks are one").fill("0.6")
        send(page, files)
        expect(page.locator("#files-error")).to_contain_text(words)
        expect(page.get_by_label("Label files")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("Overlap from which two marks are one")).to_have_value("0.6")
    send(page, {"w.csv": WIDE})
    expect(page.get_by_role("heading", name="The numbers")).to_be_visible()


def test_a_large_file_shows_its_progress_and_opens_by_itself(browse, make_user, app, large):
    page = browse(make_user())
    page.goto("/tools/agreement")
    send(page, {"large.csv": large})
    expect(page.get_by_role("heading", name="Your report is being made")).to_be_visible()
    expect(page.get_by_label("Progress")).to_have_attribute("value", "0")
    jobs.run_due(app)
    expect(page.get_by_role("heading", level=1)).to_contain_text("40000 items were labelled by both people")


def test_files_beyond_the_limit_are_stopped_before_they_are_sent(browse, make_user, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1024 * 1024)
    page = browse(make_user())
    page.goto("/tools/agreement")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    send(page, {"big.csv": ONE * 50_000})
    expect(page.locator("#files-error")).to_contain_text("1.2 MB together; this page takes at most 1 MB")
    expect(page.locator("#files-error")).to_contain_text("./goldpath agree")
    assert "POST" not in sent
    send(page, {"w.csv": WIDE})
    expect(page.get_by_role("heading", name="The numbers")).to_be_visible()


def test_it_works_without_script(browse, make_user, app, large, monkeypatch):
    page = browse(make_user(), java_script_enabled=False)
    page.goto("/tools/agreement")
    send(page, {"large.csv": large})
    expect(page.get_by_role("heading", name="Your report is being made")).to_be_visible()
    jobs.run_due(app)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("40000 items")
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("rowheader", name="1–4000", exact=True)).to_be_visible()
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1024 * 1024)
    page.goto("/tools/agreement")
    send(page, {"large.csv": large})
    expect(page.locator("#files-error")).to_contain_text("more than the 1 MB this page takes")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_clean_for_axe_and_fits_a_phone(browse, make_user, make_report, app, large, scheme):
    user_id = make_user()
    waiting = make_report(user_id, large)
    scale = b"item,a,b,c\n" + b"".join(b"i%d,%d,%d,%d\n" % (i, i % 5, i % 4, i * i % 5) for i in range(60))
    made = make_report(user_id, scale)
    empty = make_report(user_id, b"item,a,b\ni1,x,x\n")
    page = browse(user_id, color_scheme=scheme, **PHONE)
    addresses = [
        "/tools/agreement",
        f"/tools/agreement/{made}",
        f"/tools/agreement/{empty}",
        "/tools/agreement/removed",
    ]
    for address in [*addresses, f"/tools/agreement/{waiting}"]:
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
        assert fits(page), address
        assert violations(page) == [], address
    page.goto("/tools/agreement")
    send(page, {"a.csv": b""})
    expect(page.locator("#files-error")).to_contain_text("is empty")
    assert violations(page) == []
    assert fits(page)
