"""Sign-in: accounts, API tokens, telephone codes."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.prepared import rows


class Accounts(BaseUserManager["Account"]):
    """Lookup by login, as the sign-in library asks for it."""

    def create_user(self, login: str, password: str | None = None, **more: Any) -> "Account":
        """An account with a hashed password (or none, for sign-in by telephone code)."""
        account = self.model(login=login, **more)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get(self, *conditions: Any, **wanted: Any) -> "Account":
        """By number alone, as every request asks for its own account, with a kept plan."""
        if conditions or wanted.keys() != {"pk"}:
            return super().get(*conditions, **wanted)
        for account in rows(self.model, "id = %s", (wanted["pk"],)):
            return account
        raise self.model.DoesNotExist


class Account(AbstractBaseUser):
    """What somebody signs in with. What they may do comes from postings, not from here."""

    login = models.TextField(unique=True, verbose_name=_("登录名"))
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    large_type = models.BooleanField(default=False)
    language = models.TextField(default="", blank=True)
    shortcuts = models.BooleanField(default=True)  # single-key shortcuts may be switched off (WCAG 2.1.4)
    must_change = models.BooleanField(default=False)  # a password somebody else knows: to be changed first
    password_at = models.DateTimeField(null=True)  # when it was set; the classified profile lets it age
    sessions_era = models.IntegerField(default=0)  # raised to end every session at once
    made_at = models.DateTimeField()

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("账号")

    def __str__(self) -> str:
        return f"account {self.pk}"

    def get_session_auth_hash(self) -> str:
        """Sessions hold this: a new password or a new era ends them."""
        return f"{super().get_session_auth_hash()}.{self.sessions_era}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under earlier secret keys of the site."""
        for older in super().get_session_auth_fallback_hash():
            yield f"{older}.{self.sessions_era}"


class ApiToken(models.Model):
    """A key for the API: acts as its person, within the named permissions and below one area."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    name = models.TextField(verbose_name=_("用途"))
    digest = models.BinaryField(unique=True)
    permissions = models.JSONField(default=list)  # empty: all the person has
    area_path = models.TextField(default="/")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("接口令牌")


class PhoneCode(models.Model):
    """A one-time code sent to a telephone; only its digest is kept, and tries are counted."""

    phone_index = models.BinaryField()
    digest = models.BinaryField()
    tries = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("短信验证码")
        indexes = [models.Index(fields=["phone_index", "-id"], name="people_phonecode_phone")]
