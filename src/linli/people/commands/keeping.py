"""How long what is known of residents and staff is kept, and what forgets it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel.retention import Kept

from .forgetting import forget_expired


def _forget_sign_ins(now: datetime) -> int:
    return forget_expired(now=now)


_PERSON = ("name", "pinyin", "phone", "phone_mark", "phone_index", "id_number", "id_mark", "id_index")

KEPT = (
    Kept(("people_phonecode.phone_index", "people_phonecode.digest"), _("失效一天后删除"), _forget_sign_ins),
    Kept(tuple(f"people_person.{column}" for column in _PERSON), _("登记期间；搬走或要求删除时由社区清除")),
    Kept(
        (
            "people_staff.name",
            "people_staff.pinyin",
            "people_staff.work_phone",
            "people_account.login",
            "people_account.password",
        ),
        _("任职期间；离岗后只留姓名，办过的事要署名"),
    ),
    Kept(("people_sight.words", "people_sight.by_name"), _("与操作记录同存，本人可查")),
)
