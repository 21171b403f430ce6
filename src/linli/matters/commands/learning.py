"""Which version of the machine suggests categories: a person's decision with a reason, done by the worker."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.assist.sorting import store
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.jobs import task
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor
from linli.kernel.text import line

from .. import access
from ..events import VersionChosen


@task("matters.use_version", lock="use_version")
def use_version_job(version: str, reason: str, at: str) -> None:
    """Make a version the live one, or go back to the one before ("" ); a version that is broken changes nothing."""
    root = settings.LINLI_ASSIST
    if version and store.live(root) != version:
        store.go_live(root, version, at=at, reasons=[reason])
    elif not version and all(one.at != at for one in store.journal(root)):
        store.roll_back(root, at=at, why=reason)


@command
def choose_version(*, actor: Actor, now: datetime, version: str, reason: str) -> VersionChosen:
    """Have another version suggest from now on; version "": the one that was live before, or none.

    Suggestions that were made stay as they are, with their version.
    Refuses: not_allowed, version_unknown, version_same, nothing_to_go_back, words_missing.
    """
    if not actor.holds(access.RUN_LEARNING):
        raise Refusal("not_allowed", _("您的岗位不能做这件事。"), status=403)
    words = line(reason, most=200, what=_("原因"))
    if not words:
        raise Refusal("words_missing", _("请写明为什么。"), facts={"field": "reason"})
    root = settings.LINLI_ASSIST
    live = store.live(root)
    if version and version not in store.versions(root):
        raise Refusal("version_unknown", _("没有这个版本。"), facts={"field": "version"})
    if version and version == live:
        raise Refusal("version_same", _("现在用的就是这个版本。"), facts={"field": "version"})
    if not version and not live:
        raise Refusal("nothing_to_go_back", _("现在没有在用的版本。"))
    use_version_job.defer(version=version, reason=words, at=now.isoformat())
    path = actor.standings[0].path if actor.standings else "/"
    return VersionChosen(subject_id=0, area_path=path, before=Code(live), after=Code(version))
