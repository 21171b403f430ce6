"""What must always hold for places."""

from linli.kernel.invariants import Invariant

INVARIANTS = (
    Invariant(
        "places.path_of_parent",
        "an area's path is its parent's and its own id",
        "select area.id from places_area area left join places_area parent on parent.id = area.parent_id"
        " where area.until is null and area.path <> coalesce(parent.path, '/') || area.id || '/'",
    ),
    Invariant(
        "places.parent_in_force",
        "an area in force lies below one in force, on a higher level",
        "select area.id from places_area area join places_area parent on parent.id = area.parent_id"
        " where area.until is null and (parent.until is not null or parent.level >= area.level)",
    ),
)
