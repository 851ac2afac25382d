"""Whether an answer helped, and questions for the curators: nothing is kept of a question before the tap on "send"."""

import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from telegram.error import BadRequest

from bot.engine.dialogue import SMALL_TALK, Answer, Context, Option
from bot.stores import CHOICES, UNKNOWN, Event, FeedbackStore, KeptFor, Sent, What
from bot.telegram.masking import masked_question
from bot.telegram.ports import Engine
from bot.telegram.render import Rendered, render
from bot.telegram.tap import HELPED, KEEP, NOT_HELPED, OFFER, SEND, Tap, target_of

_RATED = ("topic:", "member:", "later:", "country:")
"""Beginnings of the targets of answers that can help: no pages of lists, no steps of the check."""

_COUNTED: dict[str, What] = {HELPED: "helped", NOT_HELPED: "not_helped"}

_REMEMBERED = 2000
"""Steps after the last taps, so that a second tap is not taken for another; forgetting one does no harm."""


class Feedback:
    """Asks below answers, and does what is tapped."""

    def __init__(self, engine: Engine, store: FeedbackStore, kept_for: KeptFor) -> None:
        self._engine = engine
        self._store = store
        self._kept_for = kept_for
        self._done: deque[tuple[str, str]] = deque(maxlen=_REMEMBERED)

    def below(self, answer: Answer, question: str, *, checking: bool = False) -> Answer:
        """Return the answer to the question with buttons that ask for feedback; ``checking``: in the guided check."""
        if answer.kind == "unknown" and _has_words(question):
            offer = target_of(OFFER, UNKNOWN, _new_key())
            return replace(answer, last=(self._option("button.send_question", offer, answer.language),))
        if not _can_help(answer) or (checking and answer.target != f"topic:{answer.topic}"):
            return answer
        topic, key = answer.topic or UNKNOWN, _new_key()
        helped = self._option("button.helped", target_of(HELPED, topic, key), answer.language)
        not_helped = self._option("button.not_helped", target_of(NOT_HELPED, topic, key), answer.language)
        return replace(answer, last=(helped, not_helped))

    async def count(self, answer: Answer, question: str) -> None:
        """Count the answer to the question."""
        topic = answer.topic if answer.kind == "answer" else answer.kind
        if topic and _has_words(question):
            await self._store.count(Event(answer.language, topic, "answered"))

    async def count_neither(self, language: str) -> None:
        """Count that none of the choices was meant."""
        await self._store.count(Event(language, CHOICES, "not_helped"))

    def toast(self, tap: Tap | None) -> str | None:
        """Return the word of thanks that is shown for a moment."""
        return self._engine.say("feedback.thanks", self._language(tap)).strip() if tap and tap.kind == HELPED else None

    async def take(self, tap: Tap) -> None:
        """Do what was tapped."""
        if tap.kind == SEND:
            await self._keep_question(tap)
        elif tap.kind == KEEP:
            await self._end(tap, "feedback.declined")
        else:
            await self._once("count", tap, self._count_tap)
            await self._once("offer", tap, self._offer)
            await _take_buttons_away(tap)  # last: the tap comes again when something before that did not get through

    async def _once(self, step: str, tap: Tap, work: Callable[[Tap], Awaitable[None]]) -> None:
        """Do the work after the tap, unless that was done, as far as this process knows."""
        if (step, tap.key) not in self._done:
            await work(tap)
            self._done.append((step, tap.key))

    async def _count_tap(self, tap: Tap) -> None:
        if tap.kind in _COUNTED:
            await self._store.count(Event(self._language(tap), tap.topic, _COUNTED[tap.kind]))

    async def _offer(self, tap: Tap) -> None:
        """Ask after any tap but "helped" whether the question may be sent, saying what is kept then."""
        if tap.kind == HELPED:
            return
        language, question = self._language(tap), tap.question
        if question is None:
            await tap.message.reply_text(self._notice("feedback.gone", language).text, do_quote=False)
            return
        options = (
            self._option("button.send_question", target_of(SEND, tap.topic, tap.key), language),
            self._option("button.keep_private", target_of(KEEP), language),
        )
        shown = self._notice("feedback.offer", language, *options)
        await question.reply_text(
            shown.text, reply_markup=shown.keyboard, do_quote=True, allow_sending_without_reply=True
        )

    async def _keep_question(self, tap: Tap) -> None:
        """Keep the question that the offer replies to."""
        question = tap.question
        if question is None:
            await self._end(tap, "feedback.gone")
            return
        await self._store.keep_question(tap.key, Sent(self._language(tap), tap.topic, masked_question(question)))
        await self._end(tap, "feedback.sent")

    async def _end(self, tap: Tap, key: str) -> None:
        """Put the words in the place of the offer, or below it where it cannot be changed any more."""
        text = self._notice(key, self._language(tap)).text
        try:
            await tap.message.edit_text(text)
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                await tap.message.reply_text(text, do_quote=False)

    def _notice(self, key: str, language: str, *options: Option) -> Rendered:
        """Return words of the interface, with buttons."""
        text = self._engine.say(key, language, days=str(self._kept_for.questions))
        answer = Answer(language=language, kind="answer", topic=None, text=text, options=options)
        return render(answer, self._engine)

    def _option(self, key: str, target: str, language: str) -> Option:
        return Option(self._engine.say(key, language), target)

    def _language(self, tap: Tap) -> str:
        """Return the language of the message, as long as the bot speaks it."""
        if tap.language in self._engine.languages:
            return tap.language
        return self._engine.language_for(Context(hint=tap.hint))


async def _take_buttons_away(tap: Tap) -> None:
    """Take the buttons away, as far as they and their message are still there."""
    with suppress(BadRequest):
        await tap.message.edit_reply_markup(tap.rest)


def _new_key() -> str:
    """Return the key under which the question is kept, should it be sent.

    It is made once for each answer and lives in its buttons alone, from which the offer takes it: however often a tap
    comes again, here or in another process, the question is kept once. The store learns it only with the words, and it
    is drawn by lot. A hash of chat and message would lead back: both are small numbers that can be tried one by one by
    whoever has the secret, which may lie in the same file.
    """
    return secrets.token_urlsafe(6)


def _can_help(answer: Answer) -> bool:
    """Return whether it is an answer of the knowledge base to what was asked."""
    topic, target = answer.topic or SMALL_TALK, answer.target or ""
    return answer.kind == "answer" and not topic.startswith(SMALL_TALK) and target.startswith(_RATED)


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, text))
