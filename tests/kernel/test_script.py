"""Traditional characters read as simplified ones: one for one, nothing else is touched, twice changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel.script import TABLE, simplified


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [
        ("樓道燈壞了，沒人修", "楼道灯坏了，没人修"),
        ("電梯壞了三天，請儘快處理", "电梯坏了三天，请尽快处理"),
        ("廣場舞聲音太吵，學生無法學習", "广场舞声音太吵，学生无法学习"),
        ("垃圾沒有清運，氣味難聞，蒼蠅很多", "垃圾没有清运，气味难闻，苍蝇很多"),
        ("暖氣不熱，老人家裡很冷", "暖气不热，老人家里很冷"),
    ],
)
def test_what_people_write(traditional, plain):
    assert simplified(traditional) == plain


def test_simplified_text_stays():
    text = "乾坤公司的著名品牌，楼道灯坏了。abc 123 👍"
    assert simplified(text) == text


def test_the_table_is_one_for_one_and_ends_in_simplified_script():
    assert len(TABLE) > 800
    for traditional, plain in TABLE.items():
        assert len(plain) == 1
        assert plain.encode("gb2312")
        assert ord(plain) not in TABLE, chr(traditional)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_keeps_its_length(text):
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once
