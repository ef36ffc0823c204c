from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "lawbase.ingest"
    verbose_name = "Ingest"
