"""Places in sentences: the labelled set of the bench, aliases, numbers, and what is no place."""

import pytest
from bench import spoken_places
from hypothesis import given
from hypothesis import strategies as st

from linli.assist.places import gazetteer
from linli.assist.places.numbers import plain, value
from linli.assist.places.reading import places_in

TOWN = spoken_places.town()


def said(text: str, **more) -> list[str]:
    return [spoken_places.called(TOWN, one.place) for one in places_in(text, TOWN, **more)]


def test_the_labelled_sentences():
    n, precision, recall, wrong = spoken_places.measure()
    assert n >= 200
    assert precision >= 0.95, wrong
    assert recall >= 0.95, wrong


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("三", "3"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("二十三", "23"), ("一百零一", "101"), ("一二", "12"), ("03", "3"),
        ("A", "A"), ("3-1", "3-1"),
    ],
)  # fmt: skip
def test_numbers(word, number):
    assert value(word) == number


def test_words_and_places_in_the_text_are_kept():
    (one,) = places_in("你好，幸福里３号楼的灯", TOWN)
    assert "你好，幸福里３号楼的灯"[one.begin : one.end] == "幸福里３号楼"
    assert len(plain("ﬁ㎡①Ａ")) == 4, "sign by sign"


def test_beside_a_place_is_less_sure_than_there():
    there, beside = places_in("柳浪苑2号楼漏水", TOWN)[0], places_in("柳浪苑2号楼对面漏水", TOWN)[0]
    assert there.sure > beside.sure > 0.5
    assert beside.near


def test_two_places_of_one_name_are_both_offered_unless_something_tells():
    assert sorted(said("朝阳小区1号楼没水")) == ["朝阳小区1号楼", "朝阳小区1号楼"]
    assert all(one.sure < 0.6 for one in places_in("朝阳小区1号楼没水", TOWN))
    (one,) = places_in("朝阳小区1号楼没水", TOWN, within=[spoken_places.HE])
    assert spoken_places.HE in TOWN.places[one.place].above


def test_a_number_alone_is_looked_for_only_where_it_comes_from():
    assert said("5号楼停水") == []
    assert said("16号楼停水", within=[spoken_places.HUAI]) == ["槐安家园16号楼"]
    assert said("1号楼停水", within=[spoken_places.HUAI]) == [], "several have one"


def test_without_the_library_the_same_is_found(monkeypatch):
    monkeypatch.setattr(gazetteer, "_machine", lambda _names: None)
    slow = spoken_places.town()
    for text, _place in spoken_places.sentences():
        assert places_in(text, slow) == places_in(text, TOWN)


@given(
    st.text(alphabet="幸福里槐安家园柳树街河桥社区第一二三十0123号楼栋幢座单元-#（）,，ＡABｘ ", max_size=60)
)
def test_any_text_is_borne(text):
    found = places_in(text, TOWN)
    assert len(found) <= 3
    assert all(0 <= one.begin < one.end <= len(text) and 0.3 <= one.sure <= 1 for one in found)
