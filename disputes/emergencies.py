"""The five emergencies: what each means for a case, what to do in the first hours, whom to call.

The steps are our own wording after the first-day column of the triage matrix; the longer checklist of a kind of
dispute comes from the reference data. Nothing here is advice on the merits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disputes.choices import EmergencyKind, Measure
from portal.accounts.models import GuidanceCentre
from portal.lib import clock
from portal.notices.duty import on_duty
from portal.reference.models import DisputeType


@dataclass(frozen=True)
class Emergency:
    """`dispute_type` is the kind of the case and whose checklist stands below the steps; `measures` are in force."""

    key: EmergencyKind
    dispute_type: str
    measures: tuple[Measure, ...]
    sign: Promise
    steps: Sequence[Promise]
    never: Promise

    @property
    def title(self) -> str:
        return str(self.key.label)


EMERGENCIES = (
    Emergency(
        EmergencyKind.FROZEN,
        "schedule_a",
        (Measure.FREEZE,),
        _("A platform or payment service has blocked your listings or your balance because of a court order."),
        (
            _("Take screenshots of the notice, the blocked amount and the listings. Save the e-mail with attachments."),
            _("Find the case number and the court, and the line on which your shop stands in the list of defendants."),
            _("Write down when and how you learned of it, and every date printed on the papers."),
            _("Ask a lawyer admitted at that court today: the next hearing may be days away."),
        ),
        _("Do not delete listings or chats and do not move money away: a court can treat that as contempt."),
    ),
    Emergency(
        EmergencyKind.ORDER,
        "preliminary_injunction",
        (Measure.TRO,),
        _("You were handed or sent an order to stop selling, to hand something over, or that blocks your property."),
        (
            _("Keep the envelope. Photograph every page in its order and note date, time and who brought it."),
            _("Read what exactly is forbidden, from when, and what is threatened. Tell the people who sell or ship."),
            _("Call counsel on the same day. The time to object or to ask for security can be very short."),
            _("Record each day's loss from now on: it is needed if the order turns out to be wrong."),
        ),
        _("Do not ignore the order because you think it is wrong. Follow it until a court lifts it."),
    ),
    Emergency(
        EmergencyKind.RAID,
        "criminal",
        (Measure.RAID,),
        _("Police, customs or a court officer stands at the door of your office, warehouse or flat abroad."),
        (
            _("Ask for the warrant and a copy. Compare address, rooms and things with what is being searched."),
            _("Call a criminal lawyer, then the consulate. Ask for an interpreter."),
            _("Stay polite, do not stand in the way, and say that you will answer questions with your lawyer."),
            _("Note names, badge numbers and each thing taken; ask for a signed list."),
        ),
        _("Do not destroy or hide anything, and sign nothing you cannot read."),
    ),
    Emergency(
        EmergencyKind.FAIR,
        "trade_fair",
        (),
        _("Somebody demands that you clear your stand, or an officer appears with an order."),
        (
            _("Ask for the order or the complaint in writing, with the right it rests on and its number."),
            _("Call your lawyer and the fair's complaints office. Show your own rights and licences if you have them."),
            _("Photograph the stand, the papers and what is taken."),
            _("Covering or removing one exhibit for the day can be wiser than losing the stand. Decide with counsel."),
        ),
        _("Do not sign an undertaking or a confession you have not had translated."),
    ),
    Emergency(
        EmergencyKind.CUSTOMS,
        "customs",
        (Measure.DETENTION,),
        _("Customs abroad tells you or your carrier that goods are held on suspicion of infringement."),
        (
            _("Note the day the notice arrived. The time to object runs from there, often in working days."),
            _("Find out which right is meant, who holds it and which shipment is held, with quantity and value."),
            _("Decide with counsel: object, or agree to destruction. Silence can count as consent."),
            _("Gather licence, purchase papers and technical papers that show there is no infringement."),
        ),
        _("Do not send a second shipment of the same goods before this is settled."),
    ),
)


BY_KIND = {one.key: one for one in EMERGENCIES}


@dataclass(frozen=True)
class Advice:
    """An emergency with the checklist of its kind of dispute, as far as the reference data holds one."""

    emergency: Emergency
    checklist: list[str]


def emergencies() -> list[Advice]:
    """All five, in the order of the list; one query."""
    kinds = DisputeType.objects.in_bulk([one.dispute_type for one in EMERGENCIES])
    return [Advice(one, kinds[one.dispute_type].checklist if one.dispute_type in kinds else []) for one in EMERGENCIES]


def duty_contacts() -> list[GuidanceCentre]:
    """Open centres with a telephone that somebody has published, the national centre first."""
    today = clock.today()
    return list(
        GuidanceCentre.objects.exclude(duty_phone="", phone="")
        .filter(Q(closed_on=None) | Q(closed_on__gt=today), is_demo=False)
        .exclude(fact_status__in=("in_preparation", "category_only"))
        .order_by("-kind", "slug")[:12]
    )


@dataclass(frozen=True)
class DutyPhone:
    """A number to call; `at_all_hours` where it is a duty telephone, not an office's."""

    number: str
    at_all_hours: bool


def phones_of(centre: GuidanceCentre, *, has_case: bool) -> list[DutyPhone]:
    """Whom the filer may call: the duty telephone, then, with a case, the numbers of the roster of this moment.

    Numbers of the roster are people's own: they go to who has a case there, never onto a public page nor to what
    nobody has confirmed. Where neither is known, the office's telephone; where that is not known either, nothing.
    """
    roster = [duty.phone for duty in on_duty(centre.pk, clock.now())] if has_case else []
    numbers = [centre.duty_phone, *roster]
    found = [DutyPhone(number, at_all_hours=True) for number in dict.fromkeys(numbers) if number]
    return found or ([DutyPhone(centre.phone, at_all_hours=False)] if centre.phone else [])
