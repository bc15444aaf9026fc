"""
Keys of AWS Key Management Service: it signs, and the private part never leaves it.

Region and credentials come from where the AWS command line finds them; they are never read,
printed or kept here. Only the process that signs imports this module.
"""

from __future__ import annotations

import hashlib
from typing import Protocol, TypedDict

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from testamur.crypto.keys import Algorithm, PublicKey, UnsupportedKey
from testamur.crypto.signer import Signer
from testamur.problems import KeyRefusedError, WorldError

EXTRA = "pip install 'testamur[kms]'"

_ALGORITHMS = {Algorithm.P256: "ECDSA_SHA_256", Algorithm.RSA: "RSASSA_PKCS1_V1_5_SHA_256"}
_MAX_RAW = 4096
"""Bytes that the service hashes itself; of longer data it gets the digest."""
_SECONDS = 10
_NOTHING_SIGNED = "nothing was signed; try again when the key service answers"

# What the service answers, and what that means to whoever runs the command.
_ANSWERS = {
    "NotFoundException": ("there is no such key", "look at its name and at the region"),
    "AccessDeniedException": (
        "its policy does not let these credentials use the key",
        "they need kms:GetPublicKey and kms:Sign",
    ),
    "DisabledException": ("the key is disabled", "enable it, or announce another"),
    "KMSInvalidStateException": ("the key is not in use (pending deletion?)", None),
    "InvalidKeyUsageException": ("the key is not for signing", "its usage must be SIGN_VERIFY"),
    "UnsupportedOperationException": ("the key is not for signing", "it must be asymmetric"),
    "InvalidArnException": ("the key's name is malformed", "write awskms:///alias/NAME"),
    "ValidationException": ("the key's name is malformed", "write awskms:///alias/NAME"),
    "ExpiredTokenException": ("the credentials have expired", "sign in again"),
    "UnrecognizedClientException": ("it does not know the credentials", "look at the AWS settings"),
    "InvalidSignatureException": ("it does not know the credentials", "look at the AWS settings"),
    "IncompleteSignature": ("the credentials are incomplete", "look at the AWS settings"),
    "ThrottlingException": ("it is asked too often", _NOTHING_SIGNED),
}


class _PublicKeyAnswer(TypedDict):
    PublicKey: bytes
    KeyUsage: str


class _SignAnswer(TypedDict):
    Signature: bytes


class _Client(Protocol):
    def get_public_key(self, *, KeyId: str) -> _PublicKeyAnswer: ...  # noqa: N803 - their words

    def sign(
        self,
        *,
        KeyId: str,  # noqa: N803
        Message: bytes,  # noqa: N803
        MessageType: str,  # noqa: N803
        SigningAlgorithm: str,  # noqa: N803
    ) -> _SignAnswer: ...


def open_key(name: str) -> Signer:
    """
    The key with this id, ARN or `alias/…`.

    Its public part is asked for at once. Raises WorldError when the service cannot be reached or
    does not serve, KeyRefusedError for a key that we cannot sign with.
    """
    client = _connect(name)
    with _Told(name):
        answer = client.get_public_key(KeyId=name)
    if answer["KeyUsage"] != "SIGN_VERIFY":
        raise KeyRefusedError(f"{_of(name)} is not for signing", "its usage must be SIGN_VERIFY")
    try:
        public = PublicKey.from_der(answer["PublicKey"])
    except UnsupportedKey as kind:
        raise KeyRefusedError(
            f"{_of(name)} is of the kind {kind}", "make one with the key spec ECC_NIST_P256"
        ) from None
    except ValueError as reason:
        raise KeyRefusedError(f"{_of(name)} cannot be used: {reason}") from None
    if public.algorithm not in _ALGORITHMS:
        raise KeyRefusedError(
            f"{_of(name)} is of the kind {public.algorithm}, which is not used through AWS KMS",
            "make one with the key spec ECC_NIST_P256",
        )
    return AwsKmsSigner(client, name, public)


class AwsKmsSigner:
    """A key that signs far away. ECDSA signatures are other ones each time."""

    __slots__ = ("_client", "_name", "_public")

    def __init__(self, client: _Client, name: str, public: PublicKey) -> None:
        self._client = client
        self._name = name
        self._public = public

    @property
    def public_key(self) -> PublicKey:
        return self._public

    def sign(self, data: bytes) -> bytes:
        """One request. Raises WorldError when it fails, or when what comes back does not hold."""
        raw = len(data) <= _MAX_RAW
        with _Told(self._name):
            answer = self._client.sign(
                KeyId=self._name,
                Message=data if raw else hashlib.sha256(data).digest(),
                MessageType="RAW" if raw else "DIGEST",
                SigningAlgorithm=_ALGORITHMS[self._public.algorithm],
            )
        signature = answer["Signature"]
        if self._public.algorithm is Algorithm.P256:
            signature = _raw(signature)
        if not self._public.verify(signature, data):
            raise WorldError(
                f"the signature that {_of(self._name)} gave does not hold", _NOTHING_SIGNED
            )
        return signature

    def __repr__(self) -> str:
        return f"AwsKmsSigner({self._public.multibase})"


def _connect(name: str) -> _Client:
    try:
        import boto3  # noqa: PLC0415 - slow to import, and there with the extra only
        from botocore.config import Config  # noqa: PLC0415
    except ImportError:
        raise WorldError("AWS KMS needs a library that is not installed", EXTRA) from None
    patience = Config(
        connect_timeout=_SECONDS,
        read_timeout=_SECONDS,
        retries={"mode": "standard", "max_attempts": 4},
    )
    with _Told(""):
        # An ARN says the region itself: arn:aws:kms:REGION:ACCOUNT:key/ID
        region = name.split(":")[3] if name.count(":") == 5 else None
        client: _Client = boto3.Session().client("kms", config=patience, region_name=region)
    return client


class _Told:
    """Says what went wrong with the service in words of ours: theirs hold accounts and ids."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        from botocore import exceptions  # noqa: PLC0415 - only reached where it is installed

        if isinstance(error, exceptions.ClientError):
            code = str(error.response.get("Error", {}).get("Code", "nothing known"))
            why, hint = _ANSWERS.get(code, (f"it answered {code}", None))
            raise WorldError(f"{_of(self._name)} cannot sign: {why}", hint) from None
        if isinstance(error, exceptions.NoRegionError):
            raise WorldError("AWS KMS is asked in no region", "set AWS_DEFAULT_REGION") from None
        if isinstance(error, exceptions.NoCredentialsError | exceptions.PartialCredentialsError):
            raise WorldError(
                "AWS KMS is asked without credentials",
                "give them as for the AWS command line (a role, a profile, AWS_ACCESS_KEY_ID …)",
            ) from None
        if isinstance(error, exceptions.ParamValidationError):
            raise WorldError(
                f"{_of(self._name)} cannot sign: its name is malformed",
                "write awskms:///alias/NAME",
            ) from None
        if isinstance(error, exceptions.BotoCoreError):
            raise WorldError(
                f"AWS KMS cannot be used ({type(error).__name__})", _NOTHING_SIGNED
            ) from None


def _of(name: str) -> str:
    return f"the AWS KMS key {name}"


def _raw(der: bytes) -> bytes:
    """R and s side by side, 64 bytes (RFC 7518 section 3.4); empty for what is no signature."""
    try:
        r, s = decode_dss_signature(der)
        return r.to_bytes(32) + s.to_bytes(32)
    except (ValueError, OverflowError):
        return b""
