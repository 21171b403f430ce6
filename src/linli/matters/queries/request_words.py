"""What the course of a matter says of its requests: to colleagues in full, to residents plainly or not at all."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.kernel.spans import Span
from linli.kernel.ui.words import full_day

from ..models import Remark, Request
from ..terms import RequestKind

Facts = Mapping[str, Any]
Worded = tuple[str, str, bool]
"""A verb, a text besides what was written, and whether it is for colleagues only."""
Desk = Callable[[str, int], str]

ASKED = {
    RequestKind.EXTENSION: gettext_lazy("申请延期"),
    RequestKind.RETURN: gettext_lazy("申请退回"),
    RequestKind.PAUSE: gettext_lazy("申请挂起"),
    RequestKind.SUPERVISION: gettext_lazy("督办"),
    RequestKind.APPEAL: gettext_lazy("申诉回访评价"),
}


def asked(
    facts: Facts,
    request: Request | None,
    desk: Desk,
    units: Mapping[int, str],
    told: Remark | None,
    *,
    plain: bool,
) -> Worded:
    """A request was made; the resident hears only what the caller was told about an extension."""
    what = RequestKind(facts["what"])
    if plain:
        hidden = what is not RequestKind.EXTENSION or told is None
        return _("要多办几天，说明了原因"), "", hidden
    words = _details(request, facts, desk, units, told) if request is not None else []
    if what is not RequestKind.SUPERVISION:
        words.append(_("请%(desk)s审批") % {"desk": desk(facts["desk_role"], facts["desk_area_id"])})
    if request is not None:
        words.append(str(request.get_state_display()))
    return str(ASKED[what]), _("，").join(words) + _("。"), True


def _details(
    request: Request, facts: Facts, desk: Desk, units: Mapping[int, str], told: Remark | None
) -> list[str]:
    """延长5个工作日, 过了期限才申请, 应由市政所办, 12月9日（周三）复核, 终审."""
    lang = get_language() or ""
    found = []
    if request.span:
        found.append(_("延长%(span)s") % {"span": Span.parse(request.span).label(lang)})
    if facts["late"]:
        found.append(_("过了期限才申请"))
    if request.to_unit_id or request.to_role:
        to = units.get(request.to_unit_id or 0) or desk(request.to_role, request.to_area_id or 0)
        found.append(_("应由%(to)s办") % {"to": to})
    if request.until is not None:
        found.append(_("%(day)s复核") % {"day": full_day(request.until.date(), lang)})
    if facts["final"]:
        found.append(_("终审"))
    if told is not None:
        found.append(_("告诉来电人：%(said)s") % {"said": told.text})
    return found


def decided(
    facts: Facts, request: Request | None, desk: Desk, units: Mapping[int, str], *, plain: bool
) -> Worded:
    """A decision, with what was granted where that is less than was asked for. 退回 is no word for residents: they see who deals with it now."""
    what, granted = RequestKind(facts["what"]), facts["granted"]
    handed = ""
    if what is RequestKind.RETURN and granted:
        where = units.get(facts["holder_unit_id"] or 0) or desk(facts["holder_role"], facts["holder_area_id"])
        handed = _("交给%(desk)s。") % {"desk": where}
    if plain:
        told = {
            RequestKind.EXTENSION: _("办理期限延长了"),
            RequestKind.RETURN: _("转由别的单位来办"),
            RequestKind.PAUSE: _("眼下办不了，先记着，到时接着办"),
        }
        return told.get(what, ""), handed, not granted or what not in told
    if request is not None and request.given_span and request.given_span != request.span:
        length = Span.parse(request.given_span).label(get_language() or "")
        handed = _("给了%(length)s。") % {"length": length}
    if facts["auto"]:
        verdict = _("到时没审批，视为同意") if granted else _("到时没审批，视为不同意")
    else:
        verdict = _("同意") if granted else _("不同意")
    sort = _("%(what)s终审") if facts["final"] else _("%(what)s审批")
    verb = _("%(sort)s：%(verdict)s") % {"sort": sort % {"what": what.label}, "verdict": verdict}
    return verb, handed, True


def withdrawn(facts: Facts) -> Worded:
    """Taken back by whoever asked."""
    return _("撤回%(what)s申请") % {"what": RequestKind(facts["what"]).label}, "", True


def overdue(facts: Facts, desk: Desk) -> Worded:
    """Nobody decided, or answered, in time."""
    if RequestKind(facts["what"]) is RequestKind.SUPERVISION:
        return _("督办到时没回复"), "", True
    name = desk(facts["desk_role"], facts["desk_area_id"])
    return _("申请到时没审批"), _("已提醒%(desk)s。") % {"desk": name}, True


def ended(facts: Facts, *, plain: bool) -> Worded:
    """A pause or a supervision is over."""
    if RequestKind(facts["what"]) is RequestKind.SUPERVISION:
        return _("督办结束"), "", True
    if plain:
        return _("接着办了"), "", False
    return _("复核日期到，挂起结束") if facts["auto"] else _("提前结束挂起"), "", False
