"""Keys of AWS KMS: signing through the emulator, and every way in which that is refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest

from testamur.crypto import aws_kms
from testamur.crypto.aws_kms import AwsKmsSigner
from testamur.crypto.keyring import SERVICES, Service, load_signer
from testamur.crypto.keys import Algorithm
from testamur.problems import KeyRefusedError, WorldError
from tests.support import kms

from .published_keys import rfc_7515_rsa
from .support import SIGNER


@pytest.fixture(scope="module")
def emulator() -> Iterator[Mapping[str, str]]:
    with kms.emulated() as environ:
        yield environ


@pytest.fixture(autouse=True)
def environment(emulator: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in emulator.items():
        monkeypatch.setenv(name, value)


def refusal(uri: str, kind: type[KeyRefusedError | WorldError] = KeyRefusedError) -> str:
    with pytest.raises(kind) as caught:
        load_signer(uri, environ={})
    text = f"{caught.value} {caught.value.hint}"

    assert "obvious" not in text
    assert "123456789012" not in text, "the emulator's account stays out of messages"
    return text


def test_a_key_signs_by_alias_by_id_and_by_arn() -> None:
    """
    The same key under each of its names; other bytes each time, all of which hold.
    """
    id_ = kms.make_key("names")
    arn = f"arn:aws:kms:eu-central-1:123456789012:key/{id_}"
    signers = [load_signer(f"awskms:///{name}", environ={}) for name in ("alias/names", id_, arn)]

    assert 1 == len({signer.public_key for signer in signers})
    assert Algorithm.P256 is signers[0].public_key.algorithm
    first, second = signers[0].sign(b"data"), signers[0].sign(b"data")
    assert first != second
    for signature in (first, second):
        assert 64 == len(signature)
        assert signers[1].public_key.verify(signature, b"data")


def test_a_variable_may_name_the_key() -> None:
    """
    What the setting of a key holds is either its secret or where it is.
    """
    kms.make_key("by-variable")
    uri = "awskms:///alias/by-variable"
    direct = load_signer(uri, environ={})

    for text in (uri, f"{uri}\n"):
        named = load_signer("env:TESTAMUR_AWARD_KEY", environ={"TESTAMUR_AWARD_KEY": text})
        assert direct.public_key == named.public_key


def test_an_rsa_key_signs() -> None:
    """
    As assertions of Open Badges 2.0 want it: RSASSA-PKCS1-v1_5 with SHA-256.
    """
    kms.make_key("rsa", "RSA_2048")
    signer = load_signer("awskms:///alias/rsa", environ={})

    assert Algorithm.RSA is signer.public_key.algorithm
    assert signer.public_key.verify(signer.sign(b"data"), b"data")


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_every_service_can_open_a_key(service: Service) -> None:
    """
    Its module is there without the library that it needs, and has the function that is called.
    """
    assert callable(import_module(service.module).open_key)
    assert service.example.startswith(tuple(f"{scheme}:///" for scheme in SERVICES))


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("awskms:", "write awskms:///alias/NAME"),
        ("awskms:///", "write awskms:///alias/NAME"),
        ("awskms://alias/name", "write awskms:///alias/NAME"),
        ("awskms:///alias/name?region=x", "write awskms:///alias/NAME"),
        ("awskms:///alias/name#1", "write awskms:///alias/NAME"),
        ("gcpkms://projects/x", "file:/path, env:NAME or the URI of a key service"),
    ],
)
def test_what_names_no_key_of_a_service(uri: str, said: str) -> None:
    """
    A host, a query and a missing name are refused with the form that was meant.
    """
    assert said in refusal(uri)


@pytest.mark.parametrize("name", ["alias/none", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_key_that_is_not_there(name: str) -> None:
    """
    The name and what to look at.
    """
    said = refusal(f"awskms:///{name}", WorldError)

    assert f"the AWS KMS key {name} cannot sign: there is no such key" in said
    assert "look at its name and at the region" in said


@pytest.mark.parametrize("spec", ["ECC_NIST_P384", "ECC_SECG_P256K1"])
def test_keys_of_other_curves(spec: str) -> None:
    """
    The kind is named, and the one to make instead.
    """
    kms.make_key(spec, spec)
    said = refusal(f"awskms:///alias/{spec}")

    assert "is of the kind secp" in said
    assert "ECC_NIST_P256" in said


def test_a_key_that_does_not_sign() -> None:
    """
    A key for encryption, and one without a public part.
    """
    kms.make_key("encrypts", "RSA_2048", "ENCRYPT_DECRYPT")
    kms.make_key("symmetric", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")

    assert "is not for signing" in refusal("awskms:///alias/encrypts")
    assert "is not for signing" in refusal("awskms:///alias/symmetric")


def test_no_region_no_credentials_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each is said in plain words; nothing of the settings is repeated.
    """
    id_ = kms.make_key("there")
    uri = "awskms:///alias/there"
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    assert "set AWS_DEFAULT_REGION" in refusal(uri, WorldError)
    by_arn = load_signer(f"awskms:///arn:aws:kms:eu-central-1:123456789012:key/{id_}", environ={})
    assert Algorithm.P256 is by_arn.public_key.algorithm

    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    assert "without credentials" in refusal(uri, WorldError)

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    assert "without credentials" in refusal(uri, WorldError)

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "obvious")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "obvious-secret")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    said = refusal(uri, WorldError)

    assert "AWS KMS cannot be used (EndpointConnectionError)" in said
    assert "nothing was signed" in said


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the library is missing, how to install it.
    """
    monkeypatch.setitem(sys.modules, "boto3", None)

    assert "pip install 'testamur[kms]'" in refusal("awskms:///alias/any", WorldError)


class Lying:
    """A service that answers with signatures of another key, or with no signature at all."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.asked: list[tuple[str, bytes]] = []

    def get_public_key(self, *, KeyId: str) -> aws_kms._PublicKeyAnswer:  # noqa: N803
        raise AssertionError(KeyId)

    def sign(
        self,
        *,
        KeyId: str,  # noqa: N803
        Message: bytes,  # noqa: N803
        MessageType: str,  # noqa: N803
        SigningAlgorithm: str,  # noqa: N803
    ) -> aws_kms._SignAnswer:
        self.asked.append((MessageType, Message))
        return {"Signature": self.answer}


P256 = load_signer(
    "env:KEY",
    environ={"KEY": "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN"},
    allow_test_seeds=True,
).public_key


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"0",
        bytes(64),
        SIGNER.sign(b"data"),
        b"\x30\x06\x02\x01\x01\x02\x01\x01",
        b"\x30\x06\x02\x01\xff\x02\x01\x01",
        b"\x30\x2a\x02\x25" + b"\x01" * 37 + b"\x02\x01\x01",
    ],
)
def test_what_comes_back_is_checked(answer: bytes) -> None:
    """
    A signature that does not hold, or is none, is never passed on.
    """
    signer = AwsKmsSigner(Lying(answer), "alias/x", P256)
    with pytest.raises(WorldError, match="does not hold"):
        signer.sign(b"data")


def test_long_data_are_hashed_here() -> None:
    """
    The service takes 4,096 bytes at most; of more it gets the digest.
    """
    rsa = rfc_7515_rsa()
    service = Lying(rsa.sign(b"x" * 5000))
    signer = AwsKmsSigner(service, "alias/x", rsa.public_key)

    assert rsa.public_key.verify(signer.sign(b"x" * 5000), b"x" * 5000)
    assert [("DIGEST", 32)] == [(kind, len(message)) for kind, message in service.asked]
