from django.urls import URLPattern, URLResolver, path, re_path

from risk_warnings.views import desk, public, subscriptions

REF = r"(?P<ref>RW-\d{4}-\d{4,})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("warnings/", public.warning_list, name="warnings"),
    re_path(rf"^warnings/{REF}/$", public.warning_detail, name="warning"),
    path("subscriptions/", subscriptions.subscription_list, name="subscriptions"),
    path("subscriptions/new/", subscriptions.subscription_new, name="subscription_new"),
    path("subscriptions/<int:pk>/", subscriptions.subscription_edit, name="subscription_edit"),
    re_path(
        r"^subscriptions/(?P<pk>\d{1,18})/(?P<act>stop|resume|delete)/$",
        subscriptions.subscription_act,
        name="subscription_act",
    ),
    path("unsubscribe/<str:token>/", subscriptions.unsubscribe, name="unsubscribe"),
    path("editorial/warnings/", desk.desk_list, name="desk_warnings"),
    path("editorial/warnings/new/", desk.desk_new, name="warning_new"),
    re_path(rf"^editorial/warnings/{REF}/$", desk.desk_detail, name="desk_warning"),
    re_path(rf"^editorial/warnings/{REF}/edit/$", desk.desk_edit, name="warning_edit"),
    re_path(
        rf"^editorial/warnings/{REF}/(?P<act>submit|return|approve|issue|recall|withdraw)/$",
        desk.desk_act,
        name="warning_act",
    ),
]
