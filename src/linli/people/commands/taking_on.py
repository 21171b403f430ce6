"""Somebody new serves: person, card, posting and account in one act, so that nobody is half taken on."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.refusal import Refusal
from linli.kernel.scope import Actor

from ..events import StaffTakenOn
from .accounts import make_account
from .organisations import place_to_edit
from .persons import card_staff, register_person
from .postings import post


@command
def take_on(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    area_id: int,
    role: str,
    login: str,
    password: str,
    phone: str = "",
    id_number: str = "",
    work_phone: str = "",
    organisation_id: int | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> StaffTakenOn:
    """Register a person, post them, give the public card and an account with a first password to be changed.

    Refuses whatever `register_person`, `post`, `card_staff` and `make_account` refuse, and login_missing.
    """
    spot = place_to_edit(actor, area_id)
    if not login.strip():
        raise Refusal("login_missing", _("请填写登录名。"), facts={"field": "login"})
    person_id = register_person(
        actor=actor, now=now, name=name, area_path=spot.path, phone=phone, id_number=id_number, how="office"
    ).subject_id
    posted = post(
        actor=actor, now=now, person_id=person_id, role=role, area_id=area_id, organisation_id=organisation_id,
        from_on=from_on, to_on=to_on,
    )  # fmt: skip
    card_staff(
        actor=actor, now=now, person_id=person_id, work_phone=work_phone, organisation_id=organisation_id
    )
    make_account(actor=actor, now=now, person_id=person_id, login=login, password=password, must_change=True)
    return StaffTakenOn(
        subject_id=person_id, area_path=spot.path, posting_id=posted.posting_id, role=Code(role)
    )
