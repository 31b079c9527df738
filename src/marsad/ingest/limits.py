"""Every limit of intake in one place: sizes in bytes, times in seconds. What passes one is a named problem."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 100 * MEGABYTE
"""A file that is read whole: text, page, JSON, workbook. JSON lines, tables and archives are read in pieces."""

MAX_LINE_BYTES = 16 * MEGABYTE
MAX_CHARACTERS = 2_000_000

MAX_ITEM_BYTES = 50 * MEGABYTE
"""One item of an archive, inflated."""

MAX_SPOOL_BYTES = 2048 * MEGABYTE
"""An archive inside an archive, kept in a temporary file while it is read."""

SPOOL_IN_MEMORY = 16 * MEGABYTE

MAX_INFLATION = 100
"""How many times its own size an input may inflate to; each member of an archive by itself."""

INFLATION_FLOOR = 10 * MEGABYTE
"""What the smallest gzip file may inflate to; short repetitive texts pass 100:1 without harm."""

MAX_BOMBS = 20
"""Members of one archive that may be refused as bombs before the rest is."""

MAX_NESTING = 3
"""Archives inside archives."""

MAX_ARCHIVE_ITEMS = 100_000
MAX_DIRECTORY_BYTES = 32 * MEGABYTE
"""The table of contents of a ZIP archive."""

MAX_COLUMNS = 1_000
MAX_ROW_LINES = 2_000
"""Lines that one row of a table may span inside its quotes."""

MAX_PARTS = 2_000
"""Parts of a saved page (MHTML)."""

MAX_ENTRIES = 20_000
"""Entries of one feed."""

MAX_ATTRIBUTES = 20_000
"""Attributes of one XML element."""

MAX_XML_DEPTH = 1_000

HEAD_BYTES = 64 * 1024
"""What is looked at to tell what an input is."""

JOB_CPU_SECONDS = 10
JOB_WALL_SECONDS = 16
"""The time a parser has for its next result; a named outcome is promised within 20."""

START_SECONDS = 60
"""The time the process that parses has to load what it needs."""

JOB_MEMORY_BYTES = 2048 * MEGABYTE
"""Address space of the process that parses."""

JOBS_A_WORKER = 2_000
WORKER_RESIDENT_BYTES = 700 * MEGABYTE
"""A worker that has grown to this is replaced after its job."""
