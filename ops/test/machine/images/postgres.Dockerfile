# Stands in for postgres:17-bookworm where nothing can be pulled: the same paths, user, variables and entry point.
FROM debian:trixie-slim
RUN groupadd -r -g 999 postgres \
  && useradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql --shell=/bin/bash postgres \
  && install -d -o postgres -g postgres -m 3777 /var/run/postgresql /var/lib/postgresql \
  && apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null \
  && sed -ri 's/#(create_main_cluster) .*$/\1 = false/' /etc/postgresql-common/createcluster.conf \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-17 >/dev/null \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
  && sed -ri "s!^#?(listen_addresses)\s*=\s*\S+.*!\1 = '*'!" /usr/share/postgresql/17/postgresql.conf.sample \
  && mkdir /docker-entrypoint-initdb.d && install -d -o postgres -g postgres -m 1777 /var/lib/postgresql/data
ENV PG_MAJOR=17 LANG=C.UTF-8 PGDATA=/var/lib/postgresql/data
ENV PATH=$PATH:/usr/lib/postgresql/17/bin
COPY --chmod=755 postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
