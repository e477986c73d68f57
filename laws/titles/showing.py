"""Who reviewed a translated title, as the public page of a law says it."""

from django.utils.translation import gettext as _

from laws.deadlines.explaining import public_name
from laws.models import Law, TitleReview
from laws.titles.queue import reviewed
from laws.titles.wording import Language
from portal.lib.formats import day


def review_words(law: Law) -> dict[str, str]:
    """By language: "translated title, reviewed by … on …". Only for titles that are reviewed; else no query is made."""
    wanted = [one for one in Language.values if getattr(law, f"title_{one}_basis") == Law.TitleBasis.REVIEWED]
    done = reviewed(law) if wanted else {}
    return {language: _words(done[language]) for language in wanted if language in done}


def _words(review: TitleReview) -> str:
    return _("Translated title, reviewed by %(who)s on %(day)s") % {
        "who": public_name(review.decided_by),
        "day": day(review.decided_at),
    }
