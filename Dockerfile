# One image for web, worker and beat (compose.yaml). Everything is locked with hashes.
FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 LAWBASE_DATA=/data
WORKDIR /app
COPY requirements/ requirements/
RUN pip install --require-hashes --no-deps -r requirements/run.txt \
 && pip install --require-hashes --no-deps -r requirements/data.txt
COPY . .
RUN useradd --system --uid 10001 --home-dir /data lawbase \
 && mkdir -p /data texts && chown lawbase: /data texts \
 && LAWBASE_DATA=/tmp/build python manage.py compile_messages \
 && rm -rf /tmp/build
USER lawbase
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py", "lawbase.config.wsgi"]
