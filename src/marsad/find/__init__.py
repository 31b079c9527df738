"""Find the things a report names: places and sites here, others beside."""
