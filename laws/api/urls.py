from django.urls import path
from rest_framework.routers import SimpleRouter

from laws.api import coverage, export, judgments, rules, texts, views

router = SimpleRouter()
router.register("jurisdictions", views.JurisdictionViewSet, basename="api-jurisdiction")
router.register("laws", views.LawViewSet, basename="api-law")
router.register("treaties", views.TreatyViewSet, basename="api-treaty")
router.register("deadlines/rules", rules.DeadlineRuleViewSet, basename="api-deadline-rule")
router.register("judgments", judgments.JudgmentViewSet, basename="api-judgment")
urlpatterns = [
    path("coverage/", coverage.CoverageList.as_view(), name="api-coverage"),
    path("export/laws.jsonl", export.LawExport.as_view(), name="api-export-laws"),
    path("export/provisions.jsonl", export.ProvisionExport.as_view(), name="api-export-provisions"),
    path("deadlines/compute/", rules.ComputeView.as_view(), name="api-deadline-compute"),
    path("laws/<slug:ref>/versions/", texts.VersionList.as_view(), name="api-law-versions"),
    path("laws/<slug:ref>/versions/<str:expression>/", texts.VersionDetail.as_view(), name="api-law-version"),
    path(
        "laws/<slug:ref>/versions/<str:expression>/provisions/",
        texts.ProvisionList.as_view(),
        name="api-law-version-provisions",
    ),
    path(
        "laws/<slug:ref>/versions/<str:expression>/provisions/<str:anchor>/",
        texts.ProvisionDetail.as_view(),
        name="api-law-version-provision",
    ),
    path("laws/<slug:ref>/provisions/", texts.CurrentProvisionList.as_view(), name="api-law-provisions"),
    path("laws/<slug:ref>/provisions/<str:anchor>/", texts.CurrentProvisionDetail.as_view(), name="api-law-provision"),
    *router.urls,
]
