from django.apps import AppConfig


class APIConfig(AppConfig):
    name = "lawbase.api"
    verbose_name = "API"
