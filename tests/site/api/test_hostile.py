"""Whatever comes over the wire, the answer is a no with a code, never a fault of ours."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

OURS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
STEPS = ["moves", "hand-up", "send-down", "assign", "notes", "follow-ups"]

BODIES = {
    "blank": (b"  ", 400),
    "no JSON": (b"{", 400),
    "a list": (b"[]", 422),
    "a word": (b'"text"', 422),
    "null": (b"null", 422),
    "Latin 1": ('{"text": "été"}'.encode("latin-1"), 400),
    "a name twice": (b'{"text": "a", "text": "b"}', 400),
    "a name twice inside": (b'{"text": "a", "x": {"a": 1, "a": 2}}', 400),
    "NaN": (b'{"text": "a", "lon": NaN, "lat": 1}', 400),
    "Infinity": (b'{"text": "a", "lon": Infinity, "lat": 1}', 400),
    "too large a number": (b'{"text": "a", "lon": 1e999, "lat": 1}', None),
    "too many digits": (b'{"text": "a", "area_id": ' + b"9" * 5000 + b"}", None),
    "half a pair": (b'{"text": "\\ud800"}', 400),
    "NUL": (b'{"text": "a\\u0000b"}', 400),
    "a raw NUL": (b'{"text": "a\x00b"}', 400),
    "deep": (b'{"text": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", None),
    "too large": (b'{"text": "' + b"a" * 70_000 + b'"}', 413),
    "a byte order mark": (b'\xef\xbb\xbf{"text": "a"}', 400),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["/matters", "/matters/20260101-0001/notes"])
def test_bodies_that_are_none_of_ours(api, name, path):
    body, status = BODIES[name]
    api.opened()
    answer = api.post(path, "li", body)
    if "0001" in path and answer.status_code == 404:
        pytest.fail("the body is read before the matter is looked for")
    assert answer.status_code == status if status else answer.status_code in (400, 413, 422)
    assert answer.json()["code"] in ("body_unreadable", "body_wrong", "body_too_large")
    assert answer.json()["message"]


def test_only_json_is_read(api):
    answer = api.client.post("/api/v1/matters", {"text": "a"}, headers=api._heads("li", {}))
    assert (answer.status_code, answer.json()["code"]) == (415, "not_json")


@OURS
@given(body=st.binary(max_size=300))
def test_any_bytes(api, body):
    answer = api.post("/matters", "li", body)
    assert answer.status_code in (400, 413, 415, 422), answer.content
    assert answer.json()["code"]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
words = st.text(max_size=60) | st.sampled_from(
    ["'; --", "\u202eabc", "😀" * 30, "ﬁ", "\u0301" * 40, "<script>", "%s", "{0}"]
)
REPORT = {
    "text": words | anything, "kind": st.sampled_from(["snapshot", "hotline"]) | words, "title": words,
    "area_id": st.integers() | st.integers(1, 30) | anything, "lon": st.floats() | st.floats(106, 107) | anything,
    "lat": st.floats() | st.floats(39, 40) | anything, "crs": st.sampled_from(["wgs84", "gcj02", "bd09"]) | words,
    "place": words, "category": st.sampled_from(["light", "other"]) | words, "order_type": st.sampled_from(["help", ""]) | words,
    "source": st.sampled_from(["api", "desk"]) | words, "name": words, "phone": words | st.from_regex(r"129\d{8}", fullmatch=True),
    "anonymous": st.booleans() | anything, "follow_via": st.sampled_from(["phone", "link"]) | words, "best_hours": words,
    "opened_at": st.datetimes().map(lambda at: f"{at.isoformat()}+08:00") | st.datetimes().map(str) | words, "origin": words,
}  # fmt: skip
STEP = {
    "move": st.sampled_from(["accept", "fix", "void"]) | words, "text": words | anything, "fed_back": st.booleans() | anything,
    "person_id": st.integers() | anything, "unit_id": st.integers() | anything, "public": st.booleans(),
    "via": st.sampled_from(["phone", "visit"]) | words, "reached": st.booleans() | anything,
    "verdict": st.sampled_from(["solved", "unsolved", ""]) | words, "satisfaction": words,
}  # fmt: skip


def _sound(answer) -> None:
    assert answer.status_code < 500, answer.content
    body = answer.json()
    assert "code" in body or answer.status_code in (200, 201)


@OURS
@given(body=st.fixed_dictionaries({}, optional=REPORT))
def test_any_report(api, body):
    if not _sendable(body):
        return
    _sound(api.post("/matters", "li", body))


@OURS
@given(
    what=st.sampled_from(STEPS),
    body=st.fixed_dictionaries({}, optional=STEP),
    who=st.sampled_from(["chen", "li", "zhou"]),
)
def test_any_step(api, what, body, who):
    if not _sendable(body):
        return
    if not hasattr(api, "number"):
        api.number = api.opened()
    _sound(api.post(f"/matters/{api.number}/{what}", who, body))


@OURS
@given(
    path=st.sampled_from(
        ["/matters", "/areas", "/places/grid", "/categories", "/me", "/matters/20260101-0001"]
    ),
    query=st.dictionaries(
        st.sampled_from(
            [
                "area",
                "view",
                "kind",
                "source",
                "holder",
                "category",
                "person",
                "sort",
                "after",
                "before",
                "size",
                "below",
                "lon",
                "lat",
                "crs",
                "x",
            ]
        ),
        words
        | st.integers().map(str)
        | st.floats().map(str)
        | st.sampled_from(["open", "closed", "all", "due", "new"]),
        max_size=4,
    ),
    who=st.sampled_from(["li", "zhou", "shi"]),
)
def test_any_query(api, path, query, who):
    answer = api.client.get(f"/api/v1{path}", query, headers=api._heads(who, {}))
    _sound(answer)


@OURS
@given(number=st.text(min_size=1, max_size=40))
def test_any_number_of_a_matter(api, number):
    from urllib.parse import quote

    try:
        path = quote(number, safe="")
    except UnicodeEncodeError:
        return
    answer = api.get(f"/matters/{path}", "li")
    assert answer.status_code in (400, 404), answer.content


def _sendable(body) -> bool:
    """JSON can carry it: Python's own writer makes half pairs and NaN, which are tested above."""
    try:
        json.dumps(body, allow_nan=False).encode()
    except ValueError:
        return False
    return True
