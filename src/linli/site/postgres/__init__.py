"""PostgreSQL for one home: embedded under our own supervision, or any server from 15 to 18."""

from linli.site.postgres.server import OwnServer, Server, serving

__all__ = ["OwnServer", "Server", "serving"]
