// What a page or a drawing begins with.

/**
 * The text behind an XML declaration, white space and comments. In one pass, whatever stands there.
 * @param {string} text
 */
export function afterProlog(text) {
  let rest = text.startsWith("<?xml") ? text.slice(text.indexOf(">") + 1) : text;
  for (;;) {
    rest = rest.trimStart();
    const end = rest.startsWith("<!--") ? rest.indexOf("-->", 4) : -1;
    if (end < 0) return rest;
    rest = rest.slice(end + 3);
  }
}
