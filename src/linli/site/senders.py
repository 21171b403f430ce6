"""The far ends of notices: a gateway for text messages, a WeCom group, mail. A sample town keeps all to itself."""

from collections.abc import Callable
from smtplib import SMTPException

import msgspec
from django.conf import settings
from django.core.mail import EmailMessage

from linli.kernel.notice import Outgoing, Undelivered
from linli.people.queries import sample_town

from .outgoing import post_json

SUBJECT = 40


def _unless_sample(send: Callable[[Outgoing], None]) -> Callable[[Outgoing], None]:
    """In a sample town nothing leaves the house: the notice counts as sent and stands on the outbox page."""

    def sender(outgoing: Outgoing) -> None:
        if not sample_town():
            send(outgoing)

    return sender


def _words(outgoing: Outgoing) -> str:
    link = outgoing.link
    return f"{outgoing.text} {settings.LINLI_PUBLIC_URL}{link}" if link.startswith("/") else outgoing.text


@_unless_sample
def sms(outgoing: Outgoing) -> None:
    """POST {"id", "to", "text"} to LINLI_SMS_URL with the key; the id lets the gateway drop a repeat."""
    if not settings.LINLI_SMS_URL:
        raise Undelivered("LINLI_SMS_URL is not set", permanent=True)
    post_json(
        settings.LINLI_SMS_URL,
        {"id": str(outgoing.id), "to": outgoing.to, "text": outgoing.text},
        {"Authorization": f"Bearer {settings.LINLI_SMS_KEY}", "Idempotency-Key": f"linli-{outgoing.id}"},
    )


@_unless_sample
def wecom(outgoing: Outgoing) -> None:
    """A WeCom (企业微信) group robot: it answers 200 with an error code of its own."""
    if not settings.LINLI_WECOM_URL:
        raise Undelivered("LINLI_WECOM_URL is not set", permanent=True)
    body: dict[str, object] = {"msgtype": "text", "text": {"content": _words(outgoing)}}
    answer = post_json(settings.LINLI_WECOM_URL, body, {})
    try:
        code = msgspec.json.decode(answer, type=dict[str, object]).get("errcode")
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise Undelivered("answer unreadable") from None
    if code != 0:
        raise Undelivered(f"errcode {code}")


@_unless_sample
def mail(outgoing: Outgoing) -> None:
    """One plain message through the operator's mail server."""
    if not settings.EMAIL_HOST:
        raise Undelivered("LINLI_MAIL_HOST is not set", permanent=True)
    message = EmailMessage(
        subject=outgoing.text[:SUBJECT].replace("\n", " "),
        body=_words(outgoing),
        to=[outgoing.to],
        headers={"Message-ID": f"<linli-{outgoing.id}@{settings.EMAIL_HOST}>"},
    )
    try:
        message.send()
    except (OSError, SMTPException) as fault:
        raise Undelivered(f"no_answer: {type(fault).__name__}") from fault
