"""Checks lie beside their posterior, ranks included."""

import json

from calibration.checks import NAME, Checks, Covered, read_checks, write_checks
from calibration.scores import binomial_interval


def made(**parts):
    return Checks("d1", 3, 9, {"x": 0.5}, {"0.5": 0.4, "0.9": 0.8}, {"x": 0.1}, (), **parts)


def test_ranks_come_back_as_they_were_stored(tmp_path):
    file = tmp_path / "posterior.nc"
    write_checks(file, made(ranks={"x": (0.1234, 0.5, 1.0)}))
    assert read_checks(file, {"digest": "d1"}).ranks == {"x": (0.1234, 0.5, 1.0)}


def test_what_bands_of_effects_held_comes_back_as_it_was_stored(tmp_path):
    file = tmp_path / "posterior.nc"
    told = Covered("jimo", "producing", 36, (), 39, 2, (0.1234, 0.5, 1.0))
    nothing = told._replace(option="zone_town_fusion", fixed=("fusion_load", "fusion_clearing"), inside=3)
    write_checks(file, made(effects=(told, nothing)))
    assert read_checks(file, {"digest": "d1"}).effects == (told, nothing)
    assert (told.truths, told.inside_by_lot) == (3, 2)
    assert told.interval == binomial_interval(2, 3)


def test_checks_of_before_ranks_were_kept_are_read_without(tmp_path):
    file = tmp_path / "posterior.nc"
    write_checks(file, made(ranks={"x": (0.5,)}))
    document = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    del document["ranks"], document["effects"]
    (tmp_path / NAME).write_text(json.dumps(document), encoding="utf-8")
    assert read_checks(file, {"digest": "d1"}) == made()


def test_checks_of_another_posterior_are_not_read(tmp_path):
    file = tmp_path / "posterior.nc"
    write_checks(file, made())
    assert read_checks(file, {"digest": "d2"}) is None
