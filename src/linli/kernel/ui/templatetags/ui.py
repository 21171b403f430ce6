"""Template tags of the shared parts: `{% load ui %}`."""

import json
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import uuid4

import segno
from django import template
from django.forms import BaseForm, BoundField
from django.template.defaultfilters import linebreaksbr
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.text import visible

from .. import icons, notes, words
from ..clocks import ClockFace, clock_face

register = template.Library()
register.simple_tag(icons.icon, name="icon")


def _lang() -> str:
    return get_language() or "zh-hans"


# ---------- words ----------


@register.filter
def day_time(at: datetime | None, now: datetime) -> str:
    """`{{ at|day_time:now }}`: 今天9:12."""
    return words.day_time(at, now, _lang()) if at else ""


@register.filter
def day(on: date | datetime | None, now: datetime) -> str:
    """`{{ on|day:now }}`: 今天, 11月30日."""
    return words.day(on, now, _lang()) if on else ""


@register.filter
def month(number: int) -> str:
    """`{{ month.number|month }}`: 7月."""
    return words.month(number, _lang())


@register.filter
def hour(at: datetime | None) -> str:
    """`{{ opens|hour }}`: 8:30."""
    return words.clock_time(at) if at else ""


@register.filter
def full_time(at: datetime | None, now: datetime | None = None) -> str:
    """`{{ at|full_time }}`: 11月26日（周四）18:00; with now the year too when it is another one."""
    return words.full_time(at, _lang(), now=now) if at else ""


@register.filter
def full_day(on: date | datetime | None) -> str:
    """`{{ on|full_day }}`: 11月26日（周四）."""
    return words.full_day(on, _lang()) if on else ""


@register.filter
def deadline(at: datetime | None, now: datetime | None = None) -> str:
    """`{{ clock.due_at|deadline }}`: as full_time, midnight written as 24:00 of the day it ends."""
    return words.deadline(at, _lang(), now=now) if at else ""


@register.filter
def by(at: datetime | None, now: datetime) -> str:
    """`{{ due|by:now }}`: 今天18:00, else 11月26日（周四）18:00."""
    return words.by_when(at, now, _lang()) if at else ""


@register.filter
def lasting(length: timedelta | float | None) -> str:
    """`{{ total|lasting }}`: 2.7小时 from a timedelta, 1.6个工作日 from a number."""
    return "" if length is None else words.lasting(length, _lang())


@register.filter
def number(n: float | None) -> str:
    """`{{ n|number }}`: 9999, 10,000."""
    return "" if n is None else words.number(n)


@register.filter(is_safe=True)
def said(text: str | None) -> SafeString:
    """What people wrote: escaped, line ends kept, direction marks made visible."""
    return linebreaksbr(visible(text or ""))


# ---------- badges ----------


@register.simple_tag
def badge(kind: str, word: object, icon: str = "") -> SafeString:
    """`{% badge "ok" "开放中" "done" %}`; kinds: ok soon late hold info act party line."""
    return format_html('<span class="badge {}">{}{}</span>', kind, icons.icon(icon) if icon else "", word)


@register.simple_tag(takes_context=True)
def clock_badge(context: template.Context, clock: Any, now: datetime | None = None) -> SafeString:
    """`{% clock_badge row.clock now %}`; clock: parts.Clock, or anything with a due_at, or a moment."""
    moment = now or context["now"]
    due_at = clock if isinstance(clock, datetime) else getattr(clock, "due_at", None)
    over: timedelta | None = getattr(clock, "over", None)
    day_seconds: int = getattr(clock, "day_seconds", words.DAY)
    closed_at: datetime | None = getattr(clock, "closed_at", None)
    face = clock_face(
        due_at,
        moment,
        held=getattr(clock, "held", False),
        provisional=getattr(clock, "provisional", False),
        over=over,
        day_seconds=day_seconds,
        closed_at=closed_at,
        lang=_lang(),
    )
    if due_at is None or closed_at is not None or face.kind == "hold":
        return _badge(face)
    ticks = over is None or not getattr(clock, "still", False)
    return _ticking(face, due_at, over, day_seconds) if ticks else _badge(face)


def _badge(face: ClockFace, word: object = "") -> SafeString:
    css = f"{face.kind} hard" if face.hard else face.kind
    return format_html('<span class="badge {}">{}{}</span>', css, icons.icon(face.icon), word or face.word)


