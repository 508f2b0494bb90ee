"""Marking words: keys, mouse, touch; nested, right to left, emoji; offsets always count code points."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NESTED = "Dr. Amina Khalid joined the Bank of Orla Tower on Monday."
EMOJI = "The 👩‍🚀 crew of naïve Zoë 🇫🇷 met Bo."
ARABIC = "زارت أمينة خالد مدينة لشبونة يوم الاثنين"
MIXED = "קראו את Orla News בתל אביב"


def cut(text, span):
    return text[span["start"] : span["end"]], span["label"]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def select(page, text, start, end):
    """Selects characters with the mouse, from inside the first one to inside the last one."""
    spot = page.evaluate(
        """([from, to]) => {
          const node = document.querySelector('.spans-text').firstChild;
          const at = (i, side) => {
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const box = range.getBoundingClientRect();
            return [side ? box.right - 1 : box.left + 1, box.top + box.height / 2];
          };
          return [at(from, 0), at(to - 1, 1)];
        }""",
        [text.index(start), text.index(end) + len(end)],
    )
    page.mouse.move(*spot[0])
    page.mouse.down()
    page.mouse.move(*spot[1], steps=4)
    page.mouse.up()


def test_nested_spans_by_keyboard_alone(visit, spans, saved):
    attempt = spans(NESTED)
    page = visit(attempt)
    press(page, "ArrowRight", "ArrowRight", "Shift+ArrowRight", "1")
    press(page, *["ArrowRight"] * 3, "Shift+ArrowRight", "Shift+ArrowRight", "2")
    press(page, "ArrowLeft", "ArrowLeft", *["Shift+ArrowRight"] * 3, "3")
    answer = saved(page, attempt)[0]
    assert [cut(NESTED, span) for span in answer["spans"]] == [
        ("Amina Khalid", "person"),
        ("Bank of Orla Tower", "place"),
        ("Bank of Orla", "org"),
    ]
    bars = page.locator(".mark-bar").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().top)")
    assert len(bars) == 3
    assert bars[1] - bars[2] > 10  # the outer span lies in a lane of its own


def test_edges_move_by_character(visit, spans, saved):
    attempt = spans("Orla's harbour")
    page = visit(attempt)
    press(page, "ArrowRight", "2", "Alt+ArrowLeft", "Alt+ArrowLeft")
    assert [cut("Orla's harbour", one) for one in saved(page, attempt)[0]["spans"]] == [("Orla", "org")]
    press(page, "Alt+Shift+ArrowRight", "3", "Delete")
    assert saved(page, attempt) == [None]


def test_mouse_selection_snaps_and_trims(visit, spans, saved):
    attempt = spans(NESTED)
    page = visit(attempt)
    select(page, NESTED, " Amina", "Khalid ")
    expect(page.locator('[data-part="pending"]')).to_contain_text("Amina Khalid")
    page.get_by_role("button", name="Person").click()
    assert [cut(NESTED, one) for one in saved(page, attempt)[0]["spans"]] == [("Amina Khalid", "person")]
    assert page.evaluate("document.querySelector('.spans-text').childNodes.length") == 1


def test_emoji_and_combining_marks_count_as_code_points(visit, spans, saved):
    attempt = spans(EMOJI)
    page = visit(attempt)
    press(page, "ArrowRight", "ArrowRight", "1", "End", "2")
    assert [cut(EMOJI, one) for one in saved(page, attempt)[0]["spans"]] == [
        ("👩‍🚀", "person"),
        ("Bo", "org"),
    ]
    page.reload()
    expect(page.locator(".object-list q")).to_have_text(["👩‍🚀", "Bo"])


@pytest.mark.parametrize("text", [ARABIC, MIXED])
def test_in_right_to_left_text_the_left_arrow_goes_on(visit, spans, saved, text):
    attempt = spans(text)
    page = visit(attempt)
    press(page, "ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "1")
    words = text.split()
    assert [cut(text, one) for one in saved(page, attempt)[0]["spans"]] == [(f"{words[1]} {words[2]}", "person")]
    expect(page.locator(".spans-text")).to_have_css("direction", "rtl")


def test_mixed_scripts_by_mouse_keep_their_offsets(visit, spans, saved):
    attempt = spans(MIXED)
    page = visit(attempt)
    select(page, MIXED, "Orla", "News")
    page.keyboard.press("2")
    assert [cut(MIXED, one) for one in saved(page, attempt)[0]["spans"]] == [("Orla News", "org")]


def test_tapping_first_and_last_word_marks_them(visit, spans, saved):
    attempt = spans(NESTED)
    page = visit(attempt, width=390, height=844, has_touch=True, is_mobile=True)
    for word in ("Amina", "Khalid"):
        spot = page.evaluate(
            """at => {
                 const range = document.createRange();
                 const node = document.querySelector('.spans-text').firstChild;
                 range.setStart(node, at);
                 range.setEnd(node, at + 4);
                 const box = range.getBoundingClientRect();
                 return [box.x + box.width / 2, box.y + box.height / 2];
               }""",
            NESTED.index(word),
        )
        page.touchscreen.tap(*spot)
    page.get_by_role("button", name="Person").tap()
    expect(page.locator(".object-list q")).to_have_text(["Amina Khalid"])
    assert [cut(NESTED, one) for one in saved(page, attempt)[0]["spans"]] == [("Amina Khalid", "person")]


def test_the_list_edits_as_much_as_the_text(visit, spans, saved):
    attempt = spans("Orla's harbour")
    page = visit(attempt)
    press(page, "ArrowRight", "2")
    for _ in range(2):
        page.get_by_role("button", name="End one character earlier").press("Enter")
    page.get_by_label("Label", exact=True).select_option("place")
    assert [cut("Orla's harbour", one) for one in saved(page, attempt)[0]["spans"]] == [("Orla", "place")]
    page.get_by_role("button", name="Remove").click()
    assert saved(page, attempt) == [None]


def test_nothing_to_mark_is_a_deliberate_act(visit, spans, saved):
    attempt = spans(NESTED)
    page = visit(attempt)
    page.get_by_role("button", name="Nothing to mark here").click()
    assert saved(page, attempt) == [{"spans": []}]
    press(page, "ArrowRight", "1")
    assert len(saved(page, attempt)[0]["spans"]) == 1


def test_the_same_span_is_marked_once(visit, spans, saved):
    attempt = spans(NESTED)
    page = visit(attempt)
    press(page, "ArrowRight", "1", "Escape", "ArrowLeft", "1", "1")
    assert len(saved(page, attempt)[0]["spans"]) == 1


def test_places_convert_between_units_graphemes_and_words(visit, spans):
    page = visit(spans("x"))
    found = page.evaluate(
        """async () => {
          const { Places, lanes } = await import('/static/tasks/spans/offsets.js');
          const places = new Places('a👍🏽 é-mail ORD-1234, ok');
          return {
            points: [0, 1, 5, 6].map(unit => places.toPoint(unit)),
            units: [0, 1, 2, 3].map(point => places.toUnit(point)),
            step: places.step(1, 1), back: places.step(5, -1),
            words: places.words.map(({start, end}) => places.text.slice(start, end)),
            tidy: places.tidy(4, 8), empty: places.tidy(5, 6),
            lanes: lanes([{start: 0, end: 9}, {start: 0, end: 4}, {start: 2, end: 6}, {start: 20, end: 30}]),
          };
        }"""
    )
    assert found["points"] == [0, 1, 3, 4]
    assert found["units"] == [0, 1, 3, 5]
    assert (found["step"], found["back"]) == (5, 1)
    assert found["words"][1:] == ["é-mail", "ORD-1234", "ok"] or found["words"][2:] == [
        "é-mail",
        "ORD-1234",
        "ok",
    ]
    assert found["tidy"]["start"] == 1
    assert found["empty"] is None
    assert found["lanes"] == [2, 0, 1, 0]
