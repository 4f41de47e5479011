"""Arrays lent to compiled code for the length of a call, without a count of who uses them.

Numba counts the users of every array of a tuple on entry to and exit from each function, with locked instructions. A
month has some fifty functions that take the whole world, and counting was an eighth of a run.
"""

from typing import Any, cast

from numba.core import cgutils, types
from numba.extending import intrinsic, overload


def lend[T](arrays: T) -> T:
    """Return a tuple of arrays and numbers that compiled code need not count; in plain Python, the tuple itself.

    Whoever calls must hold the arrays until the last use of what is returned, and must not return it or keep it.
    """
    return arrays


@intrinsic
def _uncounted(_typing: Any, arrays: Any) -> Any:
    """Return the tuple with the owner of each array left blank."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        lent, blank = arguments[0], cast("Any", cgutils.get_null_value)
        for place, kind in enumerate(signature.args[0]):
            if isinstance(kind, types.Array):
                proxy: Any = cgutils.create_struct_proxy(kind)  # type: ignore[no-untyped-call]  # Numba types little
                array = proxy(context, builder, builder.extract_value(lent, place))
                array.meminfo = blank(array.meminfo.type)
                array.parent = blank(array.parent.type)
                lent = builder.insert_value(lent, array._getvalue(), place)  # noqa: SLF001  # Numba's own way
        return lent

    return arrays(arrays), generate


@overload(lend)
def _lend_compiled(arrays: Any) -> Any:  # noqa: ARG001  # Numba reads the signature
    """Give `lend` its compiled form."""

    def compiled_form(arrays: Any) -> Any:
        return _uncounted(arrays)  # type: ignore[call-arg]  # Numba hands over the first argument itself

    return compiled_form