def _ticking(face: ClockFace, due_at: datetime, over: timedelta | None, day_seconds: int) -> SafeString:
    """The badge with what the script needs to keep its words true while the page stays open."""
    passed = SafeString("") if over is None else format_html(' data-over="{}"', int(over.total_seconds()))
    when = format_html(
        '<time datetime="{0}" data-due="{0}" data-day="{1}"{2} title="{3}">{4}</time>',
        due_at.isoformat(),
        day_seconds,
        passed,
        words.deadline(due_at, _lang()),
        face.word,
    )
    return _badge(face, when)


@register.simple_tag
def time_left(due_at: datetime, now: datetime) -> str:
    """What is left until a moment: 还有2天3小时, or how long it is over."""
    if now > due_at:
        return _("超时%(length)s") % {"length": words.lasting_whole(now - due_at, _lang())}
    return _("还有%(length)s") % {"length": words.lasting_long(due_at - now, _lang())}


# ---------- forms ----------


@register.simple_tag(takes_context=True)
def command_id(context: template.Context) -> SafeString:
    """The hidden id that makes a double click or a repeated sending one act.

    For forms without fields of their own; a form that has the field shows it with its hidden fields.
    """
    return format_html(
        '<input type="hidden" name="command_id" value="{}">', context.get("command_id") or uuid4()
    )


@register.inclusion_tag("ui/field.html")
def field(field: BoundField, hint: str = "") -> dict[str, Any]:
    """`{% field form.text %}`: label, hint, control and error of one field; hint replaces the form's own."""
    field.help_text = hint or field.help_text
    return {"field": field}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """`{% form_errors form %}`: how many places need a change, each with a link to its field."""
    bad = [bound for bound in form if bound.errors]
    return {"form": form, "bad": bad, "count": len(bad) + len(form.non_field_errors())}


@register.filter
def target(field: BoundField) -> str:
    """The id of the first control of a field, for a link to it."""
    return field.id_for_label or f"{field.auto_id}_0"


# ---------- page ----------


@register.simple_tag(takes_context=True)
def page_notes(context: template.Context) -> notes.Notes:
    """`{% page_notes as said %}`: banners and the undo of this page."""
    return notes.collect(context.get("messages") or ())


@register.simple_tag
def script(name: str) -> SafeString:
    """`{% script "draft" %}`: one of our scripts, run after the page is read."""
    return format_html('<script src="{}" defer></script>', static(f"ui/{name}.js"))


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """A QR code as inline SVG, printable at any size."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None, omitsize=True, border=2
    )
    drawn = out.getvalue().decode().strip()
    named = format_html('<svg class="qr" role="img" aria-label="{}"', label or _("二维码"))
    return mark_safe(drawn.replace("<svg", named, 1))  # noqa: S308  drawn by us from modules, no text inside


@register.simple_tag
def script_words() -> str:
    """The words our scripts say, as JSON for an attribute of the body."""
    return _script_words(_lang())


@cache
def _script_words(lang: str) -> str:
    return json.dumps(
        {
            "over": _("超时%(length)s"),
            "minute": [words.lasting_whole(timedelta(minutes=n), lang) for n in (1, 7)],
            "hour": [words.lasting_whole(timedelta(hours=n), lang) for n in (1, 7)],
            "day": [words.lasting_whole(timedelta(days=n), lang) for n in (1, 7)],
            "short": words.lasting_whole(timedelta(0), lang),
            "busy": _("正在%(word)s…"),
            "sending": _("正在送出…"),
            "kept": _("草稿已存在本机"),
            "back": _("上次没写完的还在，已接着填好。"),
            "stop": _("。"),
            "lost": _("没有网络，刚才写的还在。有网后再按一次。"),
            "broken": _("我们这边出错了，刚才写的还在。请过会儿再试。"),
            "denied": _("浏览器没给位置，请选楼栋。"),
            "nowhere": _("没找到当前位置，请选楼栋。"),
            "locating": _("正在找当前位置…"),
            "here": _("已记下当前位置，误差约%(metres)s米。"),
            "photo": _("第%(n)s张照片"),
            "reading": _("停下不读"),
            "listening": _("正在听，请说"),
            "idle": _("再有%(n)s分钟没有操作，就会退出登录。点一下“继续用”就不退。"),
            "stay": _("继续用"),
            "gone": _("太久没有操作，已经退出登录。没送出的内容还在本机。"),
            "keys_on": _("打开快捷键"),
            "keys_off": _("关掉快捷键"),
        },
        ensure_ascii=False,
    )
