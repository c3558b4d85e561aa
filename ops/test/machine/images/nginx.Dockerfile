# Stands in for nginx:stable where nothing can be pulled: the same paths, user and entry point.
FROM debian:trixie-slim
RUN groupadd -r -g 101 nginx && useradd -r -g nginx -u 101 --no-create-home -d /nonexistent -s /bin/false nginx \
  && apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light libnginx-mod-stream >/dev/null \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /etc/nginx/sites-enabled/default /var/lib/nginx \
  && mkdir /var/cache/nginx && ln -s /var/cache/nginx /var/lib/nginx \
  && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log
COPY --chmod=755 nginx-entrypoint.sh /docker-entrypoint.sh
ENTRYPOINT ["/docker-entrypoint.sh"]
STOPSIGNAL SIGQUIT
EXPOSE 80
CMD ["nginx", "-g", "daemon off;"]
