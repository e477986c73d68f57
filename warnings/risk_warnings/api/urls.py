from rest_framework.routers import SimpleRouter

from risk_warnings.api.views import WarningViewSet

router = SimpleRouter()
router.register("warnings", WarningViewSet, basename="api-warning")
urlpatterns = router.urls
