"""What must always hold for people."""

from linli.kernel.invariants import Invariant

INVARIANTS = (
    Invariant(
        "people.posting_at_its_area",
        "a posting in force at an area in force has that area's path",
        "select posting.id from people_posting posting join places_area area on area.id = posting.area_id"
        " where area.until is null and posting.to_on is null and posting.area_path <> area.path",
    ),
    Invariant(
        "people.posted_have_cards",
        "everybody who serves has a public card",
        "select posting.id from people_posting posting"
        " where not exists (select 1 from people_staff where person_id = posting.person_id)",
    ),
    Invariant(
        "people.phone_with_mark_and_index",
        "a kept telephone has its mark and its index",
        "select id from people_person where (phone is null) <> (phone_index is null) or (phone is null) <> (phone_mark = '')",
    ),
)
