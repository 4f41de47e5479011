"""How the store refuses: one sentence that names the batch or file, what is wrong with it, and what to do."""


class StoreError(RuntimeError):
    """The store cannot be read or written as asked."""


class WrongRequestError(StoreError):
    """What was asked of the store is itself wrong: an unknown batch, a query that writes."""
