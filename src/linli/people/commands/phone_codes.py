"""Residents by telephone code: a code is sent, entered, and signs in whose number it is.

How often somebody may ask or try is counted by the door before these commands run (kernel/tally.py), since a
refusal would undo the count.
"""

from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import randbelow
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import secret
from linli.kernel.command import command
from linli.kernel.event import Code
from linli.kernel.notice import MASK, tell
from linli.kernel.phone import is_mobile, phone_mark, phone_number
from linli.kernel.pinyin import pinyin_key
from linli.kernel.refusal import Refusal
from linli.kernel.scope import EVERYWHERE, SYSTEM, Actor, scope
from linli.kernel.terms import Channel
from linli.places.queries import tree

from ..events import CodeAsked, CodeTried
from ..models import Account, Person, PhoneCode
from ..queries.actors import standings_of
from ..terms import CodeOutcome, MaskedField

LASTS = timedelta(minutes=10)
TRIES = 5


def whole_town() -> str:
    """The path of the one district of this cell, for what has no place of its own; "/" where there are more."""
    tops = [node.path for node in tree().children(None)]
    return tops[0] if len(tops) == 1 else EVERYWHERE


def mobile(phone: str) -> str:
    """The digits of a number that can get a text message. Refuses: phone_*, phone_not_mobile."""
    digits = phone_number(phone)
    if not is_mobile(digits):
        raise Refusal("phone_not_mobile", _("请填能收短信的手机号码。"), facts={"field": "phone"})
    return digits


def _digest(index: bytes, made_at: datetime, code: str) -> bytes:
    """Keyed, since a plain hash of six digits is no secret."""
    return secret.blind("code", f"{index.hex()}|{made_at.timestamp()}|{code}")


@command
def ask_code(*, actor: Actor, now: datetime, phone: str) -> CodeAsked:
    """Send a code to a mobile number; the same answer whether anybody is known by it. Only the last one counts.

    Refuses: phone_*, phone_not_mobile.
    """
    digits = mobile(phone)
    index, code, made_at = (
        secret.blind("phone", digits),
        f"{randbelow(10**6):06d}",
        now.replace(microsecond=0),
    )
    PhoneCode.objects.filter(phone_index=index, used_at=None, expires_at__gt=now).update(expires_at=now)
    kept = PhoneCode.objects.create(
        phone_index=index, digest=_digest(index, made_at, code), made_at=made_at, expires_at=now + LASTS
    )
    with scope(SYSTEM):
        tell(
            key=f"code:{kept.pk}",
            text=_("【邻里】验证码%(code)s，10分钟内有效。不是您本人操作请不用理会，也不要告诉别人。") % {"code": MASK},
            secret=code, until=now + LASTS, address=digits, channel=Channel.SMS, urgent=True, now=now,
            area_path=whole_town(),
        )  # fmt: skip
    return CodeAsked(subject_id=kept.pk, area_path=whole_town())


@command
def try_code(*, actor: Actor, now: datetime, phone: str, code: str) -> CodeTried:
    """Judge an entered code; a right one names who is signed in, registering a first-comer.

    A wrong code is a fact, not a refusal: the count of its tries stays. Never call it with `.once`, or a form
    sent again would sign in again. Refuses: phone_*, phone_not_mobile.
    """
    digits = mobile(phone)
    index = secret.blind("phone", digits)
    kept = PhoneCode.objects.select_for_update().filter(phone_index=index).order_by("-id").first()
    if kept is None or not _is_right(kept, index, code, now):
        return CodeTried(
            subject_id=kept.pk if kept else 0, area_path=whole_town(), outcome=Code(CodeOutcome.WRONG)
        )
    with scope(SYSTEM):
        person, registered = _person_of(index, digits, now)
        outcome = _account_of(person, now)
    return CodeTried(
        subject_id=kept.pk,
        area_path=whole_town(),
        outcome=Code(outcome),
        person_id=person.pk,
        registered=registered,
    )


def _is_right(kept: PhoneCode, index: bytes, code: str, now: datetime) -> bool:
    """Count the try and compare; a code is good once, for ten minutes and five tries."""
    kept.tries += 1
    right = (
        kept.used_at is None
        and kept.expires_at > now
        and kept.tries <= TRIES
        and compare_digest(bytes(kept.digest), _digest(index, kept.made_at, code.strip()))
    )
    if right:
        kept.used_at = now
    kept.save(update_fields=["tries", "used_at"])
    return right


def _person_of(index: bytes, digits: str, now: datetime) -> tuple[Person, bool]:
    """Whose number it is; somebody unknown is registered, with no place yet and a name to be chosen."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('person'), hashtext(%s))", (index.hex(),))
        cursor.execute("select person_of_phone(%s)", (index,))
        row = cursor.fetchone()
    if row is not None and row[0] is not None:
        return Person.objects.get(pk=row[0]), False
    name = gettext_noop("居民")  # kept, so in the one language of what is kept
    person = Person(uid=uuid4(), name=name, pinyin=pinyin_key(name), area_path=EVERYWHERE, made_at=now)
    person.phone = person.seal_field(MaskedField.PHONE, digits)
    person.phone_mark, person.phone_index = phone_mark(digits), index
    person.save()
    return person, True


def _account_of(person: Person, now: datetime) -> CodeOutcome:
    """Make the account where there is none. A telephone alone never opens the account of somebody who serves."""
    _name, standings = standings_of(person.pk, now.astimezone(settings.LINLI_ZONE).date())
    if standings:
        return CodeOutcome.STAFF
    account = Account.objects.filter(person=person).first()
    if account is None:
        Account.objects.create_user(f"p-{uuid4().hex}", None, person=person, made_at=now)
    elif not account.is_active:
        return CodeOutcome.CLOSED
    return CodeOutcome.SIGNED_IN
