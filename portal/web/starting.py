"""What keeps the site from starting, in one clear line instead of a traceback."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOENT, errno.EEXIST)


class NotStarted(Exception):
    """The site cannot start; the message says what is missing and what to do."""


@contextmanager
def in_clear_words() -> Iterator[None]:
    """Raises NotStarted for whatever an operator can mend; anything else passes, for that is ours to mend."""
    from sqlalchemy.exc import DBAPIError

    from config import SettingsError
    from portal.library import ContentErrors
    from portal.web.migrate import BehindError

    try:
        yield
    except (SettingsError, BehindError) as error:
        raise NotStarted(str(error)) from error
    except ContentErrors as error:
        lines = "\n".join(str(problem) for problem in error.problems)
        raise NotStarted(f"The content is broken. Nothing was started.\n{lines}") from error
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise NotStarted(f"The database cannot be used: {reason}. Nothing was changed.") from error
    except OSError as error:
        if error.errno in FULL:
            raise NotStarted(f"The disk is full: {error}. Free some space and start again.") from error
        if error.errno in FORBIDDEN:
            raise NotStarted(f"Cannot write here: {error}. DATA_DIR names another folder.") from error
        raise


def refuse(message: str) -> int:
    """Prints why; the exit status of a command that did not run."""
    print(f"goldpath: {message}", file=sys.stderr)  # noqa: T201
    return 2
