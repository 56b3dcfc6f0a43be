"""Tests of the sandbox: real sockets, real keys, a client of their own."""
