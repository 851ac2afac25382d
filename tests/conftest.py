"""What all tests share: the real engine over the real knowledge base, built once."""

import pytest

from bot.bootstrap import build_engine, knowledge_folder
from bot.content.load import load_knowledge
from bot.content.schema import Knowledge
from bot.engine import Engine
from tests.support.clock import Clock


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(knowledge_folder())


@pytest.fixture(scope="session")
def engine() -> Engine:
    return build_engine()


@pytest.fixture
def clock() -> Clock:
    return Clock()
