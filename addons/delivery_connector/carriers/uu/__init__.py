"""UU (UU跑腿), version 3 of its API."""

from . import const
from .client import Uu

CARRIER = Uu
