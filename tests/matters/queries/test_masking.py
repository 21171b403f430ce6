"""One masker for all that is public: kept copies where there are, the same rules for answers and progress."""

import pytest
from tests.matters.reports import reported

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import understand
from linli.matters.queries.masking import masked_words, public_texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("王阿姨，电话12912345678，已换灯。", "12912345678"),
        ("槐荫里2号楼3单元502室的水管换了。", "502"),
        ("联系人刘德顺，0477-1234567。", "刘德顺"),
        ("物业张师傅到场，蒙K12345已挪走。", "12345"),
        ("网格员陈思远去看了。", "陈思远"),
        ("身份证15010219800101123X的事办好了。", "150102"),
        ("写信到li.mei（at）qq点com。", "li.mei"),
        ("打一三九零零零一二三四五。", "一二三四五"),
        ("微信号：zhou_1990", "zhou_1990"),
        ("我叫周小红，灯不亮", "周小红"),
        ("卡号6222 0000 1111 2222", "1111"),
        ("周女士说", "周女士"),
    ],
)  # fmt: skip
def test_what_reaches_a_person_is_gone(cast, text, gone):
    with scope(SYSTEM):
        assert gone not in masked_words([text])[0]


def test_the_rest_stays_and_those_who_serve_are_taken_out(cast):
    plain = [
        "已于11月25日修好，用了3天，花了1200元。",
        "槐荫里2号楼3号井盖换了。",
        "路面坑深20厘米，12345接的。",
    ]
    with scope(SYSTEM):
        assert masked_words(plain) == plain
        assert masked_words(["韩立新当天换好了。"], {"韩立新"}) == ["〔姓名〕当天换好了。"]


def test_a_matter_is_shown_by_its_kept_copy(cast, zhou, now):
    one = reported(cast, zhou, now, text="李建国说灯不亮，打12900002076")
    with scope(SYSTEM):
        assert "12900002076" not in public_texts([(one.pk, one.text)])[one.pk]
    understand(actor=SYSTEM, now=now, matter_id=one.pk, spans=[("text", "other", 0, 4, "person")], whole=True)
    with scope(SYSTEM):
        assert public_texts([(one.pk, one.text)])[one.pk] == "〔隐去〕灯不亮，打12900002076", (
            "as people decided"
        )
