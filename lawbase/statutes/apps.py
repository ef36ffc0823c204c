from django.apps import AppConfig


class StatutesConfig(AppConfig):
    name = "lawbase.statutes"
    verbose_name = "Statutes"
