"""PostgreSQL for one home: embedded under our own supervision, or any server from 15 to 18."""

from linli.site.postgres.address import JOBS_SCHEMA
from linli.site.postgres.roles import prepare_schemas
from linli.site.postgres.server import OwnServer, Server, serving

__all__ = ["JOBS_SCHEMA", "OwnServer", "Server", "prepare_schemas", "serving"]
