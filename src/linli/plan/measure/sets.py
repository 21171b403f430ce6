"""Names of the measurements on made towns, without loading a solver."""

TOWNS = {
    "month": 5.0, "day": 0.15, "roster": 60.0, "repair": 9.0, "assign": 2.0, "draw": 30.0, "cover": 60.0, "match": 2.0,
}  # fmt: skip
