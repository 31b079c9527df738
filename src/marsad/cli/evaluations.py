"""``marsad evaluate``."""


def evaluate() -> None:
    """Score."""
