"""The floor under intake: the same rows by bare psycopg, as the same role behind the same wall, many at once.

Run as `python -m bench.raw HOME CLIENTS SECONDS`; prints what it did as JSON. One transaction for each matter:
the wall's setting, then matter, reporter, clock, event and notice, each an insert of its own. Nothing is checked,
looked up or computed; the values are those of a matter that is there.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

from linli.site.home import Home
from linli.site.postgres import serving

TABLES = ("matters_matter", "matters_reporter", "matters_clock", "kernel_event", "kernel_notice")
NEWEST = """
select matter.id from matters_matter matter join kernel_event event
    on event.subject = 'matter' and event.subject_id = matter.id and event.command_id is not null
where matter.closed_at is null order by matter.id desc limit 1
"""


@dataclass(frozen=True)
class Floor:
    """How many matters, in how many seconds, at how many seconds of the client's processor time."""

    done: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Matters a second."""
        return self.done / self.seconds


def floor(home: Path, clients: int, seconds: float) -> Floor:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "bench.raw", str(home), str(clients), str(seconds)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    return Floor(**json.loads(done.stdout))


class _Writer:
    """One connection with its statements and the values they start from."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True, options="-c search_path=linli")
        with self.connection.transaction():
            self.connection.execute("set local app.grants = '/'")
            matter = self._row("matters_matter", "id", *self._newest())
            self.path = matter["area_path"]
            ids = {
                "matters_reporter": ("matter_id", matter["id"]),
                "matters_clock": ("matter_id", matter["id"]),
            }
            self.rows = {"matters_matter": matter}
            for table, (column, value) in ids.items():
                self.rows[table] = self._row(table, column, value)
            self.rows["kernel_event"] = self._row("kernel_event", "subject_id", matter["id"])
            self.rows["kernel_notice"] = {**self._row("kernel_notice", "key", None), "area_path": self.path}
        self.statements = {table: _insert(table, row) for table, row in self.rows.items()}

    def _newest(self) -> tuple[Any, ...]:
        found = self.connection.execute(NEWEST).fetchone()
        assert found is not None, "create a matter through the API first"
        return found

    def _row(self, table: str, column: str, value: Any) -> dict[str, Any]:
        """A row of the table by a column (the newest one for no value), as texts and numbers."""
        words = sql.SQL("select * from {} where {} = %s or %s::text is null order by 1 desc limit 1")
        cursor = self.connection.cursor(row_factory=psycopg.rows.dict_row)
        found = cursor.execute(
            words.format(sql.Identifier(table), sql.Identifier(column)), (value, value)
        ).fetchone()
        assert found is not None
        for name in ("facts",):
            if name in found:
                found[name] = json.dumps(found[name])
        return found

    def write(self) -> None:
        """One matter."""
        own = {
            "number": f"raw-{uuid4().hex}",
            "follow_token": uuid4().bytes,
            "key": uuid4().hex,
            "command_id": uuid4(),
            "door": "history",  # nobody is told of these: the worker leaves the machine to us
        }
        with self.connection.transaction():
            self.connection.execute(f"set local app.grants = '{self.path}'")
            matter_id = None
            for table, (statement, columns) in self.statements.items():
                row = self.rows[table]
                values = [own.get(name, row[name]) for name in columns]
                if matter_id is not None:
                    values = [
                        matter_id if name in ("matter_id", "subject_id") else value
                        for name, value in zip(columns, values, strict=True)
                    ]
                cursor = self.connection.execute(statement, values)
                if table == "matters_matter":
                    found = cursor.fetchone()
                    assert found is not None
                    matter_id = found[0]


def _insert(table: str, row: dict[str, Any]) -> tuple[sql.Composed, list[str]]:
    """An insert of all columns but those the table fills itself."""
    own = {"xid", "recorded_at", "id"} if table != "matters_reporter" else set()
    columns = [name for name in row if name not in own]
    words = sql.SQL(
        "insert into {} ({}) values ({})" + (" returning id" if table == "matters_matter" else "")
    )
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    marks = sql.SQL(", ").join([sql.Placeholder()] * len(columns))
    return words.format(sql.Identifier(table), names, marks), columns


def main() -> None:
    """Write until the time is over."""
    home, clients, seconds = Home.at(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    with serving(home) as server:
        writers = [_Writer(server.app_url) for _ in range(clients)]
        done: list[int] = []
        begun, processor = perf_counter(), process_time()

        def work(writer: _Writer) -> None:
            mine = 0
            while perf_counter() - begun < seconds:
                writer.write()
                mine += 1
            done.append(mine)

        threads = [Thread(target=work, args=(writer,)) for writer in writers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent = perf_counter() - begun
    print(json.dumps({"done": sum(done), "seconds": spent, "cpu": process_time() - processor}))


if __name__ == "__main__":
    main()
