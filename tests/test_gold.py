"""Nothing of gold leaves the server before it may: searched for in everything an open set makes it answer."""

import json
import re

import pytest

from portal.practice.words import WORDS
from tests.gold import INPUT_KEYS, ITEM_KEYS, KEYS, Gold, chunks, labels, reasons, whole
from tests.sets import gold_of, wrong_for
from tests.test_access import TABLE

SETS = [
    (exercise, mode)
    for exercise in ("ex-008", "ex-010", "ex-020", "ex-021", "ex-100", "ex-101")
    for mode in ("practice", "test")
]
BAD = [
    None,
    {},
    {"label": "nonsense"},
    {"spans": [{"start": 0, "end": 9999, "label": "x"}]},
    {"boxes": [{"id": "a"}]},
    7,
]
# Words of a call's own, not of an item: pass marks, rules of a guideline, the tag of an answer.
EXPLAINED = {"reason", "any", "full", "rules", "lesson", "verdict", "credit", "objects", "yours"}


@pytest.fixture
def open_set(member, make_attempt, items_of):
    """open_set(exercise, mode) -> (id, items by slot) of a set begun and not answered."""

    def begin(exercise: str, mode: str):
        attempt = make_attempt(member.user_id, exercise, mode, answers=None, close=False)
        return attempt, items_of(attempt)

    return begin


def pages(attempt: int, exercise: str, slots: list[str]) -> list[str]:
    """Every page that shows an open set, or anything of its exercise."""
    return [
        f"/practice/attempts/{attempt}",
        f"/practice/attempts/{attempt}?item={slots[-1]}",
        f"/practice/attempts/{attempt}?item=nonsense",
        f"/practice/{exercise}",
        f"/try/{exercise}",
        "/practice",
        "/practice?q=the",
        "/practice/history",
        "/",
        "/skills",
        "/portfolio",
        "/settings/export",
        f"/api/v1/attempts/{attempt}",
        "/api/v1/exercises",
        f"/api/v1/exercises/{exercise}",
        "/api/v1/me/export",
        "/api/v1/openapi.json",
    ]


@pytest.mark.parametrize(("exercise", "mode"), SETS)
def test_an_open_set_tells_nothing(open_set, member, other, stranger, exercise, mode):
    attempt, items = open_set(exercise, mode)
    gold = Gold(items.values())
    for path in pages(attempt, exercise, list(items)):
        for client in (member, other, stranger) if exercise in path or str(attempt) in path else (member,):
            assert gold.leaks(whole(client.get(path)), allowed_keys=_words_of(path)) == [], path


def _words_of(path: str) -> set[str]:
    """Keys that mean something else there."""
    if path == "/api/v1/openapi.json":
        return EXPLAINED | {"gold", "why"}
    if path.endswith("export"):
        # What one did oneself: which sets held items seen before.
        return {"why", "lesson", "seen_before", "rules"}
    return {"rules"} if "/exercises/" in path else set()


@pytest.mark.parametrize(("exercise", "mode"), SETS)
def test_no_call_of_the_api_tells_anything(open_set, member, other, stranger, exercise, mode):
    attempt, items = open_set(exercise, mode)
    gold = Gold(items.values())
    base = f"/api/v1/attempts/{attempt}"
    sent = {"exercise": exercise, "mode": mode}
    answers = [member.call("POST", "/api/v1/attempts", sent)]
    answers += [member.call("POST", "/api/v1/attempts", {**sent, "mode": one}) for one in ("practice", "test", "exam")]
    for slot in list(items)[:4]:
        put = f"{base}/answers/{slot}"
        answers.append(member.call("POST", f"{put}/check"))
        for client in (member, other, stranger):
            answers += [client.call("PUT", put, {"answer": raw}, If_Match="7") for raw in BAD]
            answers.append(client.call("POST", f"{put}/check") if client is not member else client.get(put))
        answers.append(member.submit(f"/practice/attempts/{attempt}/challenge/{slot}", {"reason": "x", "rule": ""}))
        answers.append(member.submit(f"/practice/attempts/{attempt}/answers/{slot}", {"label": "nonsense"}))
    answers.append(member.submit(f"/practice/attempts/{attempt}/more"))
    for answer in answers:
        assert gold.leaks(whole(answer)) == [], answer.request.path
    assert member.get(base).json["state"] == "open"


