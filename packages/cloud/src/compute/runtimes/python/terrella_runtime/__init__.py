"""The runtime of Python functions."""
