"""Makes `{{ form }}` and `{{ form.name.as_field_group }}` come out as the portal's own components."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "components/field.html"
