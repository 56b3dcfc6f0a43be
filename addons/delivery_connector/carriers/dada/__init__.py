"""Dada (达达, 京东秒送)."""

from . import const
from .client import Dada

CARRIER = Dada
