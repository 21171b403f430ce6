"""The plain counts beside the rates, as month reports of 12345 desks name them."""

from django.utils.translation import gettext_noop as _

from ..shape import Count, Says

_FIRST = Says("round", "is", 1)
_GOOD = ("very_good", "good", "fair")

# A month report has, per unit: dispatched, closed on time, late, open, rates, unsatisfied (siseiken 1395742), also
# connected and valid call-back (003gm 131960).
COUNTS = (
    Count("received", _("收到"), "received", (_FIRST,)),
    Count("dispatched", _("派出"), "received", (_FIRST, Says("not_dispatched", "is", False), Says("merged", "is", False))),
    Count("not_dispatched", _("不派单"), "received", (_FIRST, Says("not_dispatched", "is", True))),
    Count("merged", _("并案"), "received", (_FIRST, Says("merged", "is", True))),
    Count("answered", _("答复"), "answered"),
    Count("answered_in_time", _("按时答复"), "answered", (Says("handled_late", "is", False),)),
    Count("answered_late", _("超时答复"), "answered", (Says("handled_late", "is", True),)),
    Count("answer_minutes", _("从反映到答复的分钟数"), "answered", (_FIRST,), "answer_minutes"),
    Count("answered_first", _("首次答复"), "answered", (_FIRST, Says("answer_minutes", "known", True))),
    Count("promise_kept", _("承诺期内答复"), "answered", (Says("promise_late", "is", False),)),
    Count("asked", _("回访"), "asked"),
    Count("connected", _("接通"), "asked", (Says("connected", "is", True),)),
    Count("unreached", _("未接通"), "asked", (Says("connected", "is", False),)),
    Count("solved", _("解决"), "asked", (Says("verdict", "is", "solved"),)),
    Count("partly", _("部分解决"), "asked", (Says("verdict", "is", "partly"),)),
    Count("unsolved", _("没解决"), "asked", (Says("verdict", "is", "unsolved"),)),
    Count("satisfied", _("满意"), "asked", (Says("satisfaction", "in", _GOOD),)),
    Count("unsatisfied", _("不满意"), "asked", (Says("satisfaction", "in", ("bad", "very_bad")),)),
    Count("reopened", _("重办"), "asked", (Says("reopened", "is", True),)),
    Count("closed", _("办结"), "closed"),
    Count("by_grid", _("网格自己办成"), "closed", (Says("level", "is", 4), Says("outcome", "in", ("solved", "unreached", "answered")))),
    Count("by_community", _("报到社区"), "closed", (Says("level", "is", 3), Says("outcome", "in", ("solved", "unreached", "answered")))),
    Count("by_street", _("报到街道"), "closed", (Says("level", "is", 2), Says("outcome", "in", ("solved", "unreached", "answered")))),
    Count("by_district", _("报到区里"), "closed", (Says("level", "is", 1), Says("outcome", "in", ("solved", "unreached", "answered")))),
    Count("returned", _("退单"), "received", (_FIRST, Says("returned", "least", 1))),
    Count("extended", _("延期"), "received", (_FIRST, Says("extended", "least", 1))),
    Count("excluded", _("剔除"), "received", (_FIRST, Says("excluded", "not", ""))),
)  # fmt: skip
BY_CODE = {count.code: count for count in COUNTS}
LEVELS = ("by_grid", "by_community", "by_street", "by_district")
