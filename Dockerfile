# The application and its worker in one image; nothing is downloaded at run time.
FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY . .
RUN pip install --no-cache-dir --no-build-isolation --no-deps . && useradd --create-home storyapp \
    && mkdir /data && chown storyapp /data
USER storyapp
VOLUME /data
CMD ["storyapp", "serve", "--host", "0.0.0.0", "--port", "8000"]
