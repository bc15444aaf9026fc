// What sticks out of the window or of its own box, or is clipped: a line for each element.
() => {
  const root = document.documentElement;
  const found = [];
  if (root.scrollWidth > root.clientWidth)
    found.push(`the page scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`);
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const inScroller = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement)
      if (scrolls(each)) return true;
    return false;
  };
  const named = (element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 60)}`;
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("svg") && element.tagName !== "svg") continue;
    const box = element.getBoundingClientRect();
    // What waits above the page, or is there for ears only, cannot be cut off.
    if (box.width <= 1 || box.height <= 1 || box.bottom + scrollY <= 0 || !element.checkVisibility()) continue;
    if (inScroller(element)) continue;
    if (box.left < -0.5 || box.right > root.clientWidth + 0.5)
      found.push(`sticks out (${Math.round(box.left)} to ${Math.round(box.right)}): ${named(element)}`);
    if (element.clientWidth && element.scrollWidth > element.clientWidth + 1 && element !== document.body)
      found.push(`too narrow for what it holds (${element.scrollWidth} in ${element.clientWidth}): ${named(element)}`);
    if (/hidden|clip/.test(getComputedStyle(element).overflowY) && element.scrollHeight > element.clientHeight + 1)
      found.push(`cut off below (${element.scrollHeight} in ${element.clientHeight}): ${named(element)}`);
  }
  return found;
}
