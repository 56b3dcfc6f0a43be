"""A strict stand-in for WeChat and WeChat Pay, for demonstrations and tests.

Nothing here is imported by the add-ons, and nothing of the add-ons is imported
here: both sides are written from the public protocol, so that a mistake of one
side cannot hide in the other.
"""
