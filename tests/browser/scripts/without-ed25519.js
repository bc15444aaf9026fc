// WebCrypto as it was before it knew Ed25519.
for (const name of ["importKey", "generateKey", "verify", "sign"]) {
  const whole = SubtleCrypto.prototype[name];
  SubtleCrypto.prototype[name] = function (...given) {
    const named = given.some((each) => each === "Ed25519" || each?.name === "Ed25519");
    return named
      ? Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"))
      : whole.apply(this, given);
  };
}
