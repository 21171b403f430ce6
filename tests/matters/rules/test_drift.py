"""A mix that stays has not moved; what a week says calls somebody only with enough matters."""

from linli.matters.rules.drift import Seen, alarms, moved

QUIET = Seen(matters=100, unsure=0.05, decided=60, agreed=0.93, said=0.92, moved=0.02)


def test_moved():
    assert moved({"a": 50, "b": 50}, {"a": 500, "b": 500}) < 0.001
    assert moved({"a": 50, "b": 50}, {"a": 90, "b": 10}) > 0.2
    assert moved({"a": 50}, {"a": 50, "c": 50}) > 0.2
    assert moved({}, {"a": 3}) == moved({"a": 3}, {}) == 0.0


def test_each_alarm_alone():
    assert alarms(QUIET, [QUIET] * 4) == []
    assert alarms(QUIET._replace(unsure=0.25), [QUIET] * 4) == ["unsure"]
    assert alarms(QUIET._replace(unsure=0.25), [QUIET._replace(unsure=0.24)] * 4) == []
    assert alarms(QUIET._replace(agreed=0.7, said=0.75), []) == ["disagree"]
    assert alarms(QUIET._replace(agreed=0.82, said=0.95), []) == ["overconfident"]
    assert alarms(QUIET._replace(moved=0.3), []) == ["moved"]
    assert alarms(Seen(10, 1.0, 5, 0.0, 1.0, 2.0), []) == [], "too few say nothing"
