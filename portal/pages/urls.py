from django.urls import URLPattern, URLResolver, path

from portal.pages import gallery, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("_/components/", gallery.components, name="components"),
]
