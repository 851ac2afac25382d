"""What operators are given agrees with the program."""

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*(name.upper() for name in Settings.model_fields), "KNOWLEDGE_DIR"])
def test_each_setting_is_explained(name: str) -> None:
    assert f"| `{name}` |" in read("docs/operations.md")


def test_files_named_are_there() -> None:
    named = re.findall(r"`((?:bot|tests|deploy)/[\w./-]+\.\w+)`|\]\((?:\.\./)?([\w./-]+)\)", read("docs/operations.md"))
    paths = [first or second for first, second in named]
    assert paths
    assert [path for path in paths if not ((ROOT / path).exists() or (ROOT / "docs" / path).exists())] == []


def test_replicas_are_locked_up_and_share_what_they_must() -> None:
    services = yaml.safe_load(read("compose.yaml"))["services"]
    bots = [services[name] for name in ("bot-1", "bot-2")]
    for bot in bots:
        assert (bot["read_only"], bot["cap_drop"]) == (True, ["ALL"])
        assert bot["environment"]["STATE_URL"].startswith("redis://valkey")
        assert set(bot["environment"]) <= {name.upper() for name in Settings.model_fields}
    assert {"bot-1", "bot-2", "nginx", "valkey"} == set(services)


def test_container_tells_its_health_and_gets_signals() -> None:
    dockerfile = read("Dockerfile")
    assert re.search(r"^HEALTHCHECK .*bot\.telegram\.health", dockerfile, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["ogp-local-bot"\]', dockerfile, re.MULTILINE)
    assert re.search(r"^USER bot", dockerfile, re.MULTILINE)


def test_kubernetes_page_is_yaml_with_settings_that_exist() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", read("docs/kubernetes.md"), re.DOTALL)
    documents = {document["kind"]: document for document in yaml.safe_load_all(block)}
    (container,) = documents["Deployment"]["spec"]["template"]["spec"]["containers"]
    names = {*documents["Secret"]["stringData"], *(variable["name"] for variable in container["env"])}
    assert names <= {name.upper() for name in Settings.model_fields}
    assert {"livenessProbe", "readinessProbe", "startupProbe"} <= set(container)
