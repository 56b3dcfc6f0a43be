"""`make test`: run every part, count every case, keep what failed."""
