"""Build hook of the wheel: the front end is built into ``marsad/web/static`` first (Node 20.19 or newer).

Left out when the package is installed for work on it (``make workbench`` builds it then), and with
``MARSAD_WITHOUT_WORKBENCH=1``: the server then says how to build it.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WorkbenchHook(BuildHookInterface[Any]):
    """Runs ``scripts/workbench.sh`` before a wheel is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end; a failure ends the build."""
        if version == "editable" or os.environ.get("MARSAD_WITHOUT_WORKBENCH") == "1":
            return
        subprocess.run(["bash", str(Path(self.root) / "scripts" / "workbench.sh")], check=True)
