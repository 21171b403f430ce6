"""Finding one's own matter for a page that speaks in it."""

from django.http import Http404

from linli.kernel.scope import Actor

from ..models import Matter
from ..queries import matter_for


def own_matter(actor: Actor, number: str) -> Matter:
    """The matter of a number that the actor reported; 404 for everybody else's."""
    found = matter_for(actor, number)
    if found is None or not found.own:
        raise Http404
    return found.matter
