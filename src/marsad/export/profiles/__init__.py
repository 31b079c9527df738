"""One module a profile; each has a ``PROFILE`` (see ``contracts``)."""
