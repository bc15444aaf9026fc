// What no page of ours contains, as the browser's own parser read it: a line for each.
() => {
  const found = [];
  const first = document.head.firstElementChild;
  if (first?.getAttribute("http-equiv") !== "Content-Security-Policy") found.push("something before the policy");
  for (const element of document.querySelectorAll("*")) {
    const tag = element.tagName.toLowerCase();
    if (["style", "object", "embed", "base", "form", "foreignobject", "template"].includes(tag)) found.push(`<${tag}>`);
    for (const { name, value } of element.attributes) {
      // The room that the verifier keeps is set by script, through the object model.
      if (name === "style" && /^(min-block-size: [\d.]+px;)?$/.test(value)) continue;
      if (name.startsWith("on") || ["style", "srcdoc", "srcset", "ping"].includes(name)) found.push(`${tag} ${name}`);
      if (!["href", "src", "data", "action", "formaction", "xlink:href"].includes(name)) continue;
      const { protocol, origin } = new URL(value, document.baseURI);
      const known = origin === location.origin || ["https:", "mailto:", "tel:"].includes(protocol);
      if (!known || (name !== "href" && origin !== location.origin)) found.push(`${tag} ${name}=${value}`);
    }
    const block = element.type === "application/ld+json";
    if (tag === "script" && !block && !/\/assets\/[\w-]+\.[0-9a-f]{12}\.js$/.test(element.src)) found.push(`script ${element.src}`);
  }
  return found;
}
