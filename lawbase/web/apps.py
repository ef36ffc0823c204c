from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lawbase.web"
    verbose_name = "Web"
