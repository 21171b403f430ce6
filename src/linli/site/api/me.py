"""Whom a token acts for."""

from django.http import HttpResponse

from linli.kernel.page import Asked

from . import shapes
from .describing import operation
from .wire import answer_once


@operation("GET", "/me", gives=shapes.Me)
def show_me(request: Asked) -> HttpResponse:
    """The person behind the token: postings in force today, and permissions."""
    actor = request.actor
    posts = [shapes.Post(one.role, one.area_id, one.unit_id) for one in actor.standings]
    held = sorted({grant.permission for grant in actor.grants})
    return answer_once(request, shapes.Me(actor.person_id, actor.name, posts, held, request.now.date()))
