"""Learn everything that the engine needs from the knowledge base."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from bot.content.load import NONE, load_phrases
from bot.content.schema import Knowledge
from bot.content.strict_yaml import read_yaml
from bot.engine.hashes import sorted_hashes
from bot.engine.learned import Learned
from bot.engine.linear import LinearModel
from bot.engine.places import PlaceIndex
from bot.training.corpus import Sample, build_corpus
from bot.training.dissect import Dissected, dissect
from bot.training.fit import Recipe, fit
from bot.training.gazetteer import build_gazetteer, town_names
from bot.training.names import collect_names, names_of_language
from bot.training.noise import read_spellings
from bot.training.profiles import collect_grams, make_profile
from bot.training.speech import fit_languages
from bot.training.vocabulary import common_words

LACKING = ("ka", "hy", "eu", "ky")
"""Languages of which langdetect has no profile."""

TOPIC = Recipe(epochs=7, rate=0.65, decay=2e-7, rarest=3)
_NONE_WEIGHT = 2.5
"""How much an utterance that must not be answered counts: a false answer is worse than a question back."""

Progress = Callable[[str], None]


def train(knowledge: Knowledge, progress: Progress = lambda _: None) -> Learned:
    """Return what is learned from the utterances of all served languages; the same in every run."""
    countries = {row.country for row in knowledge.members.values()}
    phrases = load_phrases(knowledge.root, knowledge.served)
    spellings = {code: read_spellings(row) for code, row in read_yaml(knowledge.root / "latin.yaml").items()}
    samples = build_corpus(knowledge, phrases, spellings, town_names(countries))
    progress(f"{len(samples)} samples of {len(phrases)} languages")
    names = collect_names(knowledge)
    gazetteer = build_gazetteer(countries, knowledge.served, names)
    common, frequent = common_words(samples, {code: names_of_language(knowledge, code) for code in phrases})
    index = PlaceIndex(names, gazetteer, common, frequent)
    dissected = dissect(samples, index)
    progress("utterances taken apart")
    with ProcessPoolExecutor(2) as pool:
        learning = pool.submit(fit_languages, knowledge, samples, dissected, frozenset(spellings))
        topic = pool.submit(_fit_topics, samples, dissected).result()
        progress(f"topics learned: {len(topic.hashes)} features")
        language = learning.result()
    progress(f"languages learned: {len(language.hashes)} features")
    vocabulary = sorted_hashes(dissected.words)
    profiles = {
        code: make_profile(code, (sample.text for sample in samples if sample.language == code and sample.weight == 1))
        for code in knowledge.served
        if code in LACKING
    }
    return Learned(topic, language, names, gazetteer, common, frequent, vocabulary, collect_grams(profiles))


def _fit_topics(samples: Sequence[Sample], dissected: Dissected) -> LinearModel:
    weights = [sample.weight * (_NONE_WEIGHT if sample.topic == NONE else 1) for sample in samples]
    return fit(dissected.topic, [sample.topic for sample in samples], weights, TOPIC)
