from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "lawbase.cases"
    verbose_name = "Cases"
