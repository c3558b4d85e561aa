# Another server that takes files over SFTP and nothing else, for tests. Keys and settings are mounted at /ssh.
FROM debian:bookworm-slim
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openssh-server >/dev/null \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /etc/ssh/ssh_host_* \
  && mkdir -p /run/sshd && useradd --create-home --shell /usr/sbin/nologin --password '*' tiptop
EXPOSE 22
CMD ["/usr/sbin/sshd", "-D", "-e", "-f", "/ssh/sshd_config"]