@pytest.mark.parametrize(("exercise", "mode"), SETS)
def test_an_item_says_what_it_may_and_no_more(open_set, member, exercise, mode):
    attempt, items = open_set(exercise, mode)
    page = member.get(f"/practice/attempts/{attempt}").text
    island = json.loads(re.search(r'id="workbench-data">(.*?)</script>', page, re.DOTALL)[1])
    for data in (member.get(f"/api/v1/attempts/{attempt}").json, island):
        assert [set(one) for one in data["items"]] == [ITEM_KEYS] * len(items)
        assert {key for one in data["items"] for key in one["input"]} <= INPUT_KEYS
        assert set(data["task"]) == {"kind", "labels", "answer"}
    assert set(island) - {"words"} == set(member.get(f"/api/v1/attempts/{attempt}").json)
    assert island["words"] == {name: str(text) for name, text in WORDS.items()}


@pytest.mark.parametrize("mode", ["practice", "test"])
@pytest.mark.parametrize("exercise", ["ex-010", "ex-100", "ex-020"])
def test_wrong_answers_saved_bring_no_right_ones(open_set, member, exercise, mode):
    attempt, items = open_set(exercise, mode)
    gold = Gold(items.values())
    for slot, item in list(items.items())[:6]:
        put = f"/api/v1/attempts/{attempt}/answers/{slot}"
        for raw, tag in ((wrong_for(item), "0"), (wrong_for(item), "0"), (None, "9")):
            assert gold.leaks(whole(member.call("PUT", put, {"answer": raw}, If_Match=tag))) == []
    for path in pages(attempt, exercise, list(items)):
        assert gold.leaks(whole(member.get(path)), allowed_keys=_words_of(path)) == [], path


@pytest.mark.parametrize("exercise", ["ex-008", "ex-010", "ex-020", "ex-021", "ex-100", "ex-101"])
def test_in_practice_only_what_is_locked_shows_its_reasons(open_set, member, exercise):
    attempt, items = open_set(exercise, "practice")
    slots = list(items)
    for place, slot in enumerate(slots[:3]):
        put = f"/api/v1/attempts/{attempt}/answers/{slot}"
        member.call("PUT", put, {"answer": wrong_for(items[slot])}, If_Match="0")
        checked = member.call("POST", f"{put}/check")
        assert items[slot].why in checked.json["why"]
        left = Gold([items[one] for one in slots[place + 1 :]], told=[items[slot]])
        assert left.leaks(whole(checked), allowed_keys=KEYS) == []
    told = Gold([items[one] for one in slots[:3]])
    left = Gold([items[one] for one in slots[3:]], told=told.items)
    for path in pages(attempt, exercise, slots):
        assert left.leaks(whole(member.get(path)), allowed_keys=_words_of(path)) == [], path
    shown = member.get(f"/practice/attempts/{attempt}?item={slots[0]}")
    assert bool(told.leaks(whole(shown))) == (items[slots[0]].of.kind == "choice")
    assert left.leaks(whole(shown), allowed_keys=KEYS) == []


@pytest.mark.parametrize("exercise", ["ex-010", "ex-020", "ex-100"])
def test_somebody_elses_result_of_the_same_items_tells_nothing(
    open_set, member, other, make_attempt, public_page, exercise
):
    attempt, items = open_set(exercise, "test")
    theirs = make_attempt(other.user_id, exercise, "test", answers=gold_of)
    gold = Gold(items.values())
    address = public_page(other)
    assert other.get(f"/practice/attempts/{theirs}").status_code == 200
    assert gold.leaks(whole(other.get(f"/practice/attempts/{theirs}"))) != []
    for path, status in (
        (address, 200),
        (f"/practice/attempts/{theirs}", 404),
        (f"/api/v1/attempts/{theirs}", 404),
        (f"/practice/attempts/{theirs}?item={next(iter(items))}", 404),
    ):
        answer = member.get(path)
        assert answer.status_code == status
        assert gold.leaks(whole(answer)) == [], path


@pytest.mark.parametrize("exercise", ["ex-020", "ex-021"])
@pytest.mark.parametrize("kept", [True, False], ids=["kept by the site", "still in the content"])
def test_pictures_carry_nothing_but_the_picture(open_set, app, stranger, exercise, kept):
    if kept:
        _attempt, items = open_set(exercise, "test")
        items = list(items.values())
    else:
        items = list(app.extensions["library"].exercises[exercise].items.values())
    gold, named = Gold(items), [said.encode() for item in items for said in (item.id, *reasons(item))]
    for item in items:
        address = item.public_input()["image"]
        answer = stranger.get(address)
        assert answer.mimetype == "image/webp"
        assert set(chunks(answer.data)) <= {"VP8 ", "VP8L", "VP8X", "ALPH"}
        assert gold.leaks(f"{address}\n{answer.headers}") == []
        assert not [said for said in named if said in answer.data]
        # Not even the name it has in the content.
        assert item.media[0].name not in str(answer.headers)


