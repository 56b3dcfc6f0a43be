"""SF (顺丰同城): the raw body signed, fen and grammes, callbacks by event."""
