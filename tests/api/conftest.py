"""An open set as a program sees it."""

import pytest

PUT = "/api/v1/attempts/{attempt}/answers/{slot}"


class Sitting:
    """One open set: its id, its items, and how to save, check and hand in."""

    def __init__(self, client, exercise: str, mode: str) -> None:
        answer = client.call("POST", "/api/v1/attempts", {"exercise": exercise, "mode": mode})
        assert answer.status_code == 201, answer.json
        self.client, self.id, self.body = client, answer.json["id"], answer.json
        self.slots = [item["id"] for item in answer.json["items"]]

    def address(self, slot: str | None = None) -> str:
        return PUT.format(attempt=self.id, slot=slot or self.slots[0])

    def save(self, answer: object, *, slot: str | None = None, version: object = 0, client=None, **more):
        sent = {"answer": answer, "seconds": 1.5, **more}
        return (client or self.client).call("PUT", self.address(slot), sent, If_Match=f'"{version}"')

    def check(self, slot: str | None = None, client=None):
        return (client or self.client).call("POST", f"{self.address(slot)}/check")

    def submit(self, client=None):
        return (client or self.client).call("POST", f"/api/v1/attempts/{self.id}/submit")

    def read(self, client=None):
        return (client or self.client).get(f"/api/v1/attempts/{self.id}")

    def item(self, slot: str | None = None) -> dict:
        """The item as it stands on the server."""
        return next(one for one in self.read().json["items"] if one["id"] == (slot or self.slots[0]))


@pytest.fixture
def sit(member):
    """sit(exercise="ex-010", mode="test", client=member) -> a Sitting."""

    def begin(exercise: str = "ex-010", mode: str = "test", *, client=None) -> Sitting:
        return Sitting(client or member, exercise, mode)

    return begin


def code(answer) -> str:
    """The code of an error, whose shape is checked."""
    error = answer.json["error"]
    assert set(error) == {"code", "message", "where"}
    assert error["message"]
    return error["code"]
