"""Makes the template database of a test run: all migrations, the calendar, the standing cast."""

import os

import django


def main() -> None:
    """Run in a process of its own, with the addresses of the template in the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.site.settings"
    django.setup()
    from linli.site.migrate import migrate
    from tests.town import build

    migrate()
    build()


if __name__ == "__main__":
    main()
