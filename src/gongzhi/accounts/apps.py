from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gongzhi.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from gongzhi.accounts import body_ending, moving, teams

        moving.register()
        body_ending.register()
        teams.register()
