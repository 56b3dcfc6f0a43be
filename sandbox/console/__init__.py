"""The sandbox's web page, for people."""
