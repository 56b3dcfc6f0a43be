"""Dada (达达): signed envelopes, yuan and kilogrammes, a callback for each order."""
