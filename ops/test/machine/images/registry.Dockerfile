# Stands in for registry:2 where nothing can be pulled.
FROM debian:bookworm-slim
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker-registry >/dev/null \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* && mkdir -p /var/lib/registry \
  && ln -s /usr/bin/docker-registry /bin/registry
VOLUME /var/lib/registry
EXPOSE 5000
ENTRYPOINT ["registry"]
CMD ["serve", "/etc/docker/registry/config.yml"]
