"""Benchmarks: `make bench`. Numbers are compared within one run; machines differ and are noisy."""
