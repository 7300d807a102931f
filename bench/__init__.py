"""Benchmarks: `make bench`. Times are compared within one run; machines differ and are noisy."""
