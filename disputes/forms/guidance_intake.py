"""Form A on five pages: one form, of which each page shows a part."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.actions.applying import APPLICATION_FIELDS, Answer
from disputes.choices import Cover, RequestKind, YesNo
from disputes.forms.fields import DayField, LongText
from disputes.forms.intake import ConsultationForm
from disputes.models import IntakeQuestion, QuestionKind
from portal.accounts.models import User
from portal.lib.fields import clean_text
from portal.lib.forms import TextField

STEPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Who you are"),
        (
            "company",
            "company_name",
            "uscc",
            "province",
            "city",
            "industry",
            "export_markets",
            "contact_name",
            "contact_phone",
            "contact_email",
            "agent",
        ),
    ),
    (
        gettext_lazy("The dispute"),
        (
            "dispute_type",
            "jurisdiction",
            "our_role",
            "right",
            "forum_name",
            "docket",
            "counterparty",
            "counterparty_counsel",
            "rights_asserted",
            "what_happened",
        ),
    ),
    (
        gettext_lazy("Papers, dates, amounts"),
        (
            "service_channel",
            "received_on",
            "papers",
            "next_date",
            "next_date_what",
            "measures",
            "fair_on",
            "amount_at_risk",
            "amount_currency",
        ),
    ),
    (
        gettext_lazy("Evidence and what you ask for"),
        (
            "hs_codes",
            "listing_ids",
            "product_urls",
            "shop_ids",
            "evidence",
            "requests",
            "counsel_retained",
            "counsel_name",
            "cover",
            "cover_note",
            "urgency",
        ),
    ),
    (gettext_lazy("Form A"), ("consent", "consent_to_share")),
)
LAST = len(STEPS)
# The page on which the questions of the kind of dispute stand.
QUESTIONS_ON = 4
QUESTION = re.compile(r"q-[-a-z0-9_]{1,60}", re.ASCII)
# Fields of which a browser sends nothing when nothing is chosen.
MAY_BE_SILENT = frozenset({"our_role", "measures", "requests", "counsel_retained", "consent", "consent_to_share"})
# Several entries in one line; a line break always separates.
BETWEEN_ITEMS = re.compile(r"[\n,，、;；]+")
BETWEEN_PARTS = re.compile(r"\s*[;；|]\s*")


class ItemsField(LongText):
    """Several short entries, one a line; commas separate as well."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rows=2, required=False, max_length=4000, **kwargs)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return list(dict.fromkeys(part.strip() for part in BETWEEN_ITEMS.split(text) if part.strip()))


class RowsField(LongText):
    """Entries of several parts: one entry a line, semicolons between the parts."""

    def __init__(self, *, parts: Sequence[str], **kwargs: Any) -> None:
        self.parts = parts
        super().__init__(rows=3, required=False, max_length=8000, **kwargs)

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows = []
        for line in super().clean(value).splitlines():
            found = BETWEEN_PARTS.split(line.strip(), maxsplit=len(self.parts) - 1)
            if any(found):
                rows.append(dict(zip(self.parts, [*found, *[""] * len(self.parts)], strict=False)))
        return rows


