"""The calendar of days: the shipped facts against two other calendars, files good and bad, and differences."""

import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linli.kernel.days import LARGEST, DayRow, DaySheet, diff, read_days, shipped_days
from linli.kernel.hours import Days
from linli.kernel.refusal import Refusal
from linli.kernel.terms import DayKind

SHARED = Path(__file__).parents[3] / "shared" / "data" / "holidays"

SHIPPED = shipped_days()
TABLE = Days(
    frozenset(row.on for row in SHIPPED.rows if row.kind == DayKind.REST),
    frozenset(row.on for row in SHIPPED.rows if row.kind == DayKind.MAKE_UP),
    SHIPPED.official,
)
EVERY_DAY = [date(2004, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2004, 1, 1)).days)]

# Where another calendar is not followed, and why.
NOT_FOLLOWED = {
    "chinese_calendar": {
        # 国办发明电〔2005〕35号: Saturday 31 December 2005 is worked for Tuesday 3 January 2006. The package has the
        # rest of the 3rd, but not the work of the 31st.
        date(2005, 12, 31): "work",
    },
    "holidays": {},
}


# -- the shipped facts -----------------------------------------------------------------------------------------------


def test_every_day_since_2004_agrees_with_chinese_calendar():
    differ = {on: worked(on) for on in EVERY_DAY if chinese_calendar.is_workday(on) != TABLE.works(on)}
    assert differ == NOT_FOLLOWED["chinese_calendar"]


def test_every_day_since_2004_agrees_with_holidays():
    china = holidays.country_holidays("CN", years=range(2004, 2027))
    differ = {on: worked(on) for on in EVERY_DAY if china.is_working_day(on) != TABLE.works(on)}
    assert differ == NOT_FOLLOWED["holidays"]


def worked(on):
    return "work" if TABLE.works(on) else "rest"


def test_the_shipped_facts_are_whole():
    assert SHIPPED.faults == ()
    assert SHIPPED.official == SHIPPED.stated == set(range(2004, 2027))
    assert set(SHIPPED.sources) == SHIPPED.official
    assert all(source.startswith("https://") for source in SHIPPED.sources.values())


@pytest.mark.parametrize(
    ("on", "kind", "notice", "why"),
    [
        ("2018-12-29", DayKind.MAKE_UP, 2019, "notices cross years"),
        ("2018-12-31", DayKind.REST, 2019, "notices cross years"),
        ("2005-12-31", DayKind.MAKE_UP, 2006, "notices cross years"),
        ("2022-12-31", DayKind.REST, 2023, "notices cross years"),
        ("2019-05-02", DayKind.REST, 2019, "May Day 2019 was made longer"),
        ("2019-04-28", DayKind.MAKE_UP, 2019, "May Day 2019 was made longer"),
        ("2020-01-31", DayKind.REST, 2020, "Spring Festival 2020 was made longer"),
        ("2020-02-02", DayKind.REST, 2020, "Spring Festival 2020 was made longer"),
        ("2015-09-03", DayKind.REST, 2015, "a day of its own"),
        ("2015-09-06", DayKind.MAKE_UP, 2015, "a day of its own"),
    ],
)
def test_known_traps(on, kind, notice, why):
    row = {row.on: row for row in SHIPPED.rows}[date.fromisoformat(on)]
    assert (row.kind, row.notice) == (kind, notice), why


def test_spring_festival_2020_ended_on_the_second_of_february():
    assert TABLE.works(date(2020, 2, 3))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_original_files_say_the_same(year):
    original = read_days(original_file(year))
    assert original.official == {year}
    assert original.sources[year].startswith("https://www.gov.cn/")
    assert diff(SHIPPED.rows, original, SHIPPED.official).added == ()
    assert {row for row in SHIPPED.rows if row.notice == year} == set(original.rows)


def test_the_empty_file_of_a_year_to_come_leaves_it_provisional():
    empty = read_days(original_file(2027))
    assert (empty.rows, empty.faults, empty.stated, empty.official) == ((), (), {2027}, frozenset())
    assert not diff(SHIPPED.rows, empty, SHIPPED.official)


