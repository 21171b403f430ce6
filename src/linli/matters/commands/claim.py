"""What somebody reported by telephone before signing in becomes their own, by the whole number's blind index."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.command import command
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor, scope
from linli.people.queries import own_phone

from ..events import MattersClaimed
from ..models import Matter, Reporter


@command
def claim_matters(*, actor: Actor, now: datetime) -> MattersClaimed:
    """Give the person every matter reported with the own telephone that nobody else owns; repeating adds nothing.

    Only right after the number was proved (sign-in by code). Anonymous reports left no number and stay so.
    Refuses: not_a_person.
    """
    phone = own_phone(actor)
    if phone is None:
        raise Refusal("not_a_person", _("这一项要本人登录后来做。"), status=403)
    found: tuple[int, ...] = ()
    if phone.index is not None:
        with scope(SYSTEM):
            loose = Reporter.objects.select_for_update().filter(
                phone_index=phone.index, person_id=None, anonymous=False
            )
            found = tuple(sorted(loose.values_list("pk", flat=True)))
            Reporter.objects.filter(pk__in=found).update(person_id=actor.person_id)
            Matter.objects.filter(pk__in=found, reporter_person_id=None).update(
                reporter_person_id=actor.person_id
            )
    return MattersClaimed(subject_id=phone.person_id, area_path=phone.area_path, matters=found)
