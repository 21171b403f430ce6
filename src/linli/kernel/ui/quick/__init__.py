"""Templates as Python functions: the same words on the screen for a third of the processor time.

The framework walks a tree of objects for every page and asks each how to draw itself. `Loader` reads a template once
the way the framework does and lets `writing` put down what that tree does as one Python function, for the tags our
pages are made of; a tag it does not know draws itself as ever. `reading` is what those functions call. A template says
nothing of all this and may use every tag and filter there is.
"""

from django.template import Origin, Template
from django.template.loaders import cached

from .writing import quick

__all__ = ["Loader", "quick"]


class Loader(cached.Loader):
    """Keeps each template as the framework's cached loader does, made quick."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template, made quick when it is read for the first time; not while the framework looks for faults."""
        fresh = self.cache_key(template_name, skip) not in self.get_template_cache
        found: Template = super().get_template(template_name, skip)
        if fresh and not self.engine.debug:
            found.nodelist = quick(found.nodelist)
        return found
