from django.urls import path
from rest_framework.routers import SimpleRouter

from portal.accounts.api.me import Me
from portal.accounts.api.views import CentreViewSet

router = SimpleRouter()
router.register("centres", CentreViewSet, basename="api-centre")
urlpatterns = [path("me/", Me.as_view(), name="api-me"), *router.urls]
