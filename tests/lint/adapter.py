"""What dbt's `adapter` is to sqlfluff's templater, which knows no adapter: a dispatched macro becomes a call."""

from collections.abc import Callable


def dispatch(name: str, _package: str | None = None) -> Callable[..., str]:
    """A function that writes a call of `name`, which is SQL enough to be linted."""

    def call(*arguments: object) -> str:
        return f"{name}({', '.join(str(each) for each in arguments)})"

    return call
