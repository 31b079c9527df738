"""Loads the data of ``marsad/lexicons`` and compiles it for matching."""
