"""A PostgreSQL address as Django's DATABASES entry."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict


def django_database(url: str, schema: str, jobs: str = "jobs") -> dict[str, Any]:
    """The entry for a postgresql:// URL: persistent connections, every name found in `schema` (then `jobs`)."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    given = parts.pop("options", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "linli"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**parts, "options": f"{given} -c search_path={schema},{jobs}".strip()},
    }
