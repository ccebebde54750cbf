"""What the name of a container image tells."""

import re
from collections.abc import Mapping
from typing import Final

_CLASSES: Final[Mapping[str, str]] = {
    "database_instance": "postgres postgresql mysql mariadb mongo mongodb mssql clickhouse cassandra elasticsearch "
    "opensearch influxdb couchdb cockroach",
    "middleware": "redis valkey memcached",
    "queue": "kafka rabbitmq nats activemq",
    "proxy_server": "nginx traefik envoy haproxy caddy",
}


def class_of(image: str) -> str:
    """Tell the class of CI that runs an image; a workload where its name says nothing."""
    words = re.split(r"[^a-z0-9]+", image.rpartition("/")[2].lower())
    for name, known in _CLASSES.items():
        if any(word in known.split() for word in words):
            return name
    return "container_workload"


def tagged(image: str) -> tuple[str, str]:
    """Split an image into its name and its tag, or digest."""
    base, _, digest = image.partition("@")
    head, colon, tag = base.rpartition(":")
    if colon and "/" not in tag:
        return head, tag
    return base, digest