class ApplicationForm(ConsultationForm):
    """The whole of form A, or the part of one step. Incomplete steps are no error: only the last page asks for all."""

    agent = TextField(
        label=gettext_lazy("Agent or representative"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("If somebody files for you: name and firm."),
    )
    export_markets = TextField(label=gettext_lazy("Main export markets"), required=False, max_length=300)
    counterparty_counsel = TextField(label=gettext_lazy("Counsel of the other side"), required=False, max_length=200)
    rights_asserted = RowsField(
        parts=("number", "office", "classes"),
        label=gettext_lazy("Rights that are asserted"),
        help_text=gettext_lazy(
            "One a line: number; office; classes. For example: US 9,123,456 B2; USPTO — or: 018012345; EUIPO; 9, 35"
        ),
    )
    hs_codes = ItemsField(label=gettext_lazy("HS codes of the goods"))
    listing_ids = ItemsField(label=gettext_lazy("ASIN or listing numbers"))
    product_urls = ItemsField(label=gettext_lazy("Pages of the products"), help_text=gettext_lazy("One a line."))
    shop_ids = ItemsField(label=gettext_lazy("Shop names or shop numbers"))
    evidence = RowsField(
        parts=("what", "where"),
        label=gettext_lazy("Evidence you have"),
        help_text=gettext_lazy("One a line: what it is; where the original lies. Nothing is sent abroad."),
    )
    requests = forms.MultipleChoiceField(
        label=gettext_lazy("What do you ask for?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=RequestKind.choices,
    )
    counsel_retained = forms.ChoiceField(
        label=gettext_lazy("Have you retained counsel?"),
        required=False,
        widget=forms.RadioSelect,
        choices=YesNo.choices,
    )
    counsel_name = TextField(label=gettext_lazy("Who?"), required=False, max_length=200)
    cover = forms.ChoiceField(label=gettext_lazy("Insurance or mutual-aid fund"), required=False)
    cover_note = TextField(
        label=gettext_lazy("Which policy or fund?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Many policies want to be told within days: look at the notice clause."),
    )
    urgency = LongText(label=gettext_lazy("Why is it urgent? (if it is)"), required=False, rows=3, max_length=4000)

    def __init__(
        self,
        *args: Any,
        user: User,
        step: int | None = None,
        questions: Iterable[IntakeQuestion] = (),
        complete: bool = False,
        **kwargs: Any,
    ) -> None:
        """`step`: only the fields of that page. `complete`: what must be there is asked for."""
        self.complete = complete
        self.questions = list(questions)
        super().__init__(*args, user=user, **kwargs)
        self._choices("cover", [("", _("Choose")), *Cover.choices])
        for question in self.questions:
            self.fields[f"q-{question.key}"] = question_field(question)
        wanted = fields_of(step, self.questions) if step else None
        for name in list(self.fields):
            if (wanted is not None and name not in wanted and name != "documents") or (
                wanted is None and name == "documents"
            ):
                del self.fields[name]

    def _choices(self, name: str, choices: Iterable[Any]) -> None:
        if name in self.fields:
            super()._choices(name, choices)

    def add_error(self, field: str | None, error: Any) -> None:
        """What is only missing is no error before the last page."""
        if not self.complete and getattr(error, "code", None) == "required":
            return
        super().add_error(field, error)

    def question_fields(self) -> list[forms.BoundField]:
        return [self[f"q-{question.key}"] for question in self.questions if f"q-{question.key}" in self.fields]

    def application(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in APPLICATION_FIELDS}

    def answers(self) -> list[Answer]:
        return [(question, self.cleaned_data.get(f"q-{question.key}")) for question in self.questions]


def question_field(question: IntakeQuestion) -> forms.Field:
    """The form field of a question, in the active language."""
    words: dict[str, Any] = {"label": str(question), "help_text": question.hint, "required": question.required}
    if question.kind == QuestionKind.YES_NO:
        return forms.ChoiceField(choices=YesNo.choices, widget=forms.RadioSelect, **words)
    if question.kind == QuestionKind.CHOICE:
        return forms.ChoiceField(choices=[("", _("Choose")), *question.options()], **words)
    if question.kind == QuestionKind.DATE:
        return DayField(**words)
    if question.kind == QuestionKind.NUMBER:
        return forms.DecimalField(min_value=0, max_digits=16, decimal_places=2, **words)
    return LongText(rows=2, max_length=2000, **words)


def fields_of(step: int, questions: Iterable[IntakeQuestion] = ()) -> list[str]:
    """The names of the fields on a page, in their order."""
    own = list(STEPS[step - 1][1])
    return [*(f"q-{question.key}" for question in questions), *own] if step == QUESTIONS_ON else own


def step_of(name: str) -> int:
    """On which page a field stands."""
    for number, (_title, names) in enumerate(STEPS, start=1):
        if name in names:
            return number
    return QUESTIONS_ON


def typed_of(post: QueryDict, shown: Iterable[str]) -> dict[str, list[str]]:
    """What was typed, cleaned of control characters: every field sent, and those shown of which nothing was sent."""
    known = {*ApplicationForm.base_fields, *ConsultationForm.base_fields} - {"documents"}
    typed = {
        name: [clean_text(value)[:20_000] for value in values[:50]]
        for name, values in post.lists()
        if name in known or QUESTION.fullmatch(name)
    }
    silent = [name for name in shown if name in MAY_BE_SILENT or QUESTION.fullmatch(name)]
    return {**{name: [] for name in silent}, **typed}


def marks_of(post: QueryDict) -> dict[str, str]:
    """What each field held when the page was loaded (`disputes.actions.drafting.mark`)."""
    prefix = "was-"
    return {name.removeprefix(prefix): post.get(name, "")[:16] for name in post if name.startswith(prefix)}


def as_data(draft: Mapping[str, Any]) -> QueryDict:
    """A draft's text as if a browser had sent all of it."""
    data = QueryDict(mutable=True)
    for name, values in draft.items():
        if isinstance(values, list):
            data.setlist(name, values)
    return data


def as_initial(draft: Mapping[str, Any]) -> dict[str, Any]:
    """A draft's text as the first values of a page."""
    several = {"measures", "requests"}
    return {
        name: values if name in several else (values[0] if values else "")
        for name, values in draft.items()
        if isinstance(values, list)
    }
