"""What stands beside a matter on the desk's page: whose it is by the list, approvals, decisions, the proposal."""

from datetime import datetime
from typing import Any

from linli.kernel.scope import Actor, may

from .. import access
from ..models import Matter
from ..queries.duties import uses_of
from ..queries.no_dispatch import no_dispatch_of
from ..queries.proposals import proposal_sheet
from ..queries.responsibility import whose
from ..queries.standing import china_day


def beside(matter: Matter, actor: Actor, now: datetime) -> dict[str, Any]:
    """For the template: a fixed number of queries for each kind."""
    running = matter.closed_at is None
    listed = whose(matter.area_path, matter.category_id, china_day(now)) if running else None
    return {
        "whose": listed,
        "not_listed": running and listed is None and matter.kind != "proposal",
        "can_assign": may(actor, access.ASSIGN, matter),
        "with_them": listed is not None and matter.holder_unit_id == listed.organisation_id,
        "duty_uses": uses_of(matter),
        "no_dispatch": no_dispatch_of(matter) if matter.kind == "hotline" else None,
        "proposal": proposal_sheet(matter) if matter.kind == "proposal" else None,
        "can_decide": running and may(actor, access.DECIDE_PROPOSAL, matter),
        "can_set_urgency": running and may(actor, access.SET_URGENCY, matter),
    }
