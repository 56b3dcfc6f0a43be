"""SF intra-city (顺丰同城)."""

from . import const
from .client import SfIntracity

CARRIER = SfIntracity
