"""Handing a matter to a community: refused where the list names somebody else and nothing was approved."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal

from ..models import DutyRequest, DutyUse
from ..queries.responsibility import chain_of, whose
from ..queries.standing import china_day
from ..rules.duties import Approved, covering, pushed_down
from ..rules.steps import State
from ..terms import DutyDecision
from .settling import Case


def hand_to_community(case: Case, after: State, now: datetime) -> None:
    """Ask before a matter goes down onto a community; a matter that goes by an approval is linked with it.

    Source: 北京市接诉即办工作条例 art. 17 (nothing outside the community's list is pushed onto it).
    Refuses outside_duty.
    """
    if not pushed_down(case.state.holder_role, after.holder_role):
        return
    matter, on = case.matter, china_day(now)
    found = whose(matter.area_path, matter.category_id, on)
    if found is None or found.communitys_own or matter.category_id is None or matter.community_id is None:
        return
    rows = DutyRequest.objects.filter(decision=DutyDecision.APPROVED, area_id=matter.community_id)
    approved = [Approved(*row) for row in rows.values_list("pk", "category_id", "from_on", "until_on")]
    by = covering(approved, chain_of(matter.category_id), on)
    if by is None:
        sentence = _("按责任清单应由%(name)s办（%(reason)s），不能推给社区。确要社区办，先申请清单外事项。")
        raise Refusal("outside_duty", sentence % {"name": found.name, "reason": found.reason})
    DutyUse.objects.get_or_create(
        matter=matter, request_id=by.id, defaults={"at": now, "area_path": matter.area_path}
    )
