"""The pictures in the README show the moves the code allows, all and only those."""

import re
from pathlib import Path

from sandbox.couriers import states as rides
from sandbox.pay import refunds, states

README = (Path(__file__).parents[1] / "README.md").read_text()
PICTURES = re.findall(r"```mermaid\nstateDiagram-v2\n(.*?)```", README, re.S)


def moves_of(picture):
    arrows = re.findall(r"^ +([A-Z]+) --> ([A-Z]+):", picture, re.M)
    return set(arrows)


def moves_in(table):
    return {(state, after) for state, others in table.items() for after in others}


def test_picture_of_an_order_shows_its_moves():
    assert moves_of(PICTURES[0]) == moves_in(states.MOVES)


def test_picture_of_a_refund_shows_its_moves():
    assert moves_of(PICTURES[1]) == moves_in(refunds.MOVES)


def test_picture_of_a_ride_shows_its_moves():
    assert moves_of(PICTURES[2]) == moves_in(rides.MOVES)
