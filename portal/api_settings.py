"""How the API describes itself (drf-spectacular): a part of the settings that is the same everywhere."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Overseas IP dispute guidance portal",
    "DESCRIPTION": (
        "Jurisdictions, laws, treaties, centres, guides and risk warnings: read only, for anybody. "
        "What stands under /me/ is a person's own and needs a token."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENUM_NAME_OVERRIDES": {
        "JurisdictionKindEnum": "portal.reference.models.Jurisdiction.Kind",
        "CentreKindEnum": "portal.accounts.models.GuidanceCentre.Kind",
        "LawKindEnum": "laws.models.Law.Kind",
        "LawStatusEnum": "laws.models.Law.Status",
        "LawRelationEnum": "laws.models.LawRelation.Kind",
        "ProvisionKindEnum": "laws.models.Provision.Kind",
        "TitleBasisEnum": "laws.models.Law.TitleBasis",
        "SubjectEnum": "laws.models.choices.Subject",
        "CaseKindEnum": "disputes.choices.CaseKind",
        "CaseStateEnum": "disputes.states.CaseState",
        "WarningLevelEnum": "risk_warnings.models.Level",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.lib.schema.add_problem",
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
