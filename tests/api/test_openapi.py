"""The description of the API says what the API does: every call, every answer, every field."""

import re

import pytest

from tests.api.schema import faults
from tests.sets import gold_of, wrong_for

PREFIX = "/api/v1"


@pytest.fixture
def document(stranger):
    return stranger.get(f"{PREFIX}/openapi.json").json


@pytest.fixture
def fits(document):
    """fits(answer, method, path) -> the answer, whose status and body are as described."""

    def check(answer, method: str, path: str):
        described = document["paths"][path][method.lower()]["responses"]
        assert str(answer.status_code) in described, (answer.status_code, answer.text[:300])
        content = described[str(answer.status_code)].get("content")
        if content is None:
            assert answer.data == b""
        else:
            assert answer.mimetype == "application/json"
            assert faults(answer.json, content["application/json"]["schema"], document) == []
        return answer

    return check


def test_every_call_is_described_and_every_description_is_a_call(app, document):
    calls = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX):
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX))
            calls |= {(path, method.lower()) for method in rule.methods - {"HEAD", "OPTIONS"}}
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert calls == described


def test_every_part_of_an_address_is_described(document):
    for path, methods in document["paths"].items():
        for call in methods.values():
            named = {one["name"] for one in call.get("parameters", ()) if one["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))


def test_every_reference_leads_somewhere_and_every_schema_is_used(document):
    text = str(document)
    used = set(re.findall(r"#/components/schemas/(\w+)", text))
    assert used == set(document["components"]["schemas"])


def test_the_description_asks_for_what_the_views_ask_for(app, document):
    """A call without security in the description is open to strangers, and no other is."""
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            address = PREFIX + path.format(exercise_id="ex-010", attempt_id=1, slot_id="x")
            status = app.test_client().open(address, method=method.upper(), json={}).status_code
            assert (status == 401) == ("security" not in call), path


@pytest.mark.parametrize("exercise", ["ex-008", "ex-010", "ex-020", "ex-021", "ex-100", "ex-101"])
@pytest.mark.parametrize("mode", ["practice", "test"])
def test_a_whole_set_is_as_described(member, other, stranger, fits, items_of, exercise, mode):
    fits(stranger.get(f"{PREFIX}/exercises/{exercise}"), "get", "/exercises/{exercise_id}")
    sent = {"exercise": exercise, "mode": mode}
    body = fits(member.call("POST", f"{PREFIX}/attempts", sent), "post", "/attempts").json
    assert fits(member.call("POST", f"{PREFIX}/attempts", sent), "post", "/attempts").status_code == 200
    one, path = f"{PREFIX}/attempts/{body['id']}", "/attempts/{attempt_id}"
    for place, (slot, item) in enumerate(items_of(body["id"]).items()):
        raw = [gold_of, wrong_for][place % 2](item)
        answer = {"answer": raw, "seconds": 2}
        put, slots = f"{one}/answers/{slot}", f"{path}/answers/{{slot_id}}"
        assert fits(member.call("PUT", put, answer, If_Match="0"), "put", slots).status_code == 204
        assert fits(member.call("PUT", put, answer, If_Match="0"), "put", slots).status_code == 412
        checked = fits(member.call("POST", f"{put}/check"), "post", f"{slots}/check")
        assert checked.status_code == (200 if mode == "practice" else 409)
    fits(member.get(one), "get", path)
    for _ in range(2):
        assert fits(member.call("POST", f"{one}/submit"), "post", f"{path}/submit").status_code == 200
    assert "grade" in fits(member.get(one), "get", path).json
    for client, status in ((other, 404), (stranger, 401)):
        assert fits(client.get(one), "get", path).status_code == status
        assert fits(client.call("POST", f"{one}/submit"), "post", f"{path}/submit").status_code == status


def test_the_other_answers_are_as_described(member, stranger, client_of, make_user, fits):
    guest = client_of(make_user(guest=True))
    for client in (member, stranger, guest):
        fits(client.get(f"{PREFIX}/session"), "get", "/session")
        fits(client.get(f"{PREFIX}/exercises?limit=2"), "get", "/exercises")
        fits(client.get(f"{PREFIX}/exercises/nonsense"), "get", "/exercises/{exercise_id}")
        fits(client.get(f"{PREFIX}/me/export"), "get", "/me/export")
    attempts = f"{PREFIX}/attempts"
    practice = {"exercise": "ex-010", "mode": "practice"}
    for client, sent, status in (
        (stranger, practice, 401),
        (guest, {**practice, "mode": "test"}, 403),
        (member, {**practice, "mode": "exam"}, 422),
        (member, practice, 201),
        (member, {**practice, "mode": "test"}, 409),
        (member, {**practice, "mode": "x" * 1024 * 1024}, 413),
    ):
        assert fits(client.call("POST", attempts, sent), "post", "/attempts").status_code == status
    assert fits(member.post(attempts, json=practice), "post", "/attempts").status_code == 403
    plain = member.post(attempts, data="{}", content_type="text/plain", headers={"X-CSRFToken": member.token()})
    assert fits(plain, "post", "/attempts").status_code == 415


def test_an_answer_fits_the_schema_that_the_exercise_gives(app, stranger):
    """What is right by the library is right by its published schema: field by field, nothing unnamed."""
    for exercise in app.extensions["library"].exercises.values():
        schema = stranger.get(f"{PREFIX}/exercises/{exercise.id}").json["answer_schema"]
        assert schema["additionalProperties"] is False
        for item in list(exercise.items.values())[:20]:
            assert set(gold_of(item)) <= set(schema["properties"])


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        ({"a": 1}, {"type": "object", "properties": {}}),
        ({}, {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}),
        ([1], {"type": "array", "items": {"type": "string"}}),
        (True, {"type": "integer"}),
        ("x", {"enum": ["y"]}),
        ("2026-01-01T00:00:00+01:00", {"type": "string", "format": "date-time"}),
        (1, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"a": {"b": 1}}, {"type": "object", "additionalProperties": {"type": "object", "properties": {}}}),
    ],
    ids=str,
)
def test_the_measure_finds_what_does_not_fit(value, schema):
    assert faults(value, schema, {}) != []
