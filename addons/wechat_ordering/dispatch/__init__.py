"""How a request of the diner API becomes an answer. `tokens` is pure Python."""
