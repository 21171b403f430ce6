"""What the log says of each kind of event: one short verb. A test asks that none is missing."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENTS: Final[Mapping[str, object]] = {
    "kernel.notice_retried": _("重发消息"),
    "matters.assigned": _("派给人或单位"),
    "matters.categories_imported": _("导入诉求类别"),
    "matters.category_edited": _("改诉求类别"),
    "matters.claimed": _("认领以前报的事"),
    "matters.clocks_recomputed": _("重算期限"),
    "matters.concluded": _("外系统已办结"),
    "matters.follow_up_chosen": _("选回访方式"),
    "matters.follow_up_link_made": _("开回访链接"),
    "matters.followed_up": _("回访"),
    "matters.handed_up": pgettext_lazy("done", "上报"),
    "matters.import_asked": _("导入工单"),
    "matters.import_ended": _("导入工单完成"),
    "matters.import_received": _("收到工单文件"),
    "matters.imported": _("转入历史工单"),
    "matters.lapsed": _("环节超时"),
    "matters.limit_set": _("改办理时限"),
    "matters.moved": _("推进环节"),
    "matters.noted": _("记一笔"),
    "matters.opened": _("登记诉求"),
    "matters.placed": _("改地点"),
    "matters.reporter_seen": _("看反映人全号"),
    "matters.sent_down": _("下派"),
    "matters.supported": _("我也遇到了"),
    "matters.undone": _("撤销上一步"),
    "matters.urged": _("催办"),
    "matters.withdrawn": _("撤回诉求"),
    "people.account_closed": _("停用账号"),
    "people.account_made": _("开账号"),
    "people.account_opened": _("重新开通账号"),
    "people.code_asked": _("要短信验证码"),
    "people.code_tried": _("输短信验证码"),
    "people.factor_added": _("设二次验证"),
    "people.factor_removed": _("停用二次验证"),
    "people.factor_reset": _("清掉他人的二次验证"),
    "people.home_chosen": _("选住处"),
    "people.locked_out": _("登录被锁"),
    "people.log_read": _("看操作记录"),
    "people.organisation_added": _("加单位"),
    "people.organisation_changed": _("改单位"),
    "people.password_changed": _("改密码"),
    "people.password_given": _("给他人新密码"),
    "people.person_looked_up": _("按号码查人"),
    "people.person_registered": _("登记人员"),
    "people.person_renamed": _("改称呼"),
    "people.person_seen": _("看人员全号"),
    "people.posted": _("任职"),
    "people.posting_ended": _("结束任职"),
    "people.preferences_set": _("改显示设置"),
    "people.seals_verified": _("核对封存"),
    "people.sessions_ended": _("让他人退出登录"),
    "people.signed_in": _("登录"),
    "people.signed_out": _("退出登录"),
    "people.staff_carded": _("改公开名片"),
    "people.staff_taken_on": _("新来一个人"),
    "people.token_made": _("开接口令牌"),
    "people.token_revoked": _("停用接口令牌"),
    "places.area_added": _("加区域"),
    "places.area_changed": _("改区域"),
    "places.area_ended": _("停用区域"),
    "places.areas_imported": _("导入区域"),
    "places.communities_merged": _("合并社区"),
    "places.community_split": _("拆分社区"),
    "places.days_imported": _("导入放假安排"),
    "places.hours_set": _("改工作时间"),
}

SUBJECTS: Final[Mapping[str, object]] = {
    "area": _("区域"),
    "calendar": _("日历"),
    "category": _("类别"),
    "import": _("导入"),
    "limit": _("时限"),
    "matter": _("诉求"),
    "notice": _("消息"),
    "organisation": _("单位"),
    "person": _("人员"),
    "phone_code": _("验证码"),
}


def event_word(code: str) -> str:
    """The word of an event; its code where there is none yet."""
    return str(EVENTS.get(code, code))


def subject_word(subject: str) -> str:
    """The word of what an event is about."""
    return str(SUBJECTS.get(subject, subject))
