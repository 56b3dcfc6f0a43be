"""The shop's own riders."""

from .client import Own

CARRIER = Own
