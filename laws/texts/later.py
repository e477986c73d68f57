"""What is known of a law that its text cannot know: changes later than the text, and which of two texts is meant."""

from collections.abc import Iterable, Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from laws.models import LawVersion
from laws.texts.days import first_day
from laws.texts.shelf import last_day


def later_change(version: LawVersion, others: Iterable[LawVersion], amended: Iterable[str]) -> str:
    """A sentence on the newest change that is known to be later than the text, empty where none is.

    Changes are the catalogue's last amendment, the dates of the acts known to amend the law (`amended`) and newer
    texts in other languages. A date counts only if every day it can mean is after every day the text's date can mean.
    """
    if not version.dated:
        return ""
    law, end = version.law, last_day(version.dated)

    def newest(dates: Iterable[str]) -> str:
        return max((date for date in dates if date and (first_day(date) or end) > end), default="")

    change = newest([law.last_amended, *amended])
    if change:
        said = _("The law was amended on %(change)s; the text below is dated %(date)s, so the change may not be in it.")
        return said % {"change": change, "date": version.dated}
    newer = newest(other.dated for other in others if other.language != version.language and other.current)
    said = _("A text in another language is dated %(change)s, the text below %(date)s: it may lack later changes.")
    return said % {"change": newer, "date": version.dated} if newer else ""


def label_of(version: LawVersion, among: Sequence[LawVersion]) -> str:
    """The date of a text, or that it has none; where another has the same, also its number and the day it came in."""
    same = [one for one in among if one.dated == version.dated and one.language == version.language]
    name = version.dated or _("undated text")
    if len(same) < 2:
        return name
    number = sorted(one.pk for one in same).index(version.pk) + 1
    said = _("%(date)s (no. %(number)d, imported %(day)s)")
    return said % {"date": name, "number": number, "day": localtime(version.imported_at).date().isoformat()}
