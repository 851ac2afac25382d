"""Measures accuracy and time beside simple baselines, in one run on one machine (`make bench`)."""

import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import zip_longest
from math import log
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree, ignore_patterns
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory

from langdetect import DetectorFactory, detect_langs
from langdetect.lang_detect_exception import LangDetectException
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from bot.bootstrap import build_engine, knowledge_folder
from bot.content.load import load_knowledge, load_phrases
from bot.content.schema import Knowledge
from bot.engine import Engine, Question
from bot.engine.text import clean, words
from bot.evaluation import Asked, read_questions

FOLDER = Path(__file__).parent.parent / "questions"
_K1, _B = 1.5, 0.75
"""The usual parameters of BM25 (Robertson and Zaragoza 2009)."""

Guess = Callable[[Asked], tuple[str, str]]
"""Returns the language and the topic for a question."""


class Likeness:
    """The topic of the phrase that is most like the question (WRatio), among those of one language."""

    def __init__(self, phrases: dict[str, dict[str, str]], *, told: bool) -> None:
        self._phrases = phrases
        self._told = told
        DetectorFactory.seed = 0

    def __call__(self, asked: Asked) -> tuple[str, str]:
        language = asked.language if self._told else self._detect(asked.text)
        found = process.extractOne(asked.text, self._phrases[language].keys(), scorer=fuzz.WRatio)
        return language, self._phrases[language][found[0]]

    def _detect(self, text: str) -> str:
        try:
            guesses = [guess.lang for guess in detect_langs(text) if guess.lang in self._phrases]
        except LangDetectException:
            guesses = []
        return guesses[0] if guesses else "en"


class Bm25:
    """The topic whose texts, of one language each, score highest for the question's words."""

    def __init__(self, texts: dict[tuple[str, str], str], whole: Callable[[str], str]) -> None:
        self._whole = whole
        self._counts = {key: Counter(words(text)) for key, text in texts.items()}
        self._length = {key: sum(counts.values()) for key, counts in self._counts.items()}
        self._mean = mean(self._length.values())
        frequency = Counter(word for counts in self._counts.values() for word in counts)
        total = len(self._counts)
        self._idf = {word: log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in frequency.items()}

    def __call__(self, asked: Asked) -> tuple[str, str]:
        spoken = words(clean(asked.text))
        language, topic = max(self._counts, key=lambda key: self._score(key, spoken))
        return language, self._whole(topic)

    def _score(self, key: tuple[str, str], spoken: Sequence[str]) -> float:
        counts, length = self._counts[key], self._length[key]
        norm = _K1 * (1 - _B + _B * length / self._mean)
        return sum(self._idf[w] * counts[w] * (_K1 + 1) / (counts[w] + norm) for w in spoken if w in counts)


def main() -> None:
    """Print the comparison and the cost of an answer."""
    start = time.perf_counter()
    engine = build_engine()
    ready = time.perf_counter() - start
    knowledge = load_knowledge(knowledge_folder())
    asked = [
        question
        for code in knowledge.served
        for file in sorted(FOLDER.glob(f"*/{code}.tsv"))
        for question in read_questions(file)
    ]
    phrases = load_phrases(knowledge.root, knowledge.served)

    def whole(topic: str) -> str:
        return knowledge.parts.get(topic, topic)

    flat = {
        code: {text: whole(topic) for topic, row in topics.items() for text in (*row.vocabulary, *row.questions)}
        for code, topics in phrases.items()
    }
    texts = {
        (code, topic): "\n".join((*row.vocabulary, *row.questions, _answer(knowledge.locales[code].texts.get(topic))))
        for code, topics in phrases.items()
        for topic, row in topics.items()
    }
    methods: dict[str, Guess] = {
        "this bot": lambda question: _own(engine.answer(Question(question.text))),
        "langdetect + WRatio": Likeness(flat, told=False),
        "WRatio, language told": Likeness(flat, told=True),
        "BM25": Bm25(texts, whole),
    }
    console = Console(width=100)
    table = Table(title=f"{len(asked)} questions in {len(knowledge.served)} languages")
    for heading in ("method", "right topic", "language", "false answers", "ms median", "ms 99th", "time against (a)"):
        table.add_column(heading, justify="left" if heading == "method" else "right")
    rows = {name: _measure(method, asked) for name, method in methods.items()}
    reference = rows["langdetect + WRatio"][3]
    for name, (right, language, false, middle, high) in rows.items():
        shares = (f"{right:.3f}", f"{language:.3f}", f"{false:.3f}")
        table.add_row(name, *shares, f"{middle:.2f}", f"{high:.2f}", f"{middle / reference:.3f}")
    console.print(table)
    longest = _measure(methods["this bot"], [Asked("en", ("none",), "", "", ("ogp local " * 410)[:4096])] * 20)[3]
    console.print(f"a message of 4,096 characters: {longest:.2f} ms; ready in {ready:.2f} s")
    console.print(f"memory of a bot alone, after all of these questions: {_memory():.0f} MB")
    few = _thinned(knowledge)
    tenth = _measure(lambda question: _own(few.answer(Question(question.text))), asked)[3]
    console.print(
        f"ten times the phrases take {rows['this bot'][3] / tenth:.2f} times the time ({tenth:.2f} ms before)"
    )


def _memory() -> float:
    """Return the resident megabytes (of a million bytes) of a process that has answered all questions."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_resident_after_all).result()


def _resident_after_all() -> float:
    engine = build_engine()
    for file in sorted(FOLDER.glob("*/*.tsv")):
        for question in read_questions(file):
            engine.answer(Question(question.text))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def _thinned(knowledge: Knowledge) -> Engine:
    """Return a bot that has learned every tenth utterance only."""
    from bot.training.train import train  # noqa: PLC0415  # scipy is no part of a bot whose memory is measured

    with TemporaryDirectory() as folder:
        root = Path(folder) / "knowledge"
        copytree(knowledge.root, root, ignore=ignore_patterns(".model"))
        for file in root.glob("*/questions/*.yaml"):
            lines = file.read_text(encoding="utf-8").splitlines()
            kept = [line for at, line in enumerate(lines) if not line.startswith("    ") or at % 10 == 0]
            file.write_text("\n".join(_without_empty(kept)) + "\n", encoding="utf-8")
        thin = load_knowledge(root)
        learned = train(thin)
        return Engine(thin, learned)


def _without_empty(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines; a block of which nothing is left becomes an empty text."""
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        empty = line.endswith(": |") and not following.startswith("    ")
        yield line.replace(": |", ': ""') if empty else line


def _answer(text: object) -> str:
    return getattr(text, "answer", "")


def _own(answer: object) -> tuple[str, str]:
    kind, topic = getattr(answer, "kind", ""), getattr(answer, "topic", None)
    return getattr(answer, "language", ""), topic if kind == "answer" and topic else "none"


def _measure(method: Guess, asked: Sequence[Asked]) -> tuple[float, float, float, float, float]:
    """Return shares of right topics, right languages and false answers, and median and 99th percentile in ms."""
    times: list[float] = []
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for question in asked:
        start = time.perf_counter()
        language, topic = method(question)
        times.append(1000 * (time.perf_counter() - start))
        if question.topics == ("none",):
            hits["false"].append(topic != "none")
        else:
            hits["right"].append(topic in question.topics)
            hits["language"].append(language == question.language)
    shares = [mean(hits[name]) if hits[name] else 0.0 for name in ("right", "language", "false")]
    return shares[0], shares[1], shares[2], median(times), quantiles(times, n=100)[98]


if __name__ == "__main__":
    main()
