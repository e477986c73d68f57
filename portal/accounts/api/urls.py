from rest_framework.routers import SimpleRouter

from portal.accounts.api.views import CentreViewSet

router = SimpleRouter()
router.register("centres", CentreViewSet, basename="api-centre")
urlpatterns = router.urls
