from rest_framework.routers import SimpleRouter

from laws.api import views

router = SimpleRouter()
router.register("jurisdictions", views.JurisdictionViewSet, basename="api-jurisdiction")
router.register("laws", views.LawViewSet, basename="api-law")
router.register("treaties", views.TreatyViewSet, basename="api-treaty")
urlpatterns = router.urls
