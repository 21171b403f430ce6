"""One database under two roles: the application reads and writes, the owner migrates."""

from typing import Any


class OneDatabase:
    """Everything is read and written as the application; tables are made as the owner."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, two: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
