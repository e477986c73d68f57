"""The roles of the network: what each is for, where it applies and what it may do (least privilege).

To add one, copy a class. Codes are stored in memberships and never change.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.memberships import Scope
from portal.accounts.permissions import Permission as P


class Role:
    code: ClassVar[str]
    name: ClassVar[str | Promise]
    description: ClassVar[str | Promise]
    scope: ClassVar[Scope]
    permissions: ClassVar[frozenset[P]]
    # Whoever sees other people's matters proves themselves twice. A new role does unless it says otherwise.
    needs_second_factor: ClassVar[bool] = True


class EnterpriseMember(Role):
    code = "enterprise_member"
    name = _("Enterprise member")
    description = _("Files and follows the cases of the enterprise.")
    scope = Scope.ENTERPRISE
    permissions = frozenset({P.VIEW_ENTERPRISE_CASES, P.FILE_FOR_ENTERPRISE})
    needs_second_factor = False


class EnterpriseOwner(Role):
    code = "enterprise_owner"
    name = _("Enterprise owner")
    description = _("Answers for the enterprise: files its cases, keeps its facts, invites colleagues.")
    scope = Scope.ENTERPRISE
    permissions = EnterpriseMember.permissions | {P.EDIT_ENTERPRISE, P.INVITE_COLLEAGUE, P.KEEP_CHANNELS}
    needs_second_factor = False


class Counsel(Role):
    code = "counsel"
    name = _("Outside counsel")
    description = _("Reads one case to which the enterprise invited them, and writes in it.")
    scope = Scope.CASE
    permissions = frozenset({P.VIEW_ONE_CASE})
    needs_second_factor = False


class CaseCaller(Role):
    code = "case_caller"
    name = _("Caller")
    description = _("Takes over a case that a guidance centre entered for them.")
    scope = Scope.CASE
    needs_second_factor = False
    # Taking it over makes them its filer: the role itself opens nothing.
    permissions: ClassVar[frozenset[P]] = frozenset()


class HotlineOfficer(Role):
    code = "hotline_officer"
    name = _("Hotline officer")
    description = _("Takes calls and files on behalf of callers; sees no restricted matter.")
    scope = Scope.CENTRE
    permissions = frozenset({P.VIEW_CENTRE_CASES, P.FILE_ON_BEHALF})


class CentreOfficer(Role):
    code = "centre_officer"
    name = _("Centre officer")
    description = _("Triages and answers the cases of the centre and decides claims on enterprises.")
    scope = Scope.CENTRE
    permissions = frozenset(
        {
            P.VIEW_CENTRE_CASES,
            P.WORK_ON_CASES,
            P.REFUSE_CASE,
            P.TRANSFER_CASE,
            P.DECIDE_CLAIM,
            P.VIEW_EXPERTS,
            P.NOMINATE_EXPERT,
            P.FILE_ON_BEHALF,
        }
    )


class CentreReviewer(Role):
    code = "centre_reviewer"
    name = _("Centre reviewer")
    description = _("Accepts, refuses and gives the second signature; assigns cases.")
    scope = Scope.CENTRE
    permissions = CentreOfficer.permissions | {
        P.ASSIGN_CASE,
        P.CHECK_EXPERT,
        P.ACCEPT_CASE,
        P.SIGN_OPINION,
        P.VERIFY_LOSS,
    }


class CentreHead(Role):
    code = "centre_head"
    name = _("Head of centre")
    description = _("Answers for the centre: people, hours, escalations and returns.")
    scope = Scope.CENTRE
    permissions = CentreReviewer.permissions | {
        P.ARCHIVE_CASE,
        P.IMPORT_CASES,
        P.SEE_RESTRICTED_CASES,
        P.INVITE_OFFICER,
        P.APPOINT_EXPERT,
        P.EDIT_CENTRE,
        P.KEEP_CHANNELS,
        P.VIEW_INTERNAL_FIGURES,
    }


class Supervisor(Role):
    code = "supervisor"
    name = _("Supervisor")
    description = _("Sees the figures of the network; case content only after transfer or escalation.")
    scope = Scope.NETWORK
    permissions = frozenset({P.VIEW_INTERNAL_FIGURES, P.SEE_ESCALATED_CASES})


class ExpertRole(Role):
    code = "expert"
    name = _("Expert")
    description = _("Helps in cases to which they were invited; sees none without an invitation.")
    scope = Scope.NETWORK
    permissions = frozenset({P.ADVISE})


class WarningAuthor(Role):
    code = "warning_author"
    name = _("Warning author")
    description = _("Drafts risk warnings.")
    scope = Scope.NETWORK
    permissions = frozenset({P.DRAFT_WARNING})


class WarningIssuer(Role):
    code = "warning_issuer"
    name = _("Warning issuer")
    description = _("Issues and recalls warnings that somebody else drafted.")
    scope = Scope.NETWORK
    permissions = frozenset({P.ISSUE_WARNING})


class Editor(Role):
    code = "editor"
    name = _("Editor")
    description = _("Writes country guides and corrects reference data.")
    scope = Scope.NETWORK
    permissions = frozenset({P.EDIT_GUIDE, P.EDIT_REFERENCE, P.VIEW_REFERENCE_ADMIN})


class LegalReviewer(Role):
    code = "legal_reviewer"
    name = _("Legal reviewer")
    description = _("Reviews and approves guides and rules that somebody else wrote.")
    scope = Scope.NETWORK
    permissions = frozenset({P.REVIEW_GUIDE, P.REVIEW_RULE, P.VIEW_REFERENCE_ADMIN})


class Publisher(Role):
    code = "publisher"
    name = _("Publisher")
    description = _("Publishes guides that somebody else wrote.")
    scope = Scope.NETWORK
    permissions = frozenset({P.REVIEW_GUIDE, P.PUBLISH_GUIDE, P.VIEW_REFERENCE_ADMIN})


class SecurityOfficer(Role):
    code = "security_officer"
    name = _("Security officer")
    description = _("Handles restricted matters that are handed to them by name.")
    scope = Scope.NETWORK
    permissions: ClassVar[frozenset[P]] = frozenset()


class Archivist(Role):
    code = "archivist"
    name = _("Archivist")
    description = _("Keeps closed files of the centre.")
    scope = Scope.CENTRE
    permissions = frozenset({P.VIEW_CENTRE_CASES, P.ARCHIVE_CASE})


class Auditor(Role):
    code = "auditor"
    name = _("Auditor")
    description = _("Reads the audit log, no case content.")
    scope = Scope.NETWORK
    permissions = frozenset({P.VIEW_AUDIT, P.VIEW_REFERENCE_ADMIN})


class Administrator(Role):
    code = "administrator"
    name = _("Administrator")
    description = _("Creates centres, invites heads and grants roles; sees no case content.")
    scope = Scope.NETWORK
    permissions = frozenset(
        {P.CREATE_CENTRE, P.EDIT_CENTRE, P.INVITE_HEAD, P.GRANT_ROLE, P.VIEW_REFERENCE_ADMIN, P.VIEW_AUDIT}
    )


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        EnterpriseOwner,
        EnterpriseMember,
        Counsel,
        CaseCaller,
        CentreOfficer,
        HotlineOfficer,
        CentreReviewer,
        CentreHead,
        Supervisor,
        ExpertRole,
        WarningAuthor,
        WarningIssuer,
        Editor,
        LegalReviewer,
        Publisher,
        SecurityOfficer,
        Archivist,
        Auditor,
        Administrator,
    )
}

# Roles that make a centre staffed: somebody is there to take a case.
STAFF_ROLES = frozenset(code for code, role in ROLES.items() if P.WORK_ON_CASES in role.permissions)

# Roles whose people must set up a second factor before any page of theirs opens.
SECOND_FACTOR_ROLES = frozenset(code for code, role in ROLES.items() if role.needs_second_factor)
