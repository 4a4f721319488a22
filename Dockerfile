# Khoản in an image: docs/INSTALL.md says how to use it.
#
#   docker build -t khoan .
#   docker run --rm --read-only --tmpfs /tmp -p 127.0.0.1:8000:8000 khoan demo --host 0.0.0.0 --no-browser
#
# BASE has python3 (3.10 or newer) with venv and pip, both in the image that builds and in the one that runs.
ARG BASE=docker.io/library/python:3.12-slim-bookworm

FROM ${BASE} AS build
# In an environment of its own, where it stays: the programs in it name its path.
RUN python3 -m venv /opt/khoan
WORKDIR /source
COPY constraints.txt ./
COPY pyproject.toml setup.py setup.cfg README.md LICENSE ./
COPY analyzers analyzers
COPY indexer indexer
COPY search_ui search_ui
COPY khoan khoan
COPY data data
ARG EXTRAS=archives,portal,opensearch,watch
# khoan.trim removes what is never loaded: more than half. pip and setuptools are of no use any more.
RUN /opt/khoan/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
      -c constraints.txt ".[${EXTRAS}]" \
 && /opt/khoan/bin/python -I -m khoan.trim \
 && /opt/khoan/bin/python -m pip uninstall --yes --quiet setuptools pip

FROM ${BASE} AS run
# For scans and old Word files: --build-arg PACKAGES="tesseract-ocr tesseract-ocr-vie libreoffice-writer-nogui"
ARG PACKAGES=""
# hadolint ignore=DL3008
RUN if [ -n "${PACKAGES}" ]; then \
      apt-get update \
      && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ${PACKAGES} \
      && rm -rf /var/lib/apt/lists/*; \
    fi \
 && install -d -o 10001 -g 10001 /index /documents
COPY --from=build /opt/khoan /opt/khoan
ENV PATH=/opt/khoan/bin:$PATH \
    KHOAN_INDEX=/index/khoan \
    HOME=/tmp \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
# A number, so that Kubernetes can see that it is not root. Any other user will do as well.
USER 10001:10001
WORKDIR /documents
VOLUME ["/index", "/documents"]
EXPOSE 8000
# TERM ends it in order; exec form, so it arrives.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python3", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["khoan"]
CMD ["serve", "--host", "0.0.0.0"]
