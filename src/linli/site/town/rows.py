"""Rows written many at a time (see the kernel)."""

from linli.kernel.rows import CHUNK, Row, ids, new_ids, put

__all__ = ["CHUNK", "Row", "ids", "new_ids", "put"]
