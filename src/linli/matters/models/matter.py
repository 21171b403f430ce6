"""A matter, who reported it, what was said, who else met it; categories."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel import secret
from linli.kernel.scope import InArea, Scoped

from ..terms import OrderType, Outcome, RemarkKind, Source, Urgency, Via, WaitsFor

OPEN = Q(closed_at__isnull=True)


class Category(models.Model):
    """A node of the category tree (any depth); leaves may be shown to residents as chips."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    code = models.TextField(unique=True)
    name = models.TextField(verbose_name=_("名称"))
    pinyin = models.TextField()
    icon = models.TextField(default="more")
    chip = models.BooleanField(default=False, verbose_name=_("居民可选"))
    position = models.SmallIntegerField(default=100)
    retired_on = models.DateField(null=True)
    into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+"
    )  # who takes its place

    class Meta:
        verbose_name = _("类别")

    def __str__(self) -> str:
        return self.name


class DayBase(models.Model):
    """Where the numbers of a day begin in the one sequence of matter numbers."""

    day = models.DateField(primary_key=True)
    base = models.BigIntegerField()


class Matter(InArea):
    """诉求 / 事项. Current state in one row; how it came about is in the events."""

    number = models.TextField(unique=True, verbose_name=_("编号"))  # 20261123-0187
    kind = models.TextField()
    source = models.TextField(choices=Source.choices, verbose_name=_("来源"))
    order_type = models.TextField(choices=OrderType.choices, blank=True, verbose_name=_("诉求类型"))
    urgency = models.TextField(choices=Urgency.choices, blank=True, db_default="", verbose_name=_("紧急程度"))
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, verbose_name=_("类别"))
    title = models.TextField(verbose_name=_("标题"))
    text = models.TextField(verbose_name=_("内容"))
    place = models.TextField(verbose_name=_("地点"))

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    district_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)
    building_id = models.BigIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    stage = models.TextField()
    rung = models.SmallIntegerField()
    holder_role = models.TextField()
    holder_area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    holder_person_id = models.BigIntegerField(null=True)
    holder_unit = models.ForeignKey(
        "people.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )

    # 首接负责: who had it first answers for it until somebody else has taken it up; without a role, its holder.
    first_role = models.TextField(blank=True, db_default="")
    first_area_id = models.BigIntegerField(null=True)
    first_unit_id = models.BigIntegerField(null=True)

    opened_at = models.DateTimeField(verbose_name=_("居民反映时间"))
    received_at = models.DateTimeField(verbose_name=_("进入系统时间"))
    staged_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, verbose_name=_("本环节期限"))
    due_provisional = models.BooleanField(default=False)
    next_due_at = models.DateTimeField(null=True)  # when the sweep must look; none: nothing runs
    waits_for = models.TextField(choices=WaitsFor.choices, blank=True, db_default="")
    limits_on = models.DateField(null=True)  # the day whose limits count; none: the day it came in
    promised_at = models.DateTimeField(null=True, verbose_name=_("答复期限"))
    promised_provisional = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(choices=Outcome.choices, blank=True)

    follow_via = models.TextField(choices=Via.choices, default=Via.PHONE, verbose_name=_("回访方式"))
    ups = models.SmallIntegerField(default=0, verbose_name=_("上报次数"))
    redos = models.SmallIntegerField(default=0, verbose_name=_("重办次数"))
    lates = models.SmallIntegerField(default=0, verbose_name=_("超时次数"))
    extensions = models.SmallIntegerField(db_default=0, verbose_name=_("延期次数"))
    returns = models.SmallIntegerField(db_default=0, verbose_name=_("退回次数"))
    return_final = models.BooleanField(db_default=False)  # 终审: it stays where it is
    pauses = models.SmallIntegerField(db_default=0, verbose_name=_("挂起次数"))
    supervisions = models.SmallIntegerField(db_default=0, verbose_name=_("督办次数"))
    supervised = models.BooleanField(db_default=False)  # a supervision runs
    urges = models.SmallIntegerField(default=0, verbose_name=_("催办次数"))
    supporters = models.SmallIntegerField(default=0, verbose_name=_("同报人数"))
    photos = models.SmallIntegerField(default=0)
    follow_token = models.BinaryField(unique=True)  # digest of the unguessable follow link
    follow_sealed = models.BinaryField()  # the link's secret, sealed, to print it again on paper
    follow_uid = models.UUIDField(default=uuid.uuid4)
    reporter_person_id = models.BigIntegerField(null=True)
    lead = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="members", db_index=False
    )
    rides = models.BooleanField(default=False, db_default=False)  # 并案: it rests while the lead is worked on
    gathered = models.SmallIntegerField(default=0, db_default=0, verbose_name=_("并入件数"))
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    asked_units = ArrayField(
        models.BigIntegerField(), default=list, db_default=[]
    )  # 协办: units that may read it
    agent_person_id = models.BigIntegerField(null=True)  # acts for the reporter, with a consent
    hidden_from = ArrayField(
        models.TextField(), null=True
    )  # marks of the accused (Actor.marks); null: of nobody
    firm = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    talk_point = models.ForeignKey("matters.TalkPoint", null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.TextField(blank=True)  # number in the system it came from
    last_event_id = models.BigIntegerField(default=0)
    search = SearchVectorField()  # the document of title, place and text (kernel/search.py)

    objects = Scoped.as_manager()
    unit_field = "holder_unit_id"
    units_field, units_may = "asked_units", frozenset({"matters.see", "matters.run_incidents"})
    owner_field = "reporter_person_id"
    owner_may = frozenset({"matters.see", "matters.speak"})
    deputy_field = "agent_person_id"
    deputy_may = frozenset({"matters.see", "matters.speak"})
    shut_field = "hidden_from"

    class Meta:
        verbose_name = _("事项")
        indexes = [
            models.Index(
                fields=["next_due_at"], name="matters_matter_due", condition=Q(next_due_at__isnull=False)
            ),
            *(
                models.Index(
                    fields=[f"{level}_id", "due_at", "id"],
                    include=[
                        "stage",
                        "holder_role",
                        "rides",
                        "kind",
                        "source",
                        "order_type",
                        "urgency",
                        "category",
                        "holder_unit",
                        "received_at",
                    ],
                    name=f"matters_open_{level}",
                    condition=OPEN,
                )
                for level in ("district", "street", "community", "grid")
            ),
            *(
                models.Index(fields=[f"{level}_id", "-received_at", "-id"], name=f"matters_all_{level}")
                for level in ("district", "street", "community", "grid")
            ),
            # What was closed lies behind all that is open, and a district has tens of thousands open.
            models.Index(
                fields=["district_id", "-received_at", "-id"],
                name="matters_closed_district",
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["holder_person_id", "due_at", "id"],
                name="matters_held",
                condition=OPEN & Q(holder_person_id__isnull=False),
            ),
            models.Index(
                fields=["holder_unit", "due_at", "id"],
                name="matters_unit",
                condition=OPEN & Q(holder_unit__isnull=False),
            ),
            models.Index(
                fields=["holder_area_id", "holder_role", "stage"], name="matters_at_desk", condition=OPEN
            ),
            models.Index(
                fields=["reporter_person_id", "-received_at", "-id"],
                name="matters_mine",
                condition=Q(reporter_person_id__isnull=False),
            ),
            models.Index(fields=["building_id", "-received_at"], name="matters_building"),
            models.Index(fields=["lead"], name="matters_lead", condition=Q(lead__isnull=False)),
            models.Index(fields=["parent"], name="matters_parent", condition=Q(parent__isnull=False)),
            GinIndex(fields=["asked_units"], name="matters_asked", condition=~Q(asked_units=[])),
            models.Index(
                fields=["agent_person_id", "due_at", "id"],
                name="matters_attended",
                condition=Q(agent_person_id__isnull=False),
            ),
            models.Index(fields=["id"], name="matters_shut", condition=Q(hidden_from__isnull=False)),
            models.Index(
                fields=["firm", "-received_at"], name="matters_firm", condition=Q(firm__isnull=False)
            ),
            # A rare value in a list of a million: found by itself, not by walking the area's whole list.
            *(
                models.Index(
                    fields=[column, "-received_at", "-id"], name=f"matters_by_{column}", condition=condition
                )
                for column, condition in (
                    ("kind", None),
                    ("source", None),
                    ("order_type", ~Q(order_type="")),
                    ("urgency", ~Q(urgency="")),
                    ("category", Q(category__isnull=False)),
                    ("holder_unit", Q(holder_unit__isnull=False)),
                    ("holder_role", None),
                )
            ),
            models.Index(fields=["-closed_at"], name="matters_closed", condition=Q(closed_at__isnull=False)),
            models.Index(
                fields=["id"],
                name="matters_provisional",
                condition=OPEN & (Q(due_provisional=True) | Q(promised_provisional=True)),
            ),
            models.Index(fields=["origin"], name="matters_origin", condition=~Q(origin="")),
            GinIndex(fields=["search"], name="matters_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False, next_due_at__isnull=True),
                name="matters_closed_rests",
            ),
            models.CheckConstraint(condition=~Q(holder_role=""), name="matters_never_ownerless"),
            models.CheckConstraint(
                condition=Q(rides=False)
                | Q(lead__isnull=False, closed_at__isnull=True, next_due_at__isnull=True),
                name="matters_rider_rests",
            ),
            models.CheckConstraint(
                condition=~Q(lead=F("id")) & ~Q(parent=F("id")), name="matters_not_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def follow_secret(self) -> str:
        """The token of the follow link, for printing it on paper again."""
        return secret.unseal(
            bytes(self.follow_sealed),
            compartment="follow",
            place="matters_matter.follow",
            row=self.follow_uid,
        )


class Reporter(InArea):
    """Who reported, apart from what was reported: handlers get the text and the place, not the person."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(null=True)
    anonymous = models.BooleanField(default=False)
    name = models.BinaryField(null=True)
    name_mark = models.TextField(blank=True)  # 周女士, or 匿名
    phone = models.BinaryField(null=True)
    phone_mark = models.TextField(blank=True)
    phone_index = models.BinaryField(null=True)
    email = models.BinaryField(null=True)
    email_mark = models.TextField(blank=True, db_default="")  # z***@example.org
    registered_by = models.BigIntegerField(null=True)  # the clerk, when somebody reported at the desk
    best_hours = models.TextField(blank=True, verbose_name=_("方便的时间"))

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"matters.see_reporter"})

    class Meta:
        verbose_name = _("反映人")
        indexes = [
            models.Index(
                fields=["phone_index"], name="matters_reporter_phone", condition=Q(phone_index__isnull=False)
            )
        ]

    def seal_field(self, field: str, text: str) -> bytes:
        """The sealed form of "name", "phone" or "email"."""
        return secret.seal(text, compartment="reporter", place=f"matters_reporter.{field}", row=self.uid)

    def open_field(self, field: str) -> str:
        """The plain value or ""; call it only beside a `Sight` row or to send a notice."""
        sealed = getattr(self, field)
        if sealed is None:
            return ""
        return secret.unseal(
            bytes(sealed), compartment="reporter", place=f"matters_reporter.{field}", row=self.uid
        )


class Supporter(InArea):
    """我也遇到了: somebody else met the same thing and follows it."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField(null=True)  # nobody known: somebody who rang a desk
    at = models.DateTimeField()
    uid = models.UUIDField(null=True, editable=False)
    name_mark = models.TextField(blank=True, db_default="")
    phone = models.BinaryField(null=True)  # of a caller nobody knows, for the answer
    phone_mark = models.TextField(blank=True, db_default="")
    phone_index = models.BinaryField(null=True)
    registered_by = models.BigIntegerField(null=True)  # the clerk who joined a caller

    objects = Scoped.as_manager()
    owner_field = "person_id"
    owner_may = frozenset({"matters.see"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "person_id"], name="matters_supporter_once"),
            models.UniqueConstraint(
                fields=["matter", "phone_index"],
                condition=Q(phone_index__isnull=False),
                name="matters_supporter_phone_once",
            ),
        ]
        indexes = [models.Index(fields=["person_id", "-id"], name="matters_supporter_person")]

    def mobile(self) -> str:
        """The caller's number or ""; only to send a notice."""
        if self.phone is None or self.uid is None:
            return ""
        return secret.unseal(
            bytes(self.phone), compartment="reporter", place="matters_supporter.phone", row=self.uid
        )


class Remark(InArea):
    """What somebody wrote in the course of a matter; events point here, so a text can be erased by law."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="remarks")
    kind = models.TextField(choices=RemarkKind.choices)
    text = models.TextField()
    public = models.BooleanField(default=False)  # the reporter sees it
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("办理记录")
        indexes = [models.Index(fields=["matter", "id"], name="matters_remark_matter")]
