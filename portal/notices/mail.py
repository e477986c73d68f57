"""A row of the ledger as a mail: choosing templates and rendering is all that happens here.

`templates/emails/<kind with / for .>.subject`, `.txt` and `.html` are rendered from the row's snapshot in the row's
language. Without an `.html` the text is shown in the plain frame `emails/plain.html`.
"""

from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from portal.notices.models import Notice


def _render(name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    """Render without a request: a mail is the same whoever's click or worker sends it."""
    engine = cast(DjangoTemplates, engines["django"]).engine
    return str(engine.get_template(name).render(Context(context, autoescape=autoescape)))


def _path(notice: Notice) -> str:
    return f"emails/{notice.kind.replace('.', '/')}"


def _context(notice: Notice) -> dict[str, Any]:
    return {
        **notice.payload,
        "BASE_URL": settings.BASE_URL,
        "LANGUAGE_CODE": notice.language,
        "DEMO": settings.DEMO,
    }


def render_words(notice: Notice) -> tuple[str, str]:
    """Subject and text of `notice`. Raises TemplateDoesNotExist when its kind has no templates."""
    path, context = _path(notice), _context(notice)
    with translation.override(notice.language):
        # A line break in a subject would start a header of the writer's choice.
        subject = " ".join(_render(f"{path}.subject", context, autoescape=False).split())
        text = _render(f"{path}.txt", context, autoescape=False).strip() + "\n"
    return subject, text


def render_mail(notice: Notice) -> tuple[str, str, str]:
    """Subject, text and HTML of `notice`. Raises TemplateDoesNotExist when its kind has no templates."""
    subject, text = render_words(notice)
    path, context = _path(notice), {**_context(notice), "subject": subject}
    with translation.override(notice.language):
        try:
            html = _render(f"{path}.html", context, autoescape=True)
        except TemplateDoesNotExist as missing:
            if str(missing) != f"{path}.html":
                raise
            html = _render("emails/plain.html", {**context, "text": text}, autoescape=True)
    return subject, text, html


def build_message(notice: Notice) -> EmailMultiAlternatives:
    """The mail of `notice`. Whatever is built from the same row has the same Message-ID."""
    subject, text, html = render_mail(notice)
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.address],
        headers={
            "Message-ID": notice.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": "zh-Hans" if notice.language == "zh-hans" else notice.language,
            **notice.headers,
        },
    )
    message.attach_alternative(html, "text/html")
    return message
