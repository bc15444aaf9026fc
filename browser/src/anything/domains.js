// The two forms of a domain in many scripts: ASCII (Punycode, RFC 3492) and Unicode.

/**
 * @param {string} domain
 */
export function asciiDomain(domain) {
  if (/[/?#\\@:[\]%\s]/.test(domain)) return null;
  try {
    return new URL(`https://${domain}/`).hostname;
  } catch {
    return null;
  }
}

/**
 * @param {string} domain
 */
export function unicodeDomain(domain) {
  try {
    const labels = domain.split(".");
    return labels.map((label) => (label.startsWith("xn--") ? decoded(label.slice(4)) : label)).join(".");
  } catch {
    return null;
  }
}

/**
 * RFC 3492 section 6.2. Throws RangeError.
 * @param {string} text
 */
function decoded(text) {
  const at = text.lastIndexOf("-");
  const points = Array.from(at > 0 ? text.slice(0, at) : "", (letter) => letter.codePointAt(0) ?? 0);
  let [point, index, bias] = [128, 0, 72];
  for (let next = at > 0 ? at + 1 : 0; next < text.length; ) {
    const before = index;
    for (let weight = 1, base = 36; ; base += 36) {
      const digit = "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(text[next] ?? " ");
      next += 1;
      if (digit < 0) throw new RangeError("not Punycode");
      index += digit * weight;
      const limit = base <= bias ? 1 : base >= bias + 26 ? 26 : base - bias;
      if (digit < limit) break;
      weight *= 36 - limit;
    }
    const length = points.length + 1;
    bias = adapted(index - before, length, before === 0);
    point += Math.floor(index / length);
    index %= length;
    points.splice(index, 0, point);
    index += 1;
  }
  return String.fromCodePoint(...points);
}

/**
 * RFC 3492 section 6.1.
 * @param {number} delta
 * @param {number} length
 * @param {boolean} first
 */
function adapted(delta, length, first) {
  let rest = first ? Math.floor(delta / 700) : Math.floor(delta / 2);
  rest += Math.floor(rest / length);
  let bias = 0;
  for (; rest > 455; bias += 36) rest = Math.floor(rest / 35);
  return bias + Math.floor((36 * rest) / (rest + 38));
}
