# The first stage builds the wheel, which learns the knowledge base, and installs it with the exact versions.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt hatch_build.py README.md ./
COPY bot bot
COPY knowledge knowledge
RUN python -m venv --without-pip /opt/bot
RUN pip --python /opt/bot/bin/python install --no-cache-dir --constraint constraints.txt '.[sentry]'

# The second holds nothing but the result. It works with a read-only root and without privileges: only /state is
# written to. The command is the first process, so that signals reach it (exec form, no shell between).
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --volume state:/state \
#       --env TELEGRAM_BOT_TOKEN ogp-local-bot
FROM python:3.11-slim
COPY --from=build /opt/bot /opt/bot
RUN useradd --system --uid 10001 --no-create-home bot && install --directory --owner bot --mode 700 /state
ENV PATH=/opt/bot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATE_URL=sqlite:////state/state.sqlite \
    HEARTBEAT_FILE=/state/heartbeat \
    WEBHOOK_LISTEN=0.0.0.0:8443
USER bot
WORKDIR /state
VOLUME /state
EXPOSE 8443
STOPSIGNAL SIGTERM
# Healthy while updates flow: the bot touches the heartbeat whenever Telegram has answered.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "-m", "bot.telegram.health"]
ENTRYPOINT ["ogp-local-bot"]
CMD ["run"]
