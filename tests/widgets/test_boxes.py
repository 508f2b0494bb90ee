"""Drawing boxes: mouse, touch, keys and numbers, at any zoom."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def spot(page, x, y):
    """Where a point of the picture is on the screen."""
    return page.evaluate(
        """([x, y]) => { const svg = document.querySelector('[data-part="overlay"]');
             const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()); return [at.x, at.y]; }""",
        [x, y],
    )


def drag(page, start, end, **options):
    page.mouse.move(*spot(page, *start))
    page.mouse.down(**options)
    page.mouse.move(*spot(page, *end), steps=5)
    page.mouse.up(**options)


def close(box, wanted, slack=1.1):
    return all(abs(a - b) <= slack for a, b in zip(box, wanted, strict=True))


def test_by_mouse_a_box_is_drawn_moved_and_trimmed(visit, boxes, saved, cars):
    attempt = boxes()
    page = visit(attempt)
    x, y, width, height = cars[0]
    drag(page, (x, y), (x + width, y + height))
    (one,) = saved(page, attempt)[0]["boxes"]
    assert close(one["box"], cars[0])
    assert (one["id"], one["label"], one["flags"]) == ("b1", "car", [])
    drag(page, (x + 50, y + 50), (x + 60, y + 45))
    assert close(saved(page, attempt)[0]["boxes"][0]["box"], [x + 10, y - 5, width, height])
    drag(page, (x + 10 + width, y - 5 + height), (x + 30 + width, y + 5 + height))
    assert close(saved(page, attempt)[0]["boxes"][0]["box"], [x + 10, y - 5, width + 20, height + 10])


def test_by_keyboard_alone_a_box_is_placed_to_the_pixel(visit, boxes, saved):
    attempt = boxes()
    page = visit(attempt)
    press = page.keyboard.press
    press("n")  # the cross appears in the middle: 400, 250
    for key in ["Shift+ArrowRight"] * 2 + ["ArrowDown"] * 3 + ["Enter"]:
        press(key)
    for key in ["Shift+ArrowRight"] * 8 + ["Shift+ArrowDown"] * 6 + ["Enter"]:
        press(key)
    for key in ("2", "t", "ArrowLeft", "Shift+ArrowUp", "Ctrl+ArrowLeft", "Alt+Shift+ArrowUp"):
        press(key.replace("Ctrl", "Control"))
    (one,) = saved(page, attempt)[0]["boxes"]
    assert one == {"id": "b1", "box": [419, 252, 79, 60], "label": "van", "flags": ["truncated"]}
    press("Escape")
    press("[")
    press("Delete")
    assert saved(page, attempt) == [None]


def test_by_touch_two_taps_make_a_box_with_a_loupe(visit, boxes, saved, cars):
    attempt = boxes()
    page = visit(attempt, width=390, height=844, has_touch=True, is_mobile=True)
    x, y, width, height = cars[2]
    page.get_by_role("button", name="New box: tap two corners").tap()
    page.touchscreen.tap(*spot(page, x, y))
    page.touchscreen.tap(*spot(page, x + width, y + height))
    expect(page.locator(".object-list li")).to_have_count(1)
    (one,) = saved(page, attempt)[0]["boxes"]
    assert close(one["box"], cars[2], 3)
    page.get_by_role("button", name="Left edge one pixel to the left").tap()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(page.get_by_label("Left", exact=True)).not_to_have_value(f"{one['box'][0]:g}")
    assert saved(page, attempt)[0]["boxes"][0]["box"][0] == pytest.approx(one["box"][0] - 1, abs=0.05)


def test_a_finger_on_the_picture_shows_the_loupe(visit, boxes):
    page = visit(boxes(), width=390, height=844, has_touch=True, is_mobile=True)
    client = page.context.new_cdp_session(page)
    (x, y), (to_x, to_y) = spot(page, 100, 200), spot(page, 300, 320)
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": to_x, "y": to_y}]})
    expect(page.locator('[data-part="loupe"]')).to_be_visible()
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator('[data-part="loupe"]')).to_be_hidden()
    expect(page.locator(".object-list li")).to_have_count(1)


def test_two_fingers_zoom_and_draw_nothing(visit, boxes, harness):
    attempt = boxes()
    page = visit(attempt, width=390, height=844, has_touch=True, is_mobile=True)
    client = page.context.new_cdp_session(page)
    (x, y) = spot(page, 400, 250)

    def touch(kind, gap):
        points = [{"x": x - gap, "y": y, "id": 1}, {"x": x + gap, "y": y, "id": 2}] if gap else []
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    before = page.locator('[data-part="percent"]').inner_text()
    for kind, gap in (("touchStart", 30), ("touchMove", 60), ("touchMove", 90), ("touchEnd", 0)):
        touch(kind, gap)
    expect(page.locator('[data-part="percent"]')).not_to_have_text(before)
    assert harness.answers(attempt) == [None]


def test_the_wheel_zooms_at_the_pointer_and_drawing_stays_true(visit, boxes, saved, cars):
    attempt = boxes()
    page = visit(attempt)
    x, y, width, height = cars[1]
    before = spot(page, x, y)
    page.mouse.move(*before)
    page.mouse.wheel(0, -600)
    expect(page.locator('[data-part="percent"]')).not_to_have_text("117 %")
    after = spot(page, x, y)
    assert close(before, after, 1.5)
    drag(page, (x, y), (x + width, y + height))
    assert close(saved(page, attempt)[0]["boxes"][0]["box"], cars[1], 0.6)
    page.keyboard.press("z")
    page.keyboard.press("0")
    expect(page.locator('[data-part="percent"]')).to_have_text("117 %")


def test_space_drag_pans_instead_of_drawing(visit, boxes, harness):
    attempt = boxes()
    page = visit(attempt)
    page.keyboard.press("+")
    page.keyboard.press("+")
    before = spot(page, 400, 250)
    page.keyboard.down("Space")
    drag(page, (400, 250), (380, 240))
    page.keyboard.up("Space")
    assert not close(before, spot(page, 400, 250), 5)
    assert harness.answers(attempt) == [None]


def test_numbers_are_kept_inside_the_picture(visit, boxes, saved):
    attempt = boxes()
    page = visit(attempt)
    page.get_by_role("button", name="Add by numbers").click()
    expect(page.get_by_label("Left", exact=True)).to_be_focused()
    for name, value in (("Left", "790.26"), ("Top", "-20"), ("Width", "500"), ("Height", "0")):
        page.get_by_label(name, exact=True).fill(value)
        page.get_by_label(name, exact=True).press("Tab")
    (one,) = saved(page, attempt)[0]["boxes"]
    x, y, width, height = one["box"]
    assert (x, y, height) == (790.3, 0, 1)
    assert x + width == pytest.approx(800)
    page.get_by_label("Occluded").check()
    page.get_by_label("Label", exact=True).select_option("bike")
    one = saved(page, attempt)[0]["boxes"][0]
    assert (one["label"], one["flags"]) == ("bike", ["occluded"])


def test_an_empty_number_changes_nothing(visit, boxes, saved):
    attempt = boxes()
    page = visit(attempt)
    page.get_by_role("button", name="Add by numbers").click()
    page.get_by_label("Left", exact=True).fill("")
    page.get_by_label("Left", exact=True).press("Tab")
    expect(page.get_by_label("Left", exact=True)).to_have_value("320")
    assert saved(page, attempt)[0]["boxes"][0]["box"] == [320, 200, 160, 100]


def test_hide_all_hides_the_boxes_not_the_list(visit, boxes):
    page = visit(boxes())
    page.get_by_role("button", name="Add by numbers").click()
    page.locator('[data-part="stage"]').focus()
    expect(page.locator(".boxes-overlay rect.line")).to_have_count(1)
    page.keyboard.press("h")
    expect(page.locator(".boxes-overlay rect.line")).to_have_count(0)
    expect(page.locator(".object-list li")).to_have_count(1)


def test_nothing_to_mark_is_a_deliberate_act(visit, boxes, saved):
    attempt = boxes()
    page = visit(attempt)
    page.keyboard.press("x")
    assert saved(page, attempt) == [{"boxes": []}]


def test_feedback_numbers_objects_and_zooms_to_one(visit, boxes):
    gold = {
        "objects": [
            {
                "tag": "right",
                "yours": {"box": [120, 280, 140, 100], "label": "car"},
                "gold": {"box": [120, 280, 140, 100], "label": "car"},
                "say": "Every edge fits.",
                "why": None,
                "rule": None,
            },
            {
                "tag": "missed",
                "yours": None,
                "gold": {"box": [420, 270, 80, 60], "label": "car"},
                "say": "Blue car in the middle.",
                "why": None,
                "rule": "R1",
            },
        ],
    }
    page = visit(boxes(mode="practice", gold=[gold]))
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Partly right")).to_be_focused()
    expect(page.locator(".object").first).to_contain_text("Blue car")
    expect(page.locator(".graded rect.gold.line")).to_have_count(2)
    page.get_by_role("button", name="Show object 1 large").click()
    shown = re.compile(r"^(2[5-9]|3\d|4[01])\d[. ]")
    expect(page.locator(".boxes-picture")).to_have_attribute("viewBox", shown)
    page.keyboard.press("h")
    expect(page.locator(".graded")).to_have_count(0)


def test_geometry_keeps_its_promises(visit, boxes):
    page = visit(boxes())
    found = page.evaluate(
        """async () => {
          const g = await import('/static/tasks/boxes/geometry.js');
          const size = {width: 800, height: 500};
          const stage = {width: 400, height: 300};
          const view = g.fit(stage, size);
          const zoomed = g.zoomAt(view, 3, 100, 120, stage, size);
          const [before, after] = [g.toPicture(view, 100, 120), g.toPicture(zoomed, 100, 120)];
          return {
            corners: g.fromCorners({x: 10.04, y: 20}, {x: -5, y: 700}, size),
            least: g.fromCorners({x: 800, y: 500}, {x: 800, y: 500}, size),
            edge: g.moveEdge([10, 10, 5, 5], 'left', 20, size),
            out: g.moveEdge([10, 10, 5, 5], 'left', -3, size),
            move: g.moveBox([10, 10, 5, 5], -50, 600, size),
            over: g.dragHandle([10, 10, 20, 20], 'se', {x: 2, y: 4}, size),
            handle: g.handleAt([10, 10, 100, 100], {x: 61, y: 9}, 4),
            under: g.under([[0, 0, 100, 100], [10, 10, 20, 20], [200, 200, 9, 9]], {x: 15, y: 15}),
            nan: g.toBox([NaN, 0, 1, 1], size),
            drift: Math.hypot(before.x - after.x, before.y - after.y),
          };
        }"""
    )
    assert found["corners"] == [0, 20, 10, 480]
    assert found["least"] == [799, 499, 1, 1]
    assert found["edge"] == [14, 10, 1, 5]
    assert found["out"] == [7, 10, 8, 5]
    assert found["move"] == [0, 495, 5, 5]
    assert found["over"] == [2, 4, 8, 6]
    assert found["handle"] == "n"
    assert found["under"] == [1, 0]
    assert found["nan"] is None
    assert found["drift"] < 0.01
