"""Rates and latencies, each as a ratio inside one run: `make bench`."""
