from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "lawbase.taxonomy"
    verbose_name = "Taxonomy"
