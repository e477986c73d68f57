"""Who has which role where, from when to when; and invitations to such a role."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import clock


class Scope(models.TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    CENTRE = "centre", _("Centre")
    NETWORK = "network", _("Whole network")
    CASE = "case", _("One case")


# Exactly the column that the scope names is filled.
SCOPE_MATCHES = (
    models.Q(scope="enterprise", enterprise__isnull=False, centre__isnull=True, case_id__isnull=True)
    | models.Q(scope="centre", enterprise__isnull=True, centre__isnull=False, case_id__isnull=True)
    | models.Q(scope="network", enterprise__isnull=True, centre__isnull=True, case_id__isnull=True)
    | models.Q(scope="case", enterprise__isnull=True, centre__isnull=True, case_id__isnull=False)
)


class Placed(models.Model):
    """A role in a place. A case is named by its id: accounts may not import disputes."""

    role = models.CharField(_("role"), max_length=32)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope.choices)
    enterprise = models.ForeignKey(
        "accounts.Enterprise", null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    centre = models.ForeignKey(
        "accounts.GuidanceCentre", null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    case_id = models.UUIDField(_("case"), null=True, blank=True, db_index=True)

    class Meta:
        abstract = True


class Membership(Placed):
    """A person's role in a place. `valid_to` is the last day on which it counts; `ended_at` ends it at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    valid_from = models.DateField(_("valid from"), default=clock.today)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(condition=SCOPE_MATCHES, name="membership_scope_matches"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class Invitation(Placed):
    """An offer of a role to an e-mail address, taken up through a secret link."""

    email = models.EmailField(_("e-mail"))
    token_hash = models.CharField(max_length=64, unique=True)
    valid_to = models.DateField(_("membership valid to"), null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("link valid until"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=SCOPE_MATCHES, name="invitation_scope_matches")]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"
