"""Translations: English and French reports linked with the Arabic report they are a translation of."""
