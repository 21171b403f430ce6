"""What a person changes of the own record: name to be called by, home, language and type size."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, scope
from linli.kernel.text import person_name
from linli.places.queries import lineage
from linli.places.terms import Level

from ..events import HomeChosen, PersonRenamed, PreferencesSet
from ..models import Account, Residence
from ..queries import LANGUAGES
from .persons import own_person


@command
def rename_self(*, actor: Actor, now: datetime, name: str) -> PersonRenamed:
    """Say how to be called. Staff are called by their card, which an administrator keeps.

    Refuses: not_a_person, name_kept_by_office, name_*.
    """
    person = own_person(actor)
    if actor.is_staff:
        raise Refusal("name_kept_by_office", _("工作人员的姓名由安全管理员维护。"))
    person.name = person_name(name)
    person.pinyin = pinyin_key(person.name)
    with scope(SYSTEM):
        person.save(update_fields=["name", "pinyin"])
    return PersonRenamed(subject_id=person.pk, area_path=person.area_path)


@command
def choose_home(*, actor: Actor, now: datetime, area_id: int) -> HomeChosen:
    """Say in which building (or home) one lives, so that the right grid worker and nearby matters are shown.

    Refuses: not_a_person, home_kept_by_office (staff, and whoever the community has registered), place_unknown.
    """
    person = own_person(actor)
    with scope(SYSTEM):
        registered = Residence.objects.filter(person=person, until=None).exists()
    if actor.is_staff or registered:
        raise Refusal("home_kept_by_office", _("您的住处由社区登记。有变化请告诉社区。"))
    spot = lineage(area_id)
    if spot is None or spot.level < Level.BUILDING:
        raise Refusal("place_unknown", _("请选一栋楼。"), facts={"field": "area_id"})
    person.area_path = spot.path
    with scope(SYSTEM):
        person.save(update_fields=["area_path"])
    return HomeChosen(subject_id=person.pk, area_path=spot.path, area_id=area_id)


@command
def set_preferences(
    *,
    actor: Actor,
    now: datetime,
    language: str | None = None,
    large_type: bool | None = None,
    shortcuts: bool | None = None,
) -> PreferencesSet:
    """Choose language, type size, single-key shortcuts; what is not given stays.

    Refuses: not_a_person, account_unknown, language_unknown.
    """
    person = own_person(actor)
    account = Account.objects.select_for_update().filter(person=person).first()
    if account is None:
        raise Refusal("account_unknown", _("还没有账号。"), status=404)
    if language and language not in dict(settings.LANGUAGES):
        raise Refusal("language_unknown", _("没有这种语言。"), facts={"field": "language"})
    account.language = account.language if language is None else language
    account.large_type = account.large_type if large_type is None else large_type
    account.shortcuts = account.shortcuts if shortcuts is None else shortcuts
    account.save(update_fields=["language", "large_type", "shortcuts"])
    if language is not None:
        stamp.bump(LANGUAGES)
    return PreferencesSet(
        subject_id=person.pk,
        area_path=person.area_path,
        language=Code(account.language),
        large_type=account.large_type,
        shortcuts=account.shortcuts,
    )
