"""Accounts as the security administrator sees them: who can sign in, who should no longer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q

from linli.kernel.keyset import Slice, cut, read_mark
from linli.kernel.scope import SYSTEM, Actor, scope

from .. import access
from ..models import Account, Person

SIZE = 50


def account_of(person_id: int) -> Account:
    """The account of somebody who has one."""
    return Account.objects.get(person=person_id)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in a list. `in_force`: postings on that day; `ended`: postings that were."""

    person_id: int
    name: str
    login: str
    active: bool
    factor: bool
    must_change: bool
    last_login: datetime | None
    in_force: int
    ended: int
    area_path: str
    has_password: bool

    @property
    def leaver(self) -> bool:
        """Served once, serves no more, can still sign in."""
        return self.active and self.ended > 0 and self.in_force == 0


def _lines(actor: Actor, on: date) -> Any:
    in_force = Q(postings__from_on__lte=on) & (Q(postings__to_on=None) | Q(postings__to_on__gte=on))
    factor = Authenticator.objects.filter(user_id=OuterRef("account__pk"), type=Authenticator.Type.TOTP)
    return (
        Person.objects.reachable(actor, access.EDIT_ACCOUNTS)
        .filter(account__isnull=False)
        .select_related("account", "staff")
        .annotate(
            in_force=Count("postings", filter=in_force, distinct=True),
            ended=Count("postings", filter=Q(postings__to_on__lt=on), distinct=True),
            factor=Exists(factor),
        )
    )


def _line(row: Any) -> AccountLine:
    account = row.account
    staff = getattr(row, "staff", None)
    return AccountLine(
        row.pk, staff.name if staff else row.name, account.login, account.is_active, row.factor,
        account.must_change, account.last_login, row.in_force, row.ended, row.area_path,
        account.has_usable_password(),
    )  # fmt: skip


VIEWS = ("staff", "leavers", "closed", "all")


def accounts(
    actor: Actor, *, on: date, view: str = "staff", text: str = "", after: str = ""
) -> Slice[AccountLine]:
    """Accounts in reach by name: of those who serve, of leavers, closed ones, or all; one page of fifty.

    text: the beginning of a name or the whole login. after: the mark of the row before.
    """
    rows = _lines(actor, on)
    match view:
        case "staff":
            rows = rows.filter(in_force__gt=0)
        case "leavers":
            rows = rows.filter(in_force=0, ended__gt=0, account__is_active=True)
        case "closed":
            rows = rows.filter(account__is_active=False)
    if text:
        rows = rows.filter(Q(name__startswith=text) | Q(account__login=text.lower()))
    if after:
        pinyin, pk = read_mark(after, (str, int))
        rows = rows.filter(Q(pinyin__gt=pinyin) | Q(pinyin=pinyin, pk__gt=pk))
    with scope(SYSTEM):
        found = rows.order_by("pinyin", "pk")[: SIZE + 1]
        page = cut(list(found), SIZE, lambda row: (row.pinyin, row.pk), backwards=False, inner=bool(after))
    return Slice([_line(row) for row in page.rows], page.before, page.after)


def account_line(actor: Actor, person_id: int, on: date) -> AccountLine | None:
    """One account in reach, or None."""
    with scope(SYSTEM):
        row = _lines(actor, on).filter(pk=person_id).first()
    return _line(row) if row is not None else None


def leavers(actor: Actor, on: date) -> int:
    """How many accounts are open though the last posting has ended."""
    with scope(SYSTEM):
        return int(_lines(actor, on).filter(in_force=0, ended__gt=0, account__is_active=True).count())


def staff_named(actor: Actor, text: str, most: int = 20) -> list[tuple[int, str, str]]:
    """People in reach of the administrator whose name begins like this, to be posted: id, name, masked phone."""
    if not text:
        return []
    rows = Person.objects.reachable(actor, access.EDIT_POSTINGS).filter(name__startswith=text)
    return [(row.pk, row.name, row.phone_mark) for row in rows.order_by("pinyin", "pk")[:most]]


def accountless(actor: Actor, person_id: int) -> str | None:
    """The name of somebody in reach who has no account with a password yet; None for everybody else."""
    rows = Person.objects.reachable(actor, access.EDIT_ACCOUNTS).filter(pk=person_id, account=None)
    return rows.values_list("name", flat=True).first()
