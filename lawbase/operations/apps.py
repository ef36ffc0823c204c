from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "lawbase.operations"
    verbose_name = _("Operations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lawbase.operations import checks, metrics

        checks.register_all()
        metrics.listen()
        if settings.CELERY_BROKER_URL:
            # Makes the application that tasks are sent with known; without a broker nobody pays for importing it.
            import_module("lawbase.config.celery")
