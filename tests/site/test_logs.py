"""A fault of ours leaves one JSON line with its number and its place, and nothing of what the variables held."""

import json
import os
import subprocess
import sys

BREAK = """
import django; django.setup()
import logging, structlog
from linli.kernel import command

def page(phone):
    raise KeyError("gone")

structlog.contextvars.bind_contextvars(number="7k2d")
try:
    page("129" + "55501234")
except KeyError:
    log = logging.getLogger("django.request")
    log.error("Internal Server Error: %s", "/report/", exc_info=True, extra={"status_code": 500})
    log.error("Service Unavailable: %s", "/report/", exc_info=True, extra={"status_code": 503})
logging.getLogger("django.request").warning("Not Found")
structlog.get_logger("linli.site.worker").info("round_goes_on", round="sweep")
"""


def test_a_broken_page_is_logged_once_without_personal_text():
    done = subprocess.run(
        [sys.executable, "-c", BREAK],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "linli.site.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    fault, away, told = map(json.loads, done.stderr.splitlines())
    assert fault["event"] == "Internal Server Error: /report/"
    assert (fault["level"], fault["number"]) == ("error", "7k2d")
    assert [one["name"] for one in fault["exception"][0]["frames"]] == ["<module>", "page"]
    assert "55501234" not in done.stderr
    assert "exception" not in away
    assert (told["event"], told["round"], told["logger"]) == ("round_goes_on", "sweep", "linli.site.worker")
