"""App configuration of stations, rooms and activities."""

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    """Stations and rooms, bookings, activities and interest groups."""

    name = "gongzhi.venues"
    label = "venues"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongzhi.orders.photos import photostore

        from . import body_ending, profile_section
        from .reading import held, opening, served
        from .services.keep_photo import kept_photos, names_of_photos

        held.register()
        served.register()
        opening.register()
        profile_section.register()
        body_ending.register()
        photostore.register_keeper("places", kept_photos, names_of_photos)
