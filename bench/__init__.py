"""Measurements as ratios to a bare floor, made in one run. `./goldpath bench`."""
