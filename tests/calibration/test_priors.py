from calibration.priors import FROZEN, priors_hash


def test_the_priors_are_those_frozen_before_the_first_comparison_with_published_figures():
    assert priors_hash() == FROZEN
