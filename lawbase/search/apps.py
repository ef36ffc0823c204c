from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "lawbase.search"
    verbose_name = "Search"

    def ready(self) -> None:
        from lawbase.search import checks  # noqa: F401 - registers them
