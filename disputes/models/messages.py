"""What the two sides write to each other, what a centre notes for itself, and what an answer cites."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.choices import CitationKind, MessageKind, Side
from disputes.models.cases import Case
from portal.lib import clock


class CaseMessage(models.Model):
    """A text both sides see: question, reply, answer, refusal, transfer, withdrawal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=12, choices=MessageKind.choices)
    side = models.CharField(_("from"), max_length=12, choices=Side.choices)
    # Empty for what came through the private link of an emergency: nobody has an account there.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("text"))
    # Of the form it came from: the same page sent twice is one text.
    form_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="message_is_not_empty"),
            models.UniqueConstraint(fields=["case", "author", "form_key"], name="one_message_per_author_and_form"),
            models.UniqueConstraint(
                fields=["case", "form_key"],
                condition=models.Q(author__isnull=True),
                name="one_message_per_link_and_form",
            ),
            models.CheckConstraint(
                condition=models.Q(author__isnull=False) | models.Q(side="enterprise"),
                name="only_the_enterprise_writes_without_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"


class CaseNote(models.Model):
    """What the centre writes for itself; the enterprise never sees it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    # Of the form it came from: the same page sent twice is one text.
    form_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="note_is_not_empty"),
            models.UniqueConstraint(fields=["case", "author", "form_key"], name="one_note_per_author_and_form"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.created_at:%Y-%m-%d}"


class CaseCitation(models.Model):
    """Something of the library that an answer rests on, by kind and key (laws.citations resolves it)."""

    message = models.ForeignKey(CaseMessage, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(_("kind"), max_length=12, choices=CitationKind.choices)
    key = models.CharField(_("key"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["message", "kind", "key"], name="a_message_cites_a_thing_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
