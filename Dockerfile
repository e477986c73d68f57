# The portal as one image: web, worker and beat differ only in their command (docker-compose.yml).
# The Python is the one the tests run on.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install -r requirements.txt
COPY . .
# The key below signs nothing: it only lets the settings load while the image is made.
RUN export SECRET_KEY=only-while-the-image-is-made-0123456789 LOCAL_RUN=1 DATA_DIR=/data \
    && /opt/venv/bin/python manage.py messages --compile \
    && /opt/venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=portal.settings DATA_DIR=/data
# Pango and a Chinese font make the PDF forms of a case.
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /data /data/documents /data/case-log-roots
COPY --from=build /opt/venv /opt/venv
COPY --from=build --chown=portal:portal /data/static /data/static
COPY --from=build /app /app
WORKDIR /app
USER portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "4", "--no-control-socket"]
