"""What people choose and type on the titles desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models import TitleReview
from laws.models.choices import Subject
from laws.titles import access
from laws.titles.actions import MOST_AT_ONCE
from laws.titles.wording import Language, longest, title_of
from portal.accounts.models import User
from portal.lib.forms import TextField
from portal.reference.models import Jurisdiction

BATCH = 20


class QueueFilterForm(forms.Form):
    """What the queue can be narrowed to. Without a choice: Chinese titles that nobody has."""

    SHOW = (
        ("", pgettext_lazy("titles", "With nobody")),
        ("held", pgettext_lazy("titles", "Shared out")),
        ("all", pgettext_lazy("titles", "All that wait")),
    )

    language = forms.ChoiceField(label=_("Language of the title"), required=False, choices=Language.choices)
    jurisdiction = forms.ModelChoiceField(
        label=_("Place"), required=False, queryset=Jurisdiction.objects.none(), empty_label=_("All places")
    )
    right = forms.ChoiceField(label=_("Right"), required=False, choices=[("", _("All rights")), *Subject.choices])
    show = forms.ChoiceField(label=pgettext_lazy("titles", "Show"), required=False, choices=SHOW)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Jurisdiction.objects.filter(laws__isnull=False).distinct().order_by("code")
        self.fields["jurisdiction"].queryset = places  # type: ignore[attr-defined]  # a choice


class ShareForm(forms.Form):
    """Give the first titles of the list to a person."""

    to = forms.ModelChoiceField(label=_("Give to"), queryset=User.objects.none(), empty_label=_("Choose a person"))
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=BATCH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = access.colleagues()  # type: ignore[attr-defined]  # a choice


class TitleForm(forms.Form):
    """One title: sent as it stands it is confirmed, changed it is corrected. `seen` is written by the page."""

    title = TextField(required=False)
    seen = forms.CharField(max_length=32)

    def __init__(self, data: Any = None, *, review: TitleReview) -> None:
        law, language = review.law, review.language
        super().__init__(
            data,
            auto_id=f"{review.pk}-%s",
            initial={"title": title_of(law, language)},
        )
        self.fields["title"].label = _("Title in Chinese") if language == Language.CHINESE else _("Title in English")
        self.fields["title"].widget.attrs.update(
            {"maxlength": longest(language), "lang": "zh-Hans" if language == Language.CHINESE else "en"}
        )
