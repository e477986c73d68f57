from django.urls import URLPattern, URLResolver, path

from laws.guides.api import GuideDetail, GuideList

urlpatterns: list[URLPattern | URLResolver] = [
    path("guides/", GuideList.as_view(), name="api-guide-list"),
    path("guides/<str:code>/", GuideDetail.as_view(), name="api-guide-detail"),
]
