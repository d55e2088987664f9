"""App configuration of demo: it has no rows, it checks `demo.yaml`."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The made-up city."""

    name = "gongzhi.demo"
    label = "demo"

    def ready(self) -> None:
        """Register the section that says how the made-up city behaves."""
        from gongzhi.demo import params

        params.register()
