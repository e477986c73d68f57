"""What form A asks beyond the row of the case, and the questions of each kind of dispute."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from disputes.choices import Cover, RequestKind, YesNo
from disputes.models.cases import Case
from portal.lib import clock
from portal.lib.provenance import Sourced


def _english() -> bool:
    return (get_language() or "").startswith("en")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("Text")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("Choice")
    DATE = "date", _("Date")
    NUMBER = "number", _("Number")


class IntakeQuestion(Sourced):
    """A question that form A asks for one kind of dispute. Data: a centre adds questions without a release.

    A `choice` offers `choices` (what is stored) under the words of `choices_zh` and `choices_en`, in one order.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    dispute_type = models.ForeignKey(
        "reference.DisputeType",
        verbose_name=_("kind of dispute"),
        on_delete=models.CASCADE,
        related_name="intake_questions",
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    zh = models.CharField(_("question (Chinese)"), max_length=200)
    en = models.CharField(_("question (English)"), max_length=300)
    help_zh = models.CharField(_("hint (Chinese)"), max_length=300, blank=True, default="")
    help_en = models.CharField(_("hint (English)"), max_length=400, blank=True, default="")
    choices = models.JSONField(default=list, blank=True)
    choices_zh = models.JSONField(default=list, blank=True)
    choices_en = models.JSONField(default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        verbose_name = _("question of form A")
        verbose_name_plural = _("questions of form A")
        ordering = ["dispute_type", "order", "key"]

    def __str__(self) -> str:
        return self.en if _english() else self.zh

    @property
    def hint(self) -> str:
        return self.help_en if _english() else self.help_zh

    def options(self) -> list[tuple[str, str]]:
        """What a choice offers, in the active language."""
        words = self.choices_en if _english() else self.choices_zh
        return list(zip(self.choices, words, strict=False))


class FirstDay(Sourced):
    """What an enterprise does today, per kind of dispute: whole sentences for the receipt."""

    dispute_type = models.OneToOneField(
        "reference.DisputeType",
        verbose_name=_("kind of dispute"),
        on_delete=models.CASCADE,
        related_name="first_day",
    )
    steps_zh = models.JSONField(_("steps (Chinese)"), default=list)
    steps_en = models.JSONField(_("steps (English)"), default=list)

    class Meta:
        verbose_name = _("first-day advice")
        verbose_name_plural = _("first-day advice")
        ordering = ["dispute_type"]

    def __str__(self) -> str:
        return self.dispute_type_id

    @property
    def steps(self) -> list[str]:
        steps: list[str] = self.steps_en if _english() else self.steps_zh
        return steps


class GuidanceApplication(models.Model):
    """The part of form A that only a guidance case has. Written once, at filing or upgrade; corrected by supplement.

    `rights_asserted`: number, office, classes of each right; `evidence`: what there is and where the original lies.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="application")
    agent = models.CharField(_("agent or representative"), max_length=120, blank=True, default="")
    export_markets = models.CharField(_("export markets"), max_length=300, blank=True, default="")
    counterparty_counsel = models.CharField(_("counsel of the other side"), max_length=200, blank=True, default="")
    rights_asserted = models.JSONField(_("rights asserted"), default=list, blank=True)
    hs_codes = models.JSONField(_("HS codes"), default=list, blank=True)
    listing_ids = models.JSONField(_("listing numbers"), default=list, blank=True)
    product_urls = models.JSONField(_("product pages"), default=list, blank=True)
    shop_ids = models.JSONField(_("shops"), default=list, blank=True)
    counsel_retained = models.CharField(
        _("counsel retained"), max_length=3, choices=YesNo.choices, blank=True, default=""
    )
    counsel_name = models.CharField(_("who is retained"), max_length=200, blank=True, default="")
    evidence = models.JSONField(_("evidence"), default=list, blank=True)
    cover = models.CharField(_("insurance or fund"), max_length=10, choices=Cover.choices, blank=True, default="")
    cover_note = models.CharField(_("policy or fund"), max_length=300, blank=True, default="")
    requests = models.JSONField(_("what is asked for"), default=list, blank=True)
    urgency = models.TextField(_("why it is urgent"), blank=True, default="")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("application for guidance")
        verbose_name_plural = _("applications for guidance")

    def __str__(self) -> str:
        return str(self.case_id)

    @property
    def request_labels(self) -> list[str]:
        return [str(RequestKind(code).label) for code in self.requests if code in RequestKind.values]


class CaseAnswer(models.Model):
    """An answer to a question of form A, with the question as it was asked."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    question_zh = models.CharField(max_length=200)
    question_en = models.CharField(max_length=300)
    value = models.TextField(blank=True, default="")
    # The words of a choice as they were offered.
    shown_zh = models.CharField(max_length=200, blank=True, default="")
    shown_en = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("answer of form A")
        verbose_name_plural = _("answers of form A")
        ordering = ["order", "key"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.question_en if _english() else self.question_zh

    @property
    def shown(self) -> str:
        """The answer in words."""
        if self.kind == QuestionKind.YES_NO:
            return str(YesNo(self.value).label) if self.value in YesNo.values else self.value
        return (self.shown_en if _english() else self.shown_zh) or self.value

    @classmethod
    def to(cls, question: IntakeQuestion, value: Any) -> "CaseAnswer":
        """An unsaved answer that carries its question along."""
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
        answer = cls(
            key=question.key,
            order=question.order,
            kind=question.kind,
            question_zh=question.zh,
            question_en=question.en,
            value=text,
        )
        if question.kind == QuestionKind.CHOICE and text in question.choices:
            at = question.choices.index(text)
            answer.shown_zh, answer.shown_en = question.choices_zh[at], question.choices_en[at]
        return answer
