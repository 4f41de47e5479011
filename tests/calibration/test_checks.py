"""Checks lie beside their posterior, ranks included."""

import json

from calibration.checks import NAME, Checks, read_checks, write_checks


def made(**parts):
    return Checks("d1", 3, 9, {"x": 0.5}, {"0.5": 0.4, "0.9": 0.8}, {"x": 0.1}, (), **parts)


def test_ranks_come_back_as_they_were_stored(tmp_path):
    file = tmp_path / "posterior.nc"
    write_checks(file, made(ranks={"x": (0.1234, 0.5, 1.0)}))
    assert read_checks(file, {"digest": "d1"}).ranks == {"x": (0.1234, 0.5, 1.0)}


def test_checks_of_before_ranks_were_kept_are_read_without(tmp_path):
    file = tmp_path / "posterior.nc"
    write_checks(file, made(ranks={"x": (0.5,)}))
    document = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    del document["ranks"]
    (tmp_path / NAME).write_text(json.dumps(document), encoding="utf-8")
    assert read_checks(file, {"digest": "d1"}) == made()


def test_checks_of_another_posterior_are_not_read(tmp_path):
    file = tmp_path / "posterior.nc"
    write_checks(file, made())
    assert read_checks(file, {"digest": "d2"}) is None
