"""What every route needs: the serving of the run, a connection to the store that cannot write, the filter asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection

from ..model.filters import Filter
from .readers import Reader
from .servings import Serving

_OWN = frozenset(
    ("limit", "after", "order", "language", "token", "key", "fatalities", "inter", "shape", "period", "until_day")
)  # of the request alone


def serving_of(request: Request) -> Serving:
    """The serving of this run."""
    found: Serving = request.app.state.serving
    return found


def open_reading(request: Request) -> Iterator[Connection]:
    """A connection for one request; readers do not wait for a writer."""
    reader: Reader = request.app.state.reader
    with reader.read() as connection:
        yield connection


def filter_of(request: Request) -> Filter:
    """The filter in the address of the request; FilterError names what cannot be asked."""
    return Filter.parse((name, value) for name, value in request.query_params.multi_items() if name not in _OWN)


Here = Annotated[Serving, Depends(serving_of)]
Reading = Annotated[Connection, Depends(open_reading)]
Wanted = Annotated[Filter, Depends(filter_of)]
