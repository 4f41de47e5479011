"""Boxes of a grid that tell where something holds: wholly inside, as few and as large as can be."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from analysis.regions import boxes_of, cover

CELLS = list(product(range(3), range(4)))


def test_a_grid_of_two_by_three_has_eighteen_boxes():
    # 2 * 3 / 2 = 3 spans of two levels, 3 * 4 / 2 = 6 of three
    assert len(list(boxes_of((2, 3)))) == 18


@given(st.sets(st.sampled_from(CELLS)), st.integers(1, 3))
def test_boxes_lie_wholly_in_what_they_tell_of_and_count_what_they_leave_out(found, most):
    told = cover(found, (3, 4), most)
    covered = {place for box in told.boxes for place in box.cells()}
    assert covered <= found
    assert told.left_out == len(found - covered)
    assert len(told.boxes) <= most


def test_the_first_box_is_the_largest_there_is():
    # an L: a column of three cells and a row of four that share a corner; the row is the larger
    found = {(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (2, 3)}
    told = cover(found, (3, 4), 1)
    assert told.boxes[0].spans == ((2, 2), (0, 3))
    assert told.left_out == 2


def test_two_boxes_tell_an_l_without_rest():
    found = {(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (2, 3)}
    assert cover(found, (3, 4), 2).left_out == 0
