"""AWS KMS as moto plays it, on this machine: a small server that other processes can ask too."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "obvious",
    "AWS_SECRET_ACCESS_KEY": "obvious-secret",
    "AWS_DEFAULT_REGION": "eu-central-1",
}


@contextmanager
def emulated() -> Iterator[Mapping[str, str]]:
    """The environment in which the AWS libraries find the emulator, and nothing else of AWS."""
    logging.getLogger("werkzeug").disabled = True
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        _forget_keys(host, port)
        yield {
            **CREDENTIALS,
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/nonexistent",
            "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        }
    finally:
        server.stop()


def make_key(alias: str, spec: str = "ECC_NIST_P256", usage: str = "SIGN_VERIFY") -> str:
    """A key under `alias/…` in the emulator that the environment names; its id."""
    client: Any = boto3.Session().client("kms")
    id_: str = client.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]
    client.create_alias(AliasName=f"alias/{alias}", TargetKeyId=id_)
    return id_


def rename(alias: str, new: str, id_: str) -> None:
    client: Any = boto3.Session().client("kms")
    client.delete_alias(AliasName=f"alias/{alias}")
    client.create_alias(AliasName=f"alias/{new}", TargetKeyId=id_)


def _forget_keys(host: str, port: int) -> None:
    """Every server of one process has the same keys, those of earlier ones too."""
    connection = http.client.HTTPConnection(host, port)
    connection.request("POST", "/moto-api/reset")

    assert 200 == connection.getresponse().status
    connection.close()
