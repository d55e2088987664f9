"""Messages to residents and staff: texts from the profile, gateways, the demo inbox."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Words that leave the house."""

    name = "gongzhi.notify"
    label = "notify"
    verbose_name = "通知"

    def ready(self) -> None:
        """Lend accounts the means to send a code and to ring the bell."""
        from gongzhi.accounts.login.couriers import register_courier
        from gongzhi.accounts.tellers import register_teller
        from gongzhi.notify.codes import send_code_text
        from gongzhi.notify.services.tell_user import tell_user

        register_courier(send_code_text)
        register_teller(tell_user)
