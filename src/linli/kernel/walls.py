"""Migration operations for the second wall and for append-only tables; the only place that writes policies."""

from typing import Any

from django.conf import settings
from django.db import migrations

FUNCTIONS = """
create function in_scope(p text) returns boolean language plpgsql stable parallel safe as $$
begin return p ^@ any(string_to_array(current_setting('app.grants', true), ',')); end $$;

create function in_scope(p text, who bigint) returns boolean language plpgsql stable parallel safe as $$
begin return p ^@ any(string_to_array(current_setting('app.grants', true), ','))
    or who = nullif(current_setting('app.person', true), '')::bigint; end $$;
"""

DROP_FUNCTIONS = "drop function in_scope(text); drop function in_scope(text, bigint);"


OPEN_TO = """
create function open_to(hidden text[], who bigint) returns boolean language plpgsql stable parallel safe as $$
begin return hidden is null or coalesce(who = nullif(current_setting('app.person', true), '')::bigint, false)
    or coalesce(not hidden && string_to_array(current_setting('app.marks', true), ','), false); end $$;
"""


class ShutFunction(migrations.RunSQL):
    """The rule for rows that are kept from somebody: none of the marks is the reader's, or the row is the own."""

    def __init__(self) -> None:
        super().__init__(OPEN_TO, "drop function open_to(text[], bigint)")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {}


class ShutWall(migrations.RunSQL):
    """A second policy that only takes away: rows whose marks name the reader are not there for them.

    shut: the column of marks; owner: whose row it is. What somebody writes may become hidden from them.
    """

    def __init__(self, table: str, shut: str, owner: str) -> None:
        self.table, self.shut, self.owner = table, shut, owner
        rule = f"{shut} is null or open_to({shut}, {owner})"
        super().__init__(
            f"create policy shut_wall on {table} as restrictive to {settings.LINLI_APP_ROLE}"
            f" using ({rule}) with check (true);",
            f"drop policy shut_wall on {table};",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table, self.shut, self.owner], {}


class OwnerFunction(migrations.RunSQL):
    """A function that runs as the owner, past the wall: it must ask in_scope itself, or give only ids.

    Used where row-level security would make an index useless (counts, text search) or where somebody
    without an area has a right (a follow link). The search path is fixed at creation.
    """

    def __init__(self, signature: str, returns: str, body: str) -> None:
        self.signature, self.returns, self.body = signature, returns, body
        super().__init__(
            f"create function {signature} returns {returns} language plpgsql stable security definer "
            f"set search_path from current as $body${body}$body$;"
            f"revoke all on function {signature} from public;"
            f"grant execute on function {signature} to {settings.LINLI_APP_ROLE};",
            f"drop function {signature};",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.signature, self.returns, self.body], {}


class Functions(migrations.RunSQL):
    """The two forms of the one rule: by area, and by area or own person."""

    def __init__(self) -> None:
        super().__init__(FUNCTIONS, DROP_FUNCTIONS)


class Wall(migrations.RunSQL):
    """Row-level security on a table: `using (in_scope(path))`, for the application role as for the owner.

    `owner` names a column with a person's id: that person passes, wherever the row lies.
    """

    def __init__(self, table: str, path: str = "area_path", owner: str | None = None) -> None:
        rule = f"in_scope({path}, {owner})" if owner else f"in_scope({path})"
        self.table, self.path, self.owner = table, path, owner
        super().__init__(
            f"alter table {table} enable row level security;"
            f"create policy area_wall on {table} to {settings.LINLI_APP_ROLE} using ({rule}) with check ({rule});",
            f"drop policy area_wall on {table}; alter table {table} disable row level security;",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table, self.path, self.owner], {}


class AppendOnly(migrations.RunSQL):
    """The application may add and read rows of this table, never change or remove them."""

    def __init__(self, table: str) -> None:
        self.table = table
        role = settings.LINLI_APP_ROLE
        super().__init__(
            f"revoke update, delete, truncate on {table} from {role};",
            f"grant update, delete on {table} to {role};",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {}
