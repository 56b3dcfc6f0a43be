"""Set up, start, stop and test the suite. Standard library only."""
