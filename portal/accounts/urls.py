"""Addresses under /accounts/, before those of allauth."""

from django.urls import URLPattern, URLResolver, path

from portal.accounts.views import centres, claims, home, people, privacy_data, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.account_home, name="accounts_home"),
    path("menu/", home.account_menu, name="accounts_menu"),
    path("privacy/", home.privacy, name="accounts_privacy"),
    path("consent/", home.consent, name="accounts_consent"),
    path("people/", people.enterprises, name="accounts_people"),
    path("people/<int:pk>/", people.enterprise_people, name="accounts_enterprise_people"),
    path("enterprises/<int:pk>/", claims.enterprise_edit, name="accounts_enterprise_edit"),
    path("memberships/<int:pk>/end/", people.membership_end, name="accounts_membership_end"),
    path("memberships/<int:pk>/second-factor/", people.second_factor_reset, name="accounts_second_factor_reset"),
    path("invitations/<int:pk>/revoke/", people.invitation_revoke, name="accounts_invitation_revoke"),
    path("invitations/<str:token>/", people.invitation, name="accounts_invitation"),
    path("privacy-data/", privacy_data.my_data, name="accounts_my_data"),
    path("privacy-data/download/", privacy_data.download, name="accounts_my_data_download"),
    path("privacy-data/erase/", privacy_data.erase, name="accounts_erase"),
    path("privacy-data/keep/", privacy_data.keep, name="accounts_keep"),
    path("tokens/", tokens.token_list, name="accounts_tokens"),
    path("tokens/new/", tokens.token_new, name="accounts_token_new"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="accounts_token_revoke"),
    path("claims/new/", claims.claim_new, name="accounts_claim_new"),
    path("claims/cities/", claims.cities, name="accounts_cities"),
    path("claims/<int:pk>/", claims.claim_detail, name="accounts_claim"),
    path("claims/<int:pk>/proof/", claims.evidence, name="accounts_claim_evidence"),
    path("admin/centres/", centres.admin_list, name="accounts_admin_centres"),
    path("admin/centres/new/", centres.admin_new, name="accounts_admin_centre_new"),
]
