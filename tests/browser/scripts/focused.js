// What has the focus, and whether a visitor sees that it has; null once the page has no more.
() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    tag: element.tagName.toLowerCase(),
    id: element.id,
    place: [...document.querySelectorAll("*")].indexOf(element),
    name: (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " "),
    href: element.getAttribute("href"),
    shown: ringed && inside && element.matches(":focus-visible"),
  };
}
