from django.urls import path
from rest_framework.routers import SimpleRouter

from laws.api import rules, views

router = SimpleRouter()
router.register("jurisdictions", views.JurisdictionViewSet, basename="api-jurisdiction")
router.register("laws", views.LawViewSet, basename="api-law")
router.register("treaties", views.TreatyViewSet, basename="api-treaty")
router.register("deadlines/rules", rules.DeadlineRuleViewSet, basename="api-deadline-rule")
urlpatterns = [
    path("deadlines/compute/", rules.ComputeView.as_view(), name="api-deadline-compute"),
    *router.urls,
]
