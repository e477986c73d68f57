"""Writing an opinion, and the words that go with a return."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from disputes.forms.acts import ActForm
from disputes.forms.fields import LongText
from disputes.models import Opinion
from disputes.opinions import LONGEST, PARTS, TITLES, OpinionText
from laws.citations import Citation, parse
from laws.models import CountryGuide
from portal.lib.errors import Invalid


def part(name: str, help_text: Any = "", rows: int = 6) -> LongText:
    return LongText(label=TITLES[name], help_text=help_text, rows=rows, required=False, max_length=LONGEST)


class OpinionForm(forms.Form):
    """Nothing is required while it is a draft: what is missing is said when it is handed in for review."""

    use_required_attribute = False

    page_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the opinion"), choices=settings.LANGUAGES)
    facts = part("facts", gettext_lazy("What the opinion rests on; mark what nobody has shown yet."))
    questions = part("questions", gettext_lazy("What the enterprise needs to know, one a line."), 4)
    analysis = part("analysis", rows=12)
    steps = part(
        "steps",
        gettext_lazy("One step a line, its date in front where it has one: 2026-12-05 File the answer with the court."),
        8,
    )
    risks = part("risks", rows=5)
    deadlines = part(
        "deadlines",
        gettext_lazy("Which periods run, from when, and what they rest on. Check each with the court or office."),
        5,
    )
    guide = forms.ModelChoiceField(
        CountryGuide.objects.none(),
        label=gettext_lazy("Country guide attached"),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    citations = LongText(
        label=gettext_lazy("Citations"),
        rows=2,
        required=False,
        help_text=gettext_lazy("One a line, for example law:us-… or rule:us-itc-response, or search above."),
    )

    def __init__(self, *args: Any, opinion: Opinion, **kwargs: Any) -> None:
        self.opinion = opinion
        super().__init__(*args, **kwargs)
        guides = CountryGuide.objects.filter(revisions__state="published").distinct().select_related("jurisdiction")
        self.fields["guide"].queryset = guides  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["guide"].label_from_instance = lambda guide: guide.jurisdiction.name  # type: ignore[attr-defined]  # as above

    @staticmethod
    def initial_of(opinion: Opinion) -> dict[str, Any]:
        return {name: getattr(opinion, name) for name in PARTS} | {
            "language": opinion.language,
            "guide": opinion.guide_id,
        }

    def clean_citations(self) -> list[Citation]:
        """What was ticked and what was typed, each once. Raises ValidationError naming what is not in the library."""
        ticked = self.data.getlist("cite") if hasattr(self.data, "getlist") else []
        cited: Iterable[Citation] = [(row.kind, row.key) for row in self.opinion.citations.all()]
        known = {f"{kind}:{key}" for kind, key in cited}
        # What was cited already stays, also when the library has lost it since.
        stays = [tuple(notation.split(":", 1)) for notation in ticked if notation in known]
        try:
            fresh = parse("\n".join([*(one for one in ticked if one not in known), self.cleaned_data["citations"]]))
        except Invalid as error:
            raise forms.ValidationError(str(error.message)) from error
        return list(dict.fromkeys([*((kind, key) for kind, key in stays), *fresh]))

    def text(self) -> OpinionText:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        guide = data.get("guide")
        return OpinionText(
            {name: data[name] for name in PARTS},
            tuple(data["citations"]),
            guide.pk if guide is not None else None,
            data["language"],
        )


class ReturnForm(ActForm):
    reason = LongText(
        label=gettext_lazy("What must be mended"), rows=4, help_text=gettext_lazy("The authors get it by mail.")
    )
