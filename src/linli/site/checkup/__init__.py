"""`linli doctor`: what is well, what needs a look, what is wrong."""

from linli.site.checkup.line import BAD, OK, WARN, Line
from linli.site.checkup.round import checked

__all__ = ["BAD", "OK", "WARN", "Line", "checked"]
