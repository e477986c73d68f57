from django.urls import path

from disputes.api.views import OwnCase, OwnCases, OwnReplies

urlpatterns = [
    path("me/cases/", OwnCases.as_view(), name="api-me-cases"),
    path("me/cases/<str:reference>/", OwnCase.as_view(), name="api-me-case"),
    path("me/cases/<str:reference>/replies/", OwnReplies.as_view(), name="api-me-replies"),
]