def test_no_page_of_the_site_tells_anything(app, member, stranger, make_attempt):
    """Every page there is, scripts and styles included, against every item of every exercise."""
    library = app.extensions["library"]
    for exercise in library.exercises.values():
        make_attempt(member.user_id, exercise.id, "test", answers=None, close=False)
    parts = {
        "lesson_id": library.lessons,
        "exercise_id": library.exercises,
        "skill_id": list(library.skills)[:3],
        "token": ["nonsense"],
        "handle": ["nonsense"],
    }
    everything = Gold([item for exercise in library.exercises.values() for item in exercise.items.values()])
    asked = 0
    for call in TABLE:
        method, rule = call.split()
        name = re.search(r"<(?:\w+:)?(\w+)>", rule)
        if method != "GET":
            continue
        for value in parts.get(name[1], []) if name else [""]:
            address = re.sub(r"<[^>]+>", str(value), rule)
            for client in (member, stranger):
                asked += 1
                assert everything.named(whole(client.get(address))) == [], address
    assert asked > 100
    for path in (app.config["SETTINGS"].data_dir / "assets").rglob("*.*"):
        if path.suffix in (".js", ".css", ".svg", ".json"):
            assert everything.named(path.read_text()) == [], path.name


# The search itself: each kind of leak, planted.


@pytest.fixture
def some(app):
    """some(exercise) -> ten items of its test pool with gold that differs."""

    def take(exercise: str) -> list:
        found = [item for item in app.extensions["library"].exercises[exercise].pool("test") if labels(item)]
        return found[:10]

    return take


def planted(items: list) -> dict[str, str]:
    """Texts that each give something away."""
    first = items[0]
    order = [label.id for label in first.of.labels]
    names = {label.id: label.name for label in first.of.labels}
    said = {
        "a reason": f"<p>{first.why}</p>",
        "a reason in JSON": json.dumps({"text": first.why}),
        "a reason in an attribute": f'<p title="{first.why.replace(chr(34), "&#34;")}">x</p>',
        "an id": f"<li id='{first.id}'>",
        "an id in a header": f"X-Item: {first.id}",
        "an id in an address": f"/media/{first.id}.webp",
        "a key of gold": json.dumps({"items": [{"gold": 1}]}),
        "a key of an item": json.dumps({"items": [{"difficulty": 1}]}),
        "a setting": json.dumps({"task": {"iou": 0.5}}),
        "a key in a page": '<script type="application/json">{"why": ""}</script>',
        "a key as attribute": '<div data-concept="">',
        "a concept": json.dumps({"a": [first.concept]}),
        "a concept in a page": f'<div data-x="{first.concept}">',
        "a concept in a comment": f"<!-- {first.concept} -->",
        "difficulties": json.dumps({"d": [item.difficulty for item in items]}),
    }
    if first.of.kind == "choice":
        right = [labels(item)[0] for item in items]
        said |= {
            "labels in order": " ".join(right),
            "labels in order in JSON": json.dumps([{"x": label} for label in right]),
            "names in order": "".join(f"<option>{names.get(label, label)}</option>" for label in right),
            "places of labels": json.dumps([[*order, "abstain"].index(label) for label in right]),
        }
    if first.of.kind == "boxes":
        x, y, width, height = first.raw_gold["boxes"][0]["box"]
        said |= {
            "a box": json.dumps([x, y, width, height]),
            "a box in a drawing": f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>',
            "a box as edges": json.dumps({"left": x, "top": y, "right": x + width, "bottom": y + height}),
            "how many": json.dumps([len(labels(item)) for item in items]),
            "an object's reason": next(said for item in items for said in reasons(item)[1:]),
        }
    if first.of.kind == "spans":
        one = first.raw_gold["spans"][0]
        said["a span"] = json.dumps({"start": one["start"], "end": one["end"]})
    return said


@pytest.mark.parametrize("exercise", ["ex-010", "ex-020", "ex-100"])
def test_the_search_finds_what_is_planted(some, exercise):
    items = some(exercise)
    missed = [name for name, text in planted(items).items() if not Gold(items).leaks(text)]
    assert missed == []


@pytest.mark.parametrize("exercise", ["ex-010", "ex-020", "ex-100"])
def test_a_whole_result_is_one_large_leak(some, exercise, member, make_attempt, items_of):
    attempt = make_attempt(member.user_id, exercise, "test", answers=None)
    gold = Gold(items_of(attempt).values())
    for path in (f"/practice/attempts/{attempt}", f"/api/v1/attempts/{attempt}"):
        found = gold.leaks(whole(member.get(path)))
        assert len([one for one in found if one.startswith("reason")]) == len(gold.items)
        assert [one for one in found if one.startswith("key")]
