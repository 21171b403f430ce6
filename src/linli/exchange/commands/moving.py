"""What exchange keeps follows its place when communities are split or merged."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.kernel import stamp
from linli.kernel.notice import tell
from linli.kernel.scope import SYSTEM, scope
from linli.people.queries import in_language_of
from linli.places.commands import Regrouped, follows_areas
from linli.places.queries import names

from ..models import Subscription
from ..queries.webhooks import SUBSCRIPTIONS

# What was sent is over; what waits or was given up can still be sent.
STATEMENTS = tuple(
    f"update {table} set area_path = %(after)s || substr(area_path, length(%(before)s) + 1)"  # noqa: S608  our own names
    f" where area_path ^@ %(before)s and {still}"
    for table, still in (
        ("exchange_subscription", "ended_at is null"),
        ("exchange_delivery", "state <> 'sent'"),
        (
            "exchange_publicupdate",
            "exists (select from matters_matter matter where matter.id = matter_id and matter.closed_at is null)",
        ),
        ("exchange_mailrun", "true"),
        ("exchange_mailrow", "true"),
    )
)


@follows_areas
def move_doors(regrouped: Regrouped) -> None:
    """Webhooks, what waits for them, public updates of open matters, mails that were handed in."""
    with connection.cursor() as cursor:
        for move in regrouped.moves:
            for statement in STATEMENTS:
                cursor.execute(statement, move.values)
    stamp.bump(SUBSCRIPTIONS)


def tell_of_new_place(area_id: int, area_path: str, now: datetime) -> None:
    """Whoever made a webhook about a community that is no more looks whether the new place is the one meant.

    One about a community that was split goes on with the first of the new ones; only a person knows about the others.
    """
    with scope(SYSTEM):
        place = names({area_id}).get(area_id, "")
        for one in Subscription.objects.filter(area_path=area_path, ended_at=None, made_by__isnull=False):
            assert one.made_by is not None  # noqa: S101  asked for above
            with in_language_of(one.made_by):
                said = _("社区调整后，事件订阅“%(name)s”现在说的是%(place)s的事，请看看对不对。")
                tell(
                    key=f"webhook:{one.pk}:{area_id}:moved", text=str(said) % {"name": one.name, "place": place},
                    person_id=one.made_by, area_path=area_path, link=f"/admin/webhooks/{one.pk}/", now=now,
                )  # fmt: skip
