"""Everything that a role may allow. A page or an action asks for one of these, never for a role."""

from enum import StrEnum


class Permission(StrEnum):
    # of an enterprise
    VIEW_ENTERPRISE_CASES = "view_enterprise_cases"
    FILE_FOR_ENTERPRISE = "file_for_enterprise"
    EDIT_ENTERPRISE = "edit_enterprise"
    INVITE_COLLEAGUE = "invite_colleague"
    # of one case
    VIEW_ONE_CASE = "view_one_case"
    # of a centre
    VIEW_CENTRE_CASES = "view_centre_cases"
    WORK_ON_CASES = "work_on_cases"
    REFUSE_CASE = "refuse_case"
    TRANSFER_CASE = "transfer_case"
    ASSIGN_CASE = "assign_case"
    ACCEPT_CASE = "accept_case"
    SIGN_OPINION = "sign_opinion"
    VERIFY_LOSS = "verify_loss"
    ARCHIVE_CASE = "archive_case"
    FILE_ON_BEHALF = "file_on_behalf"
    IMPORT_CASES = "import_cases"
    SEE_RESTRICTED_CASES = "see_restricted_cases"
    DECIDE_CLAIM = "decide_claim"
    INVITE_OFFICER = "invite_officer"
    VIEW_EXPERTS = "view_experts"
    NOMINATE_EXPERT = "nominate_expert"
    CHECK_EXPERT = "check_expert"
    APPOINT_EXPERT = "appoint_expert"
    EDIT_CENTRE = "edit_centre"
    # of a centre or an enterprise: where its messages go and who is on duty; never a network role's, because
    # messages hold facts of cases
    KEEP_CHANNELS = "keep_channels"
    # of the network
    ADVISE = "advise"
    SEE_ESCALATED_CASES = "see_escalated_cases"
    CREATE_CENTRE = "create_centre"
    INVITE_HEAD = "invite_head"
    GRANT_ROLE = "grant_role"
    DRAFT_WARNING = "draft_warning"
    ISSUE_WARNING = "issue_warning"
    EDIT_GUIDE = "edit_guide"
    REVIEW_GUIDE = "review_guide"
    PUBLISH_GUIDE = "publish_guide"
    REVIEW_RULE = "review_rule"
    EDIT_REFERENCE = "edit_reference"
    VIEW_REFERENCE_ADMIN = "view_reference_admin"
    VIEW_AUDIT = "view_audit"
    VIEW_INTERNAL_FIGURES = "view_internal_figures"
