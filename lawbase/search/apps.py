from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "lawbase.search"
    verbose_name = "Search"
