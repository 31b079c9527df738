"""Every error Marsad raises on purpose: it names the input, what is wrong and the remedy."""

from __future__ import annotations


class MarsadError(Exception):
    """Base of all expected errors; the command line prints it in one line, without a traceback.

    ``code`` names what is said and ``values`` what is put into it, where the workbench says it in the reader's language
    (``said.…`` in frontend/src/messages); without a code it shows the message itself.
    """

    def __init__(self, message: str, code: str = "", **values: object) -> None:
        """Keep the message for terminals, and its code and values for the workbench."""
        super().__init__(message)
        self.code = code
        self.values = {name: value if isinstance(value, int | float) else str(value) for name, value in values.items()}


class InputError(MarsadError):
    """An input cannot be read as a report. ``source`` names it, ``remedy`` says what to do."""

    def __init__(self, source: str, problem: str, remedy: str, code: str = "") -> None:
        """Join what was read, what is wrong and what to do in one message."""
        super().__init__(f"{source}: {problem}. {remedy}", code, source=source)
        self.source = source
        self.problem = problem
        self.remedy = remedy


class LexiconError(MarsadError):
    """A lexicon or rule file is wrong: file, line or id, and remedy are in the message."""


class GazetteerError(MarsadError):
    """A gazetteer table cannot be imported or the index cannot be read."""


class GoldError(MarsadError):
    """A gold file or a prediction file of an evaluation cannot be used."""


class StoreError(MarsadError):
    """The evidence store cannot be opened, written or read: the file and the remedy are in the message."""


class FilterError(MarsadError):
    """A filter cannot be understood; ``known`` is False when it has a field that there is not."""

    def __init__(self, field: str, value: str, remedy: str, *, known: bool = True, code: str = "filter.value") -> None:
        """Join the field, what was asked of it and what may be asked in one message."""
        problem = f"filter {field}: {value!r} cannot be asked" if known else f"there is no filter {field!r}"
        super().__init__(f"{problem}. {remedy}.", code if known else "filter.unknown", field=field, value=value)
        self.field = field
        self.value = value
        self.remedy = remedy


class ReviewError(MarsadError):
    """A decision cannot be taken: what is wrong with it, and what can be decided instead, are in the message."""


class ConflictError(ReviewError):
    """Somebody decided, or the report was coded anew, since its author looked; ``current`` is what stands now."""

    def __init__(self, message: str, current: object, code: str = "", **values: object) -> None:
        """Say what happened meanwhile, and carry what stands now."""
        super().__init__(message, code, **values)
        self.current = current


class AlertError(MarsadError):
    """An alert cannot be kept or sent as asked: what is wrong and the remedy are in the message."""


class UnknownAlertError(AlertError):
    """There is no alert of a name."""


class ExportError(MarsadError):
    """An export cannot be made as asked: the choice or file and the remedy are in the message."""
