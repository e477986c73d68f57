"""Which published working hours of a centre are in force on a day."""

from datetime import date

from portal.accounts.models import CentreHours, GuidanceCentre


def hours_of(centre: GuidanceCentre, day: date) -> CentreHours | None:
    """The centre's own latest hours in force, else those of the whole network; None when nobody set any."""
    in_force = CentreHours.objects.filter(valid_from__lte=day)
    own = in_force.filter(centre=centre).order_by("-valid_from").first()
    return own or in_force.filter(centre__isnull=True).order_by("-valid_from").first()
