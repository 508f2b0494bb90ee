"""Tests of Goldpath; the same folders as portal/."""
