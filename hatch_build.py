"""Makes sure that a wheel holds what was learned from the knowledge base, so that it answers at once anywhere."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LearnHook(BuildHookInterface[Any]):
    """Learns the knowledge base before a wheel is packed; an editable install learns at its first start."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # the hook's signature
        """Learn, unless that was done since the last change; the file lies in ``knowledge``, which is packed whole."""
        if version == "editable" or self.target_name != "wheel":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from bot.bootstrap import learn  # noqa: PLC0415  # importable only with the line above
        from bot.content.load import load_knowledge  # noqa: PLC0415

        content = load_knowledge(root / "knowledge")
        learn(content, self.app.display_info)
