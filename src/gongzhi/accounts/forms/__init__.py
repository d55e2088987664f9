"""Forms of accounts: logging in, and the office."""

from .login import (
    ChangePasswordForm,
    CodeForm,
    FactorForm,
    NewPasswordForm,
    PhoneForm,
    StaffLoginForm,
)

__all__ = [
    "ChangePasswordForm",
    "CodeForm",
    "FactorForm",
    "NewPasswordForm",
    "PhoneForm",
    "StaffLoginForm",
]
