"""The description tells the truth: every address, every shape, every code in one document."""

import re

import pytest
from tests.repository.test_house import SOURCE

from linli.matters.commands import assign, follow_up, hand_up, move_matter, note, open_matter, send_down

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(api) -> dict:
    answer = api.get("/openapi.json")
    assert answer.status_code == 200, "readable without a token"
    return answer.json()


def operations(document):
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_is_described(document):
    found = {(method, path) for method, path, _ in operations(document)}
    assert found >= {
        ("post", "/api/v1/matters"), ("get", "/api/v1/matters"), ("get", "/api/v1/matters/{number}"),
        ("get", "/api/v1/matters/{number}/timeline"), ("post", "/api/v1/matters/{number}/moves"),
        ("post", "/api/v1/matters/{number}/hand-up"), ("post", "/api/v1/matters/{number}/send-down"),
        ("post", "/api/v1/matters/{number}/assign"), ("post", "/api/v1/matters/{number}/notes"),
        ("post", "/api/v1/matters/{number}/follow-ups"), ("get", "/api/v1/areas"), ("get", "/api/v1/places/grid"),
        ("get", "/api/v1/categories"), ("get", "/api/v1/me"),
    }  # fmt: skip
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    for _method, path, operation in operations(document):
        assert operation["summary"]
        assert operation["security"]
        assert {"400", "401", "403", "404", "422", "429"} <= set(operation["responses"])
        in_path = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))


def test_every_reference_leads_somewhere(document):
    known = document["components"]["schemas"]

    def walk(value):
        if isinstance(value, dict):
            if "$ref" in value:
                assert value["$ref"].removeprefix("#/components/schemas/") in known, value
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(document)
    assert {"ReportAsked", "Taken", "MatterPage", "Problem", "Step"} <= set(known)


def test_posts_take_a_body_and_an_own_id(document):
    for method, _path, operation in operations(document):
        heads = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
        assert (method == "post") == ("requestBody" in operation) == ("Idempotency-Key" in heads)
        good = {code for code in operation["responses"] if code < "400"}
        assert good == ({"201"} if method == "post" else {"200", "304"})


COMMANDS = {
    "open_one": open_matter, "move_one": move_matter, "hand_one_up": hand_up, "send_one_down": send_down,
    "assign_one": assign, "note_one": note, "follow_one_up": follow_up,
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_the_codes_of_the_commands_are_listed(document, name):
    operation = next(one for _, _, one in operations(document) if one["operationId"] == name)
    listed = set(re.findall(r"[a-z]+_[a-z_]+", operation["description"]))
    refuses = (COMMANDS[name].__doc__ or "").partition("Refuses:")[2].partition(".")[0]
    for code in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", refuses):
        assert code in listed, f"{name} may refuse {code}"


def test_the_codes_of_the_door_are_listed(document):
    said = set(re.findall(r"[a-z]+_[a-z_]+", document["info"]["description"]))
    for path in (SOURCE / "site" / "api").glob("*.py"):
        if path.name in ("door.py", "wire.py", "describing.py"):
            for code in re.findall(r'Refusal\(\s*"([a-z_]+)"', path.read_text()):
                assert code in said, code
