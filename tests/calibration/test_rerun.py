"""A posterior holds what the model prints: its draws, run again, give its numbers."""

import numpy as np
import pytest

from calibration.rerun import Rerun, rerun_posterior, rerun_prior
from scenarios.evidence import load_ledger
from scenarios.posteriors import REFERENCE


@pytest.mark.parametrize("again", [rerun_prior, rerun_posterior])
def test_draws_that_are_run_again_print_what_the_file_holds(again):
    found = again(REFERENCE, load_ledger(), 3)
    assert {column.size for column in found.again.values()} == {3}
    assert found.same == found.numbers == 3 * len(found.stored)
    assert np.isfinite(np.concatenate(list(found.again.values()))).mean() > 0.9


def test_a_number_that_is_not_the_model_s_is_noticed():
    stored = {"a": np.array([1.0, 2.0]), "b": np.array([np.nan, 4.0])}
    again = {"a": np.array([1.0, 2.0]), "b": np.array([np.nan, 4.0])}
    assert (Rerun(again, stored).same, Rerun(again, stored).numbers) == (4, 4)
    stored["a"] = np.array([1.0, 2.0 + 1e-6])
    stored["b"] = np.array([3.0, 4.0])
    assert Rerun(again, stored).same == 2
