"""The public copy of a photo: what was found on it, what is covered, and by whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.models import StoredFile
from linli.kernel.scope import InArea, Scoped

from ..terms import PhotoPart, PhotoState
from .matter import Matter


class PhotoCopy(InArea):
    """What is known of a photo, and the copy that everybody may see: only while `state` says so.

    version: of the copy's bytes on disk, raised with every change, 0 while there are none; words: lines read on
    the photo with their confidence, [[text, 0 to 1], ...], for those who handle the matter only.
    """

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, primary_key=True, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(choices=PhotoState.choices)
    version = models.IntegerField(default=0)
    words = models.JSONField(default=list)
    made_at = models.DateTimeField()

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("照片公开副本")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PhotoState.UNREAD) | Q(version__gt=0), name="matters_photo_has_bytes"
            )
        ]


class PhotoBox(InArea):
    """A part of a photo that the public copy covers; in pixels of the kept picture, from its upper left corner.

    sure: 0 to 1; by_person_id: who drew it, none where it was found; undone_by: who decided that it may be seen.
    """

    photo = models.ForeignKey(PhotoCopy, on_delete=models.PROTECT, related_name="boxes")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=PhotoPart.choices)
    left = models.IntegerField()
    top = models.IntegerField()
    right = models.IntegerField()
    bottom = models.IntegerField()
    sure = models.FloatField()
    at = models.DateTimeField()
    by_person_id = models.BigIntegerField(null=True)
    undone_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("遮住的地方")
        constraints = [
            models.CheckConstraint(
                condition=Q(left__gte=0, top__gte=0, right__gt=F("left"), bottom__gt=F("top")),
                name="matters_photo_box_some",
            )
        ]

    @property
    def wide(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def high(self) -> int:
        """Pixels down."""
        return self.bottom - self.top
