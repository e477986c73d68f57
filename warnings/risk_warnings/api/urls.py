from django.urls import path
from rest_framework.routers import SimpleRouter

from risk_warnings.api.personal import OwnSubscription, OwnSubscriptions
from risk_warnings.api.views import WarningViewSet

router = SimpleRouter()
router.register("warnings", WarningViewSet, basename="api-warning")
urlpatterns = [
    path("me/subscriptions/", OwnSubscriptions.as_view(), name="api-me-subscriptions"),
    path("me/subscriptions/<int:pk>/", OwnSubscription.as_view(), name="api-me-subscription"),
    *router.urls,
]
