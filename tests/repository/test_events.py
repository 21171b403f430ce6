"""Events hold ids and codes only, so that erasing a person never touches history."""

import types
import typing
from datetime import date, datetime

import msgspec
import pytest

from linli.kernel.event import Code, Event, registry, restore

PLAIN = {int, bool, datetime, date, type(None), Code}


def allowed(kind) -> bool:
    if kind in PLAIN:
        return True
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return all(allowed(one) for one in typing.get_type_hints(kind).values())
    if typing.get_origin(kind) in (types.UnionType, typing.Union, tuple):
        return all(allowed(one) for one in typing.get_args(kind) if one is not Ellipsis)
    return False


@pytest.mark.parametrize("event", registry.values(), ids=lambda event: event.code)
def test_event_holds_no_text(event: type[Event]):
    for name, kind in typing.get_type_hints(event).items():
        if typing.get_origin(kind) is typing.ClassVar or name == "area_path":
            continue
        assert allowed(kind), f"{event.__name__}.{name} is {kind}: text belongs into a row that can be erased"
    assert event.code.split(".")[0] == event.__module__.split(".")[1]
    assert event.__doc__


@pytest.mark.parametrize("event", registry.values(), ids=lambda event: event.code)
def test_event_comes_back_as_it_was_written(event: type[Event]):
    made = sample(event)
    facts = msgspec.json.decode(msgspec.json.encode(made.facts()))
    assert restore(event.code, made.subject_id, made.area_path, facts) == made


def sample(struct):
    """One value of a struct, made from its types."""
    hints = {
        k: v for k, v in typing.get_type_hints(struct).items() if typing.get_origin(v) is not typing.ClassVar
    }
    return struct(**{name: _value(kind) for name, kind in hints.items()})


def _value(kind):
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return sample(kind)
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return _value(typing.get_args(kind)[0])
    if typing.get_origin(kind) is tuple:
        return (_value(typing.get_args(kind)[0]),)
    made = {
        int: 7, bool: True, str: "/1/2/", Code: "code",
        datetime: datetime.fromisoformat("2026-11-25T14:20:00+08:00"), date: date(2026, 11, 25),
    }  # fmt: skip
    return made[kind]
