"""Whether an answer helped, and questions for the curators: nothing is kept of a question before the tap on "send"."""

import secrets
from dataclasses import replace

from telegram.error import BadRequest

from bot.engine.dialogue import Answer, Context, Option
from bot.stores import CHOICES, UNKNOWN, Event, FeedbackStore, KeptFor, Sent, What
from bot.telegram.masking import masked_question
from bot.telegram.ports import Engine
from bot.telegram.render import Rendered, render
from bot.telegram.tap import HELPED, KEEP, NOT_HELPED, OFFER, SEND, Tap

_RATED = ("topic:", "member:", "later:", "country:")
"""Beginnings of the targets of answers that can help: no pages of lists, no steps of the check."""

_SMALL_TALK = "chat."
_COUNTED: dict[str, What] = {HELPED: "helped", NOT_HELPED: "not_helped"}


class Feedback:
    """Asks below answers, and does what is tapped."""

    def __init__(self, engine: Engine, store: FeedbackStore, kept_for: KeptFor) -> None:
        self._engine = engine
        self._store = store
        self._kept_for = kept_for

    def below(self, answer: Answer, question: str, *, checking: bool = False) -> Answer:
        """Return the answer to the question with buttons that ask for feedback; ``checking``: in the guided check."""
        if answer.kind == "unknown" and _has_words(question):
            return replace(answer, last=(self._option("button.send_question", f"{OFFER}:", answer.language),))
        if not _can_help(answer) or (checking and answer.target != f"topic:{answer.topic}"):
            return answer
        helped = self._option("button.helped", f"{HELPED}:{answer.topic}", answer.language)
        not_helped = self._option("button.not_helped", f"{NOT_HELPED}:{answer.topic}", answer.language)
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
        elif await _is_first(tap):
            if tap.kind in _COUNTED:
                await self._store.count(Event(self._language(tap), tap.name, _COUNTED[tap.kind]))
            if tap.kind != HELPED:
                await self._offer(tap)

    async def _offer(self, tap: Tap) -> None:
        """Ask whether the question may be sent, saying what is kept then."""
        language, question = self._language(tap), tap.question
        if question is None:
            await tap.message.reply_text(self._notice("feedback.gone", language).text, do_quote=False)
            return
        target = f"{SEND}:{tap.name or UNKNOWN}.{secrets.token_urlsafe(6)}"
        options = (
            self._option("button.send_question", target, language),
            self._option("button.keep_private", f"{KEEP}:", language),
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
        topic, _, key = tap.name.rpartition(".")
        await self._store.keep_question(key, Sent(self._language(tap), topic, masked_question(question)))
        await self._end(tap, "feedback.sent")

    async def _end(self, tap: Tap, key: str) -> None:
        """Put the words in the place of the offer, or below it where it cannot be changed any more."""
        text = self._notice(key, self._language(tap)).text
        try:
            await tap.query.edit_message_text(text)
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
        return self._engine.language_for(Context(hint=tap.query.from_user.language_code))


async def _is_first(tap: Tap) -> bool:
    """Take the buttons away; return whether they were still there, as far as Telegram tells."""
    try:
        await tap.query.edit_message_reply_markup(tap.rest)
    except BadRequest as error:
        return "not modified" not in error.message.lower()
    return True


def _can_help(answer: Answer) -> bool:
    """Return whether it is an answer of the knowledge base to what was asked."""
    topic, target = answer.topic or _SMALL_TALK, answer.target or ""
    return answer.kind == "answer" and not topic.startswith(_SMALL_TALK) and target.startswith(_RATED)


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, text))
