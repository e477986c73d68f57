"""Forms of the acts on a guidance case."""

from django import forms
from django.utils.translation import gettext_lazy

from disputes.choices import TerminationReason
from disputes.forms.acts import ActForm, OnceForm
from disputes.forms.fields import DayField, LongText, SeveralFiles
from disputes.states import WaitingOn


class SupplementRequestForm(ActForm):
    text = LongText(
        label=gettext_lazy("What is missing"),
        rows=6,
        help_text=gettext_lazy("One item a line. Without a supplement in time the case counts as withdrawn."),
    )


class SupplementForm(OnceForm):
    text = LongText(label=gettext_lazy("Your supplement"), rows=6)
    documents = SeveralFiles(
        label=gettext_lazy("Documents"), required=False, help_text=gettext_lazy("PDF, Word, Excel, JPEG or PNG.")
    )


class AcceptForm(ActForm):
    text = LongText(
        label=gettext_lazy("What you tell the enterprise"),
        rows=4,
        help_text=gettext_lazy("Who will guide the case and what happens next. Guidance is free of charge."),
    )


class MessageForm(OnceForm):
    text = LongText(
        label=gettext_lazy("Message"),
        rows=4,
        help_text=gettext_lazy("Everybody in the case reads it. It asks for nothing and moves no clock."),
    )


class WaitForm(ActForm):
    waiting_on = forms.ChoiceField(
        label=gettext_lazy("Waiting for"),
        choices=[(value, label) for value, label in WaitingOn.choices if value != WaitingOn.ENTERPRISE],
        help_text=gettext_lazy("While it waits for somebody outside, the centre's clock stands still."),
    )

    def prepare(self) -> None:
        self.fields["waiting_on"].initial = self.case.waiting_on


class FollowUpForm(ActForm):
    text = LongText(label=gettext_lazy("What has happened since"), rows=4)
    next_on = DayField(
        label=gettext_lazy("Look again on"), required=False, help_text=gettext_lazy("At least once a month.")
    )


class TerminateForm(ActForm):
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=TerminationReason.choices)
    text = LongText(label=gettext_lazy("What you tell the other side"), rows=4)
