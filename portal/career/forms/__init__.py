"""Forms of the pay log and of the market page."""
