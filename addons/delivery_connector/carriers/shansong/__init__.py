"""Shansong (闪送), version 5 of its API for merchants."""

from . import const
from .client import Shansong

CARRIER = Shansong
