"""A knowledge base of two languages and three topics, small enough to break one thing at a time."""

from pathlib import Path

import yaml

_ANSWER = "Sentence that explains the matter in plain words. " * 8

SHARED: dict[str, object] = {
    "languages.yaml": {
        "en": {"status": "served", "made": "by hand", "date": "2026", "reviewed": "no"},
        "es": {"status": "served", "made": "by hand", "date": "2026", "reviewed": "no"},
    },
    "topics.yaml": {
        "about.ogp": {"related": ["join"], "links": ["brochure"], "menu": "1"},
        "join": {"related": ["about.ogp"], "links": ["brochure"]},
        "contact.email": {"links": ["brochure"]},
    },
    "sources.yaml": {"brochure": {"url": "https://example.org/brochure", "title": "Brochure", "date": "2021"}},
    "figures.yaml": {
        "founded": {"value": "2011", "kind": "year", "source": "brochure", "date": "2021"},
        "email": {"value": "a@example.org", "kind": "text", "source": "brochure", "date": "2021"},
    },
    "members.yaml": {"madrid": {"brochure_name": "Madrid", "country": "ES", "kind": "city"}},
    "later.yaml": {
        "kyiv": {
            "official_name": "Kyiv",
            "country": "UA",
            "cohort": "2024",
            "confidence": "firm",
            "url": "https://example.org/kyiv",
        }
    },
    "countries.yaml": {
        "ES": {"status": "confirmed", "joined": "2011", "as_of": "2025", "url": "https://example.org/es"}
    },
    "changes.yaml": {"moved": {"links": ["brochure"]}},
    "namesakes.yaml": {},
    "elsewhere.yaml": {},
    "towns.yaml": {},
    "world.yaml": {"150": {"countries": ["ES"]}},
    "eligibility.yaml": {"as_of": "2026"},
    "latin.yaml": {},
}


def _text(title: str, answer: str = _ANSWER) -> dict[str, str]:
    return {"title": title, "button": title, "summary": title, "answer": answer}


def _locale(code: str) -> dict[str, object]:
    return {
        f"{code}/about.yaml": {"about.ogp": _text("What is OGP", _ANSWER + "Since {founded}.")},
        f"{code}/themes.yaml": {},
        f"{code}/reforms.yaml": {},
        f"{code}/events.yaml": {},
        f"{code}/benefits.yaml": {},
        f"{code}/members.yaml": {},
        f"{code}/join.yaml": {"join": _text("How to join")},
        f"{code}/contact.yaml": {"contact.email": _text("E-mail", "{email}\n\n" + _ANSWER)},
        f"{code}/chat.yaml": {},
        f"{code}/interface.yaml": {
            "start.text": "Welcome",
            "help.text": "Ask me",
            "unknown.text": "That I do not know",
            "choices.text": "Do you mean",
            "button.none_of_these": "None of these",
            "button.check": "Check my place",
        },
        f"{code}/grammar.yaml": {"negation": "not", "more": "more", "follow_up": "and"},
        f"{code}/places.yaml": {
            "members": {"madrid": {"name": "Madrid"}},
            "later": {"kyiv": {"name": "Kyiv"}},
            "countries": {"ES": {"forms": "Spanish"}},
        },
        f"{code}/questions/about.yaml": {"about.ogp": _phrases("what is it")},
        f"{code}/questions/join.yaml": {"join": _phrases("how to join")},
        f"{code}/questions/contact.yaml": {"contact.email": _phrases("which address")},
        f"{code}/questions/none.yaml": {"none": _phrases("weather in town")},
    }


def _phrases(stem: str) -> dict[str, str]:
    return {"vocabulary": f"{stem} word", "questions": "\n".join(f"{stem} number {n} please" for n in range(20))}


def write_tiny(root: Path) -> Path:
    """Write the knowledge base below the folder and return it."""
    for name, data in (SHARED | _locale("en") | _locale("es")).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return root


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text that must be there in a file of the knowledge base."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
