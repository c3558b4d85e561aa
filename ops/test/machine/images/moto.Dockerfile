# A server that speaks S3 and keeps object locks, for tests: moto, as Debian has it. TLS is put before it by nginx.
FROM debian:trixie-slim
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  python3-moto python3-flask python3-flask-cors python3-openssl python3-yaml python3-docker >/dev/null \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
# Buckets are the first part of a path, whatever the host is called.
ENV S3_IGNORE_SUBDOMAIN_BUCKETNAME=true
EXPOSE 5000
CMD ["moto_server", "--host", "0.0.0.0", "--port", "5000"]
