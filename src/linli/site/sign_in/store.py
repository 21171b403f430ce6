"""Sessions as the framework keeps them, read with a kept plan: the first question of every signed-in request."""

from django.contrib.sessions.backends.db import SessionStore as Framework
from django.contrib.sessions.models import Session

from linli.kernel.prepared import ask_first

KEPT = "select session_data, expire_date from django_session where session_key = %s and expire_date > now()"


class SessionStore(Framework):
    """The framework's store of sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        for data, until in ask_first(KEPT, (self.session_key,)):
            return Session(session_key=str(self.session_key), session_data=data, expire_date=until)
        self._session_key = None
        return None
