from django.urls import path

from disputes.api.exports import OwnExports
from disputes.api.views import OwnCase, OwnCases, OwnReplies

urlpatterns = [
    path("me/cases/", OwnCases.as_view(), name="api-me-cases"),
    path("me/cases/<str:reference>/", OwnCase.as_view(), name="api-me-case"),
    path("me/cases/<str:reference>/exports/", OwnExports.as_view(), name="api-me-exports"),
    path("me/cases/<str:reference>/replies/", OwnReplies.as_view(), name="api-me-replies"),
]
