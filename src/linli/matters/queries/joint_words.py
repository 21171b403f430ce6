"""The timeline's words for merging, parts, co-handling, consultation and emergencies."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.ui import words

from ..terms import IncidentType


class Known(Protocol):
    """What the words look up: names of units, numbers of other matters, whether they are for the reporter."""

    told: bool
    units: dict[int, str]
    numbers: dict[int, str]


Facts = dict[str, Any]
Worded = tuple[str, str, bool]

CHANGES = (
    "matters.merged", "matters.gathered", "matters.unmerged", "matters.let_go", "matters.carried", "matters.split",
    "matters.unit_asked", "matters.ask_answered", "matters.ask_reminded", "matters.ask_extended",
    "matters.ask_withdrawn", "matters.ask_lapsed", "matters.consultation_called", "matters.consultation_concluded",
    "matters.incident_begun", "matters.incident_ticked", "matters.incident_logged",
)  # fmt: skip


def others(facts: Facts) -> set[int]:
    """Other matters an event names."""
    one = {facts[name] for name in ("lead_id", "member_id") if facts.get(name)}
    many = {pk for name in ("members", "parts") for pk in facts.get(name) or ()}
    return one | many


def units(facts: Facts) -> set[int]:
    """Units an event names."""
    return {*({facts["unit_id"]} if facts.get("unit_id") else ()), *(facts.get("units") or ())}


def _numbers(pks: list[int], known: Known) -> str:
    return _("、").join(known.numbers[pk] for pk in pks if pk in known.numbers)


def _names(pks: list[int], known: Known) -> str:
    return _("、").join(known.units[pk] for pk in pks if pk in known.units)


def _unit(facts: Facts, known: Known) -> str:
    return known.units.get(facts["unit_id"], "")


def _when(moment: str) -> str:
    return words.full_time(datetime.fromisoformat(moment), get_language() or "")


def _merged(facts: Facts, known: Known) -> Worded:
    if known.told:
        return (
            _("和别人反映的同一件事一起办"),
            _("编号不变，办好了照样答复您。"),
            facts["from_lead_id"] is not None,
        )
    return _("并案"), _("主件%(number)s。") % {"number": _numbers([facts["lead_id"]], known)}, False


def _gathered(facts: Facts, known: Known) -> Worded:
    return _("并入同样的件"), _numbers(facts["members"], known), True


def _unmerged(facts: Facts, known: Known) -> Worded:
    if known.told:
        return _("单独接着办"), "", False
    text = _("主件%(number)s没有答复就结束了。") if facts["auto"] else _("主件%(number)s。")
    return _("取消并案，单独接着办"), text % {"number": _numbers([facts["lead_id"]], known)}, False


def _let_go(facts: Facts, known: Known) -> Worded:
    return _("拆出一件"), _numbers([facts["member_id"]], known), True


def _carried(facts: Facts, known: Known) -> Worded:
    ended = bool(facts["outcome"])
    if known.told:
        return (_("办结了") if ended else _("答复您了")), "", False
    verb = _("随主件办结") if ended else _("随主件答复")
    return verb, _("主件%(number)s。") % {"number": _numbers([facts["lead_id"]], known)}, False


def _split(facts: Facts, known: Known) -> Worded:
    n = {"n": len(facts["parts"])}
    if known.told:
        return _("分成%(n)d件分头办") % n, _("都办好了，一次答复您。"), False
    return _("拆分成%(n)d件") % n, _numbers(facts["parts"], known), False


def _asked(facts: Facts, known: Known) -> Worded:
    due = _("%(at)s前答复。") % {"at": _when(facts["due_at"])}
    return _("请%(unit)s协办") % {"unit": _unit(facts, known)}, due, True


def _answered(facts: Facts, known: Known) -> Worded:
    verb = _("%(unit)s：不归本单位") if facts["declined"] else _("%(unit)s答复协办")
    return verb % {"unit": _unit(facts, known)}, "", True


def _of_unit(verb: Callable[[], str]) -> Callable[[Facts, Known], Worded]:
    return lambda facts, known: (verb() % {"unit": _unit(facts, known)}, "", True)


def _extended(facts: Facts, known: Known) -> Worded:
    verb = _("给%(unit)s延长协办期限") % {"unit": _unit(facts, known)}
    return verb, _("到%(at)s。") % {"at": _when(facts["due_at"])}, True


def _called(facts: Facts, known: Known) -> Worded:
    facts_ = {"at": _when(facts["at"]), "units": _names(facts["units"], known)}
    return _("召集会商"), _("%(at)s，%(units)s。") % facts_, True


def _begun(facts: Facts, known: Known) -> Worded:
    kind = str(IncidentType(facts["type"]).label)
    called = _names(facts["units"], known)
    text = _("同时通知%(units)s。") % {"units": called} if called else _("没有设联动单位，请当面或电话通知。")
    return _("启动突发联动：%(kind)s") % {"kind": kind}, text, True


def _plain(verb: Callable[[], str]) -> Callable[[Facts, Known], Worded]:
    return lambda _facts, _known: (verb(), "", True)


WORDS: dict[str, Callable[[Facts, Any], Worded]] = {
    "matters.merged": _merged,
    "matters.gathered": _gathered,
    "matters.unmerged": _unmerged,
    "matters.let_go": _let_go,
    "matters.carried": _carried,
    "matters.split": _split,
    "matters.unit_asked": _asked,
    "matters.ask_answered": _answered,
    "matters.ask_reminded": _of_unit(lambda: _("提醒%(unit)s")),
    "matters.ask_extended": _extended,
    "matters.ask_withdrawn": _of_unit(lambda: _("不用%(unit)s协办了")),
    "matters.ask_lapsed": _of_unit(lambda: _("%(unit)s协办超时")),
    "matters.consultation_called": _called,
    "matters.consultation_concluded": _plain(lambda: _("会商结论")),
    "matters.incident_begun": _begun,
    "matters.incident_ticked": _plain(lambda: _("勾了处置清单一步")),
    "matters.incident_logged": _plain(lambda: _("现场记录")),
}
