"""What people do with their accounts. Everything flushes, nothing commits."""

from portal.accounts.services.entry import (
    Taken,
    check_sign_in,
    join,
    make_guest,
    make_member,
    sign_up,
)
from portal.accounts.services.leaving import (
    delete_account,
    delete_old_guests,
    export_all,
)
from portal.accounts.services.links import (
    ask_for_email,
    ask_for_reset,
    change_email,
    forget_links,
    make_reset_link,
    reset_password,
)
from portal.accounts.services.settings import (
    KeyExists,
    TooManyKeys,
    change_password,
    end_other_sessions,
    grant_role,
    make_token,
    revoke_role,
    revoke_token,
    set_time_zone,
)

__all__ = [
    "KeyExists",
    "Taken",
    "TooManyKeys",
    "ask_for_email",
    "ask_for_reset",
    "change_email",
    "change_password",
    "check_sign_in",
    "delete_account",
    "delete_old_guests",
    "end_other_sessions",
    "export_all",
    "forget_links",
    "grant_role",
    "join",
    "make_guest",
    "make_member",
    "make_reset_link",
    "make_token",
    "reset_password",
    "revoke_role",
    "revoke_token",
    "set_time_zone",
    "sign_up",
]
