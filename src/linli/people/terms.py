"""Words of people: roles, kinds of organisation, fields that are masked, reasons to unmask."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody serves as. Codes are stored and stay for ever."""

    GRID_WORKER = "grid_worker", _("网格员")
    GRID_LEADER = "grid_leader", _("网格长")
    BUILDING_HEAD = "building_head", _("楼栋长")
    GRID_PARTNER = "grid_partner", _("进格人员")
    COMMUNITY_DESK = "community_desk", _("社区前台")
    STREET_DESK = "street_desk", _("街道中心")
    DISTRICT_DESK = "district_desk", _("区级中心")
    DEPARTMENT_STAFF = "department_staff", _("部门人员")
    MEDIATOR = "mediator", _("调解员")
    AGENT = "agent", _("信访代办员")
    OBSERVER = "observer", _("观察员")
    STATION_KEEPER = "station_keeper", _("驿站管理员")
    LEADER = "leader", _("分管领导")
    RESIDENT = "resident", _("居民")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


class OrganisationKind(models.TextChoices):
    """What hangs on the tree."""

    STREET_OFFICE = "street_office", _("街道办事处")
    COMMUNITY_COMMITTEE = "community_committee", _("社区居委会")
    PARTY_BRANCH = "party_branch", _("党组织")
    DEPARTMENT = "department", _("职能部门")
    POLICE = "police", _("公安")
    JUSTICE = "justice", _("司法")
    CITY_MANAGEMENT = "city_management", _("城管")
    UTILITY = "utility", _("水电气暖企业")
    PROPERTY = "property", _("物业")
    DEPUTIES_HOUSE = "deputies_house", _("代表之家")
    GRID_CENTRE = "grid_centre", _("网格中心")
    HOTLINE_DESK = "hotline_desk", _("12345专班")
    WASTE_SORTING = "waste_sorting", _("垃圾分类")
    OTHER = "other", _("其他单位")


class MaskedField(models.TextChoices):
    """Personal fields that are shown masked and opened one at a time."""

    PHONE = "phone", _("电话")
    ID_NUMBER = "id_number", _("身份证号")
    NAME = "name", _("姓名")
    EMAIL = "email", _("邮箱")
    PHOTO = "photo", _("照片原图")
    MATTER = "matter", _("以前的诉求")


class SightReason(models.TextChoices):
    """Why a masked field was opened."""

    CONTACT = "contact", _("要联系本人")
    VERIFY = "verify", _("核对身份")
    FOLLOW_UP = "follow_up", _("回访")
    EMERGENCY = "emergency", _("紧急情况")
    CALL = "call", _("正在来电")
    OTHER = "other", _("其他")


class IdKind(models.TextChoices):
    """Papers a person may be known by."""

    RESIDENT_ID = "resident_id", _("居民身份证")
    PASSPORT = "passport", _("护照")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    NONE = "none", _("没有证件号")


class SignInHow(models.TextChoices):
    """How somebody proved who they are."""

    PASSWORD = "password", _("登录名和密码")
    PHONE = "phone", _("短信验证码")


class CodeOutcome(models.TextChoices):
    """What came of an entered telephone code."""

    WRONG = "wrong", _("验证码不对或已过期")
    SIGNED_IN = "signed_in", _("已登录")
    STAFF = "staff", _("工作人员，要用登录名和密码")
    CLOSED = "closed", _("账号已停用")


class FactorReason(models.TextChoices):
    """Why an administrator took somebody's second factor away."""

    LOST = "lost", _("手机丢了")
    CHANGED = "changed", _("换了手机")
    BROKEN = "broken", _("验证器打不开")
    OTHER = "other", _("其他")


class LogPart(models.TextChoices):
    """What of the log somebody looked at."""

    EVENTS = "events", _("操作记录")
    SIGHTS = "sights", _("查看记录")
    SEALS = "seals", _("封存情况")


ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""Three separate hands: nobody holds two of them (GB/T 22239-2019, 8.1.5)."""

POSTED_ROLES = (
    Role.BUILDING_HEAD, Role.GRID_WORKER, Role.GRID_LEADER, Role.GRID_PARTNER, Role.COMMUNITY_DESK, Role.MEDIATOR,
    Role.STATION_KEEPER, Role.STREET_DESK,
)  # fmt: skip
"""Roles whose holders are posted at the door with name and work telephone (一格多员), nearest first."""