def original_file(year):
    file = SHARED / f"{year}.json"
    if not file.exists():
        pytest.skip("the original files of the notices are not beside the checkout")
    return file.read_bytes()


# -- reading -----------------------------------------------------------------------------------------------------------


REST, MAKE_UP = DayKind.REST, DayKind.MAKE_UP
WANTED = (
    DayRow(date(2026, 9, 20), MAKE_UP, "国庆节", 2026),
    DayRow(date(2026, 10, 1), REST, "国庆节", 2026),
    DayRow(date(2026, 10, 3), REST, "国庆节", 2026),
)


@pytest.mark.parametrize(
    "text",
    [
        "date,kind,name\n2026-09-20,work,国庆节\n2026-10-01,rest,国庆节\n2026-10-03,rest,国庆节\n",
        "日期,类型,名称\r\n2026/10/1,休,国庆节\r\n2026年10月3日,休,国庆节\r\n2026.9.20,班,国庆节\r\n\r\n",
        "节日,安排,日期\n国庆节,上班,2026-09-20\n国庆节,放假, 2026-10-01 \n国庆节,REST,2026-10-03",
        "Date,Kind,Name,Notice\n2026-09-20,make_up,国庆节,2026\n2026-10-01,rest,国庆节,\n2026-10-03,rest,国庆节,2026\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_however_it_was_saved(text, encoding):
    sheet = read_days(text.encode(encoding), year=2026)
    assert sheet == DaySheet(WANTED, (), frozenset({2026}), {})


def test_json_is_read():
    days = [{"date": str(row.on), "isOffDay": row.kind == REST, "name": row.name} for row in WANTED]
    content = json.dumps(
        {"year": 2026, "papers": ["https://a.example/1", "https://a.example/2"], "days": days}
    )
    sheet = read_days(b"\xef\xbb\xbf" + content.encode())
    assert sheet == DaySheet(WANTED, (), frozenset({2026}), {2026: "https://a.example/1 https://a.example/2"})


@pytest.mark.parametrize(
    ("row", "code", "value"),
    [
        ("2026-02-30,rest,春节", "bad_date", "2026-02-30"),
        ("26-02-03,rest,春节", "bad_date", "26-02-03"),
        ("0000-02-03,rest,春节", "bad_date", "0000-02-03"),
        (",rest,春节", "bad_date", ""),
        ("46054,rest,春节", "bad_date", "46054"),
        (f"{'9' * 5000},rest,春节", "bad_date", "9" * 40),
        ("2026-02-17,maybe,春节", "unknown_kind", "maybe"),
        ("2026-02-17", "unknown_kind", ""),
        ("2028-01-01,rest,元旦", "far_date", "2028-01-01"),
        ("2024-12-31,rest,元旦", "far_date", "2024-12-31"),
        ("2026-02-16,work,春节", "already_work", "2026-02-16"),
        (f"2026-02-17,rest,{'春' * 61}", "long_name", ""),
        ("2026-10-01,rest,中秋节", "double_date", "2026-10-01"),
    ],
)
def test_a_row_that_makes_no_sense_is_a_fault_and_the_others_are_taken(row, code, value):
    text = f"date,kind,name\n2026-10-01,rest,国庆节\n{row}\n2027-01-02,rest,元旦\n"
    sheet = read_days(text.encode(), year=2026)
    assert [(fault.line, fault.code, fault.value) for fault in sheet.faults] == [(3, code, value)]
    assert [str(row.on) for row in sheet.rows] == ["2026-10-01", "2027-01-02"]


def test_a_bad_year_of_a_row_is_a_fault():
    sheet = read_days(b"date,kind,notice\n2026-10-01,rest,20a6\n2026-10-02,rest,2026\n2026-10-03,rest\n")
    assert [(fault.line, fault.code, fault.value) for fault in sheet.faults] == [
        (2, "bad_year", "20a6"),
        (4, "bad_year", ""),
    ]
    assert sheet.stated == {2026}


@pytest.mark.parametrize(
    "day",
    [
        '"2026-10-01"',
        "null",
        "[]",
        '{"date": "2026-10-01"}',
        '{"date": 1, "isOffDay": true}',
        '{"date": "2026-10-01", "isOffDay": 1}',
    ],
)
def test_a_day_of_json_that_is_none_is_a_fault(day):
    content = (
        f'{{"year": 2026, "days": [{day}, {{"date": "2026-10-02", "isOffDay": true, "name": "国庆节"}}]}}'
    )
    sheet = read_days(content.encode())
    assert [(fault.line, fault.code) for fault in sheet.faults] == [(1, "bad_row")]
    assert [row.on for row in sheet.rows] == [date(2026, 10, 2)]


def test_normal_work_on_a_weekday_after_a_long_rest_is_only_a_fault():
    """The notice that made Spring Festival 2020 longer says that work begins on Monday 3 February."""
    days = [{"date": "2020-02-02", "isOffDay": True}, {"date": "2020-02-03", "isOffDay": False}]
    sheet = read_days(json.dumps({"year": 2020, "days": days}).encode())
    assert [(fault.code, fault.value) for fault in sheet.faults] == [("already_work", "2020-02-03")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "columns_missing"),
        (b"\n\n\n", "columns_missing"),
        ("日期,名称\n2026-10-01,国庆节\n".encode(), "columns_missing"),
        (b"date,kind\n2026-10-01,rest\n", "year_unknown"),
        (b"date,kind,name\n2026-10-01,rest,\x00\n", "file_unreadable"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "file_unreadable"),
        (b"\xff\xfed\x00a\x00t\x00e\x00", "file_unreadable"),
        (b"\x81\xff\xff", "file_unreadable"),
        (b'date,kind\n"' + b"x" * 200_000, "file_unreadable"),
        (b"x" * (LARGEST + 1), "file_too_large"),
        (b"date,kind,notice\n" + b"x,rest,2026\n" * 6000, "too_many_rows"),
        (b'{"year": 2026, "days": [' + b"0," * 6000 + b"0]}", "too_many_rows"),
        (b"{", "file_unreadable"),
        (b"{}", "file_unreadable"),
        (b'{"year": "2026", "days": []}', "file_unreadable"),
        (b'{"year": 1e400, "days": []}', "file_unreadable"),
        (b'{"year": ' + b"9" * 5000 + b', "days": []}', "file_unreadable"),
        (b'{"year": 202, "days": []}', "file_unreadable"),
        (b'{"year": 2026, "days": {}}', "file_unreadable"),
        (b'{"year": 2026, "days": ' + b"[" * 100_000, "file_unreadable"),
        (b'{"a":' * 100_000, "file_unreadable"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(content, code):
    with pytest.raises(Refusal) as refused:
        read_days(content)
    assert refused.value.code == code


SOME_CSV = "date,kind,name,notice\n2026-10-01,rest,国庆节,2026\n2026-10-10,work,国庆节,2026\n".encode()
SOME_JSON = json.dumps(
    {"year": 2026, "days": [{"date": "2026-10-01", "isOffDay": True, "name": "国庆节"}]}
).encode()


@given(
    st.sampled_from([SOME_CSV, SOME_JSON, b""]),
    st.binary(max_size=60),
    st.integers(0, 120),
    st.integers(0, 9),
)
@example(SOME_JSON, b"\xed\xa0\x80", 60, 0)
@settings(deadline=None, max_examples=400)
def test_no_bytes_bring_it_down(good, garbage, at, cut):
    try:
        sheet = read_days(good[:at] + garbage + good[at + cut :])
    except Refusal:
        return
    assert all(abs(row.on.year - row.notice) <= 1 for row in sheet.rows)


# -- comparing ---------------------------------------------------------------------------------------------------------


def sheet_of(year, *rows):
    return DaySheet(
        tuple(DayRow(date.fromisoformat(on), kind, name, year) for on, kind, name in rows),
        (),
        frozenset({year}),
        {},
    )


WHOLE = [("2027-01-01", REST, "元旦"), ("2027-05-01", REST, "劳动节"), ("2027-10-01", REST, "国庆节")]


def test_a_new_year_is_added_and_becomes_official():
    changes = diff(SHIPPED.rows, sheet_of(2027, *WHOLE, ("2027-10-09", MAKE_UP, "国庆节")), SHIPPED.official)
    assert [str(row.on) for row in changes.added] == ["2027-01-01", "2027-05-01", "2027-10-01", "2027-10-09"]
    assert (changes.changed, changes.removed, changes.years) == ((), (), {2027})
    assert changes.moved == {
        date(2027, 1, 1),
        date(2027, 10, 1),
        date(2027, 10, 9),
    }  # 1 May 2027 is a Saturday


def test_the_same_sheet_twice_changes_nothing():
    assert not diff(SHIPPED.rows, SHIPPED, SHIPPED.official)


def test_an_amended_notice_shows_what_it_changes():
    first = sheet_of(2027, *WHOLE, ("2027-05-03", REST, "劳动节"), ("2027-05-08", MAKE_UP, "劳动节"))
    second = sheet_of(
        2027,
        *WHOLE[:2],
        ("2027-10-01", REST, "国庆"),
        ("2027-05-04", REST, "劳动节"),
        ("2027-05-08", REST, "补休"),
    )
    changes = diff(first.rows, second, {2027})
    assert [row.on.day for row in changes.added] == [4]
    assert [row.on.day for row in changes.removed] == [3]
    assert [(old.name, new.name) for old, new in changes.changed] == [("国庆节", "国庆"), ("劳动节", "补休")]
    assert changes.moved == {date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 8)}
    assert not changes.years


def test_a_few_amended_days_remove_nothing_and_make_nothing_official():
    added = sheet_of(2027, ("2027-05-04", REST, "劳动节"))
    assert added.official == frozenset()
    assert [sheet_of(2027, *WHOLE[:n], *WHOLE[n + 1 :]).official for n in range(3)] == [frozenset()] * 3
    changes = diff(sheet_of(2027, *WHOLE).rows, added)
    assert (len(changes.added), changes.removed, changes.years) == (1, (), frozenset())


def test_on_a_date_of_two_notices_the_later_one_holds():
    """2018-12-31 is an ordinary Monday to the notice for 2018 and rest to that for 2019, in whatever order they come."""
    earlier = DaySheet((DayRow(date(2018, 12, 31), REST, "调休", 2018),), (), frozenset({2018}), {})
    assert not diff(SHIPPED.rows, earlier, SHIPPED.official)
    again = DaySheet(tuple(row for row in SHIPPED.rows if row.notice == 2018), (), frozenset({2018}), {})
    assert not diff(SHIPPED.rows, again, SHIPPED.official)
    later = DaySheet(tuple(row for row in SHIPPED.rows if row.notice == 2019), (), frozenset({2019}), {})
    assert [old.notice for old, _ in diff(earlier.rows, later).changed] == [2018]


@given(*[st.dictionaries(st.integers(0, 364), st.sampled_from([REST, MAKE_UP]), max_size=30)] * 2)
@settings(deadline=None)
def test_a_whole_sheet_applied_is_the_calendar(old, new):
    def rows(kinds):
        fixed = {date.fromisoformat(on): kind for on, kind, _ in WHOLE}
        both = {date(2027, 1, 1) + timedelta(days=n): kind for n, kind in kinds.items()} | fixed
        return tuple(DayRow(on, kind, "", 2027) for on, kind in sorted(both.items()))

    sheet = DaySheet(rows(new), (), frozenset({2027}), {})
    changes = diff(rows(old), sheet)
    calendar = {row.on: row for row in rows(old)}
    for row in changes.removed:
        assert calendar.pop(row.on) == row
    for row in changes.added:
        assert calendar.setdefault(row.on, row) is row
    for was, row in changes.changed:
        assert calendar[row.on] == was != row
        calendar[row.on] = row
    assert tuple(calendar[on] for on in sorted(calendar)) == sheet.rows


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    "row",
    [
        "x,rest",
        "2026-02-17,x",
        "2028-01-01,rest",
        "2026-02-16,work",
        "2026-10-01,rest",
        "2026-10-02,rest,20a6",
    ],
)
def test_every_fault_has_a_sentence(row):
    sheet = read_days(f"date,kind,notice\n2026-10-01,rest,2026\n{row}\n".encode(), year=2026)
    assert [fault.sentence.endswith("。") for fault in sheet.faults] == [True]
