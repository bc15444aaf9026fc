// Arithmetic in the fields of our curves. Only public values pass through: it is not constant in time.

export const FIELD_25519 = 2n ** 255n - 19n;

/** @param {bigint} value */
export function mod(value, field = FIELD_25519) {
  return ((value % field) + field) % field;
}

/**
 * @param {bigint} base
 * @param {bigint} exponent
 * @param {bigint} field
 */
export function power(base, exponent, field) {
  let result = 1n;
  for (base = mod(base, field); exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % field;
    base = (base * base) % field;
  }
  return result;
}
