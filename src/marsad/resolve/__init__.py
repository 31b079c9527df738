"""Turns mentions into values: a date, a place of the gazetteer, an actor of the registry."""
