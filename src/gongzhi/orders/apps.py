from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "gongzhi.orders"
    label = "orders"
    verbose_name = "工单"

    def ready(self) -> None:
        from . import (
            area_panel,
            body_ending,
            gathering,
            moving,
            profile_section,
            roleduties,
            successions,
        )
        from . import tips as _effects_of_tips  # noqa: F401 - known by being imported

        profile_section.register()
        moving.register()
        gathering.register()
        body_ending.register()
        area_panel.register()
        roleduties.register()
        successions.register()
