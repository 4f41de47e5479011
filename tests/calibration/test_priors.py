from calibration.priors import FROZEN, priors_hash


def test_the_priors_are_the_frozen_ones():
    assert priors_hash() == FROZEN
