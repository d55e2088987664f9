from importlib import import_module
from typing import Final

from django.apps import AppConfig

# Modules whose effects process files may name: they are known by being imported.
EFFECTS_OF: Final = (
    "appeals", "call_effects", "gathering.campaigns", "gathering.files", "tips",
    *(f"engine.effects.{name}" for name in ("handling", "leading", "merging", "reporter", "visiting")),
)  # fmt: skip


class OrdersConfig(AppConfig):
    name = "gongzhi.orders"
    label = "orders"
    verbose_name = "工单"

    def ready(self) -> None:
        from gongzhi.orgs import agreementfiles

        from . import area_panel
        from .changes import body_ending, boundaries, postings
        from .photos import photostore
        from .process import roleduties
        from .profile import section
        from .selectors.desk import gathered
        from .words import logwords

        for name in EFFECTS_OF:
            import_module(f".{name}", __package__)
        section.register()
        boundaries.register()
        gathered.register()
        body_ending.register()
        area_panel.register()
        roleduties.register()
        postings.register()
        logwords.register()
        photostore.register_keeper("orders", photostore.of_orders, photostore.names_of_orders)
        # Bodies lie below orders and cannot make themselves known.
        photostore.register_keeper("agreements", agreementfiles.kept, agreementfiles.named)
