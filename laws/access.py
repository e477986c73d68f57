"""The one door to each public object of the library. A wrong address gets a sentence that helps."""

from django.utils.translation import gettext as _

from laws.models import DeadlineRule, Law, Treaty
from portal.lib.errors import NotHere
from portal.reference.models import Jurisdiction


def get_jurisdiction(code: str) -> Jurisdiction:
    """The jurisdiction with `code` in whatever case it is written. Raises NotHere."""
    try:
        return Jurisdiction.objects.select_related("parent").get(code=code.upper())
    except Jurisdiction.DoesNotExist:
        raise NotHere(
            _("“%(code)s” is not a code of a country, region or organisation here. Look for its name in the list.")
            % {"code": code}
        ) from None


def get_law(code: str, slug: str) -> Law:
    """The law `slug` of the jurisdiction `code`, in whatever case they are written. Raises NotHere."""
    ref = f"{code.lower()}-{slug.lower()}"
    try:
        return Law.objects.select_related("jurisdiction").get(ref=ref, jurisdiction=code.upper())
    except Law.DoesNotExist:
        raise NotHere(_("No law with the reference “%(ref)s” is in the library.") % {"ref": ref}) from None


def get_treaty(code: str) -> Treaty:
    """The treaty with `code` in whatever case it is written. Raises NotHere."""
    try:
        return Treaty.objects.get(code=code.upper())
    except Treaty.DoesNotExist:
        raise NotHere(_("No treaty with the code “%(code)s” is in the library.") % {"code": code}) from None


def get_rule(rule_id: str) -> DeadlineRule:
    """The deadline rule `rule_id`, withdrawn ones as well, with what its page names. Raises NotHere."""
    try:
        return DeadlineRule.objects.select_related(
            "forum", "jurisdiction", "dispute_type", "reviewed_by", "replaced_by"
        ).get(rule_id=rule_id.lower())
    except DeadlineRule.DoesNotExist:
        raise NotHere(
            _("There is no deadline rule “%(rule)s”. Look for it in the list of rules.") % {"rule": rule_id}
        ) from None
