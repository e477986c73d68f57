"""What the enterprise thought of the help: from the page of the case, or once by a link in a mail, without log-in."""

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, need
from disputes.actions.changing import change, lock
from disputes.actions.tokens import make_link, use_link
from disputes.models import Case, CaseAccessToken, CaseEvent, Satisfaction
from disputes.people import enterprise_people
from portal.accounts.models import User
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text

RATE = CaseAccessToken.Purpose.RATE


def rate_case(*, case: Case, by: User, rating: int, comment: str = "") -> Satisfaction:
    """What the enterprise thought of the answer, once. Raises Invalid for another number than 1 to 5."""
    if not 1 <= rating <= 5:
        raise Invalid(_("Choose one to five."), field="rating")
    with transaction.atomic():
        need(Act.RATE, case, by)
        if Satisfaction.objects.filter(case=case).exists():
            raise Conflict(_("This answer was rated already. Thank you."))
        change(case, by=by, kind="rated", data={"rating": rating})
        return Satisfaction.objects.create(case=case, by=by, rating=rating, comment=clean_text(comment)[:2000])


def ask_to_rate(case: Case, event: CaseEvent) -> None:
    """Mail each person of the enterprise a link of their own. Inside the transaction that closed the case.

    Nobody is asked about a case that was rated already. Of a restricted case the mail says only that there is a
    message: the rating waits on the page of the case.
    """
    if Satisfaction.objects.filter(case=case).exists():
        return
    for person in enterprise_people(case):
        secret = make_link(case=case, purpose=RATE, recipient=person)
        with translation.override(person.language):
            address = reverse("case_rate", args=[secret])
        emails.ask_to_rate(case, event, person, address)


def rate_by_link(*, token: CaseAccessToken, rating: int, comment: str = "") -> Satisfaction:
    """Rate as the person to whom the link was sent; the link is used up.

    Raises Conflict when the link was used or the case rated meanwhile, NotAllowed when the person has left the
    enterprise.
    """
    with transaction.atomic():
        lock(token.case)
        satisfaction = rate_case(case=token.case, by=token.recipient, rating=rating, comment=comment)
        use_link(token)
    return satisfaction
