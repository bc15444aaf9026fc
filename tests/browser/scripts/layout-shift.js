// The sum of all shifts since the page was opened that no key or click explains.
() => new Promise((resolve) => {
  let sum = 0;
  const count = (list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
  };
  const observer = new PerformanceObserver(count);
  observer.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})
