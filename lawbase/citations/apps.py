from django.apps import AppConfig


class CitationsConfig(AppConfig):
    name = "lawbase.citations"
    verbose_name = "Citations"
