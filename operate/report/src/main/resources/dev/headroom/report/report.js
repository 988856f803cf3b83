// Shows the values of all charts at the time that a reader points at, and opens the decision that a link leads to.
// Without it the page is whole; only these two are missing.
(() => {
  const open = () => {
    const aim = document.getElementById(location.hash.slice(1));
    if (aim instanceof HTMLDetailsElement) aim.open = true;
  };
  addEventListener("hashchange", open);
  open();

  const data = document.getElementById("values");
  if (!data) return;
  const { span, times, charts } = JSON.parse(data.textContent);
  const section = document.getElementById("charts");
  const clock = (s) => Math.floor(s / 60) + ":" + String(Math.floor(s % 60)).padStart(2, "0");
  const text = {
    SECONDS: (v) => (v < 1 ? Math.round(v * 1000) + " ms" : v.toFixed(2) + " s"),
    PER_SECOND: (v) => v.toFixed(v < 100 && v % 1 ? 1 : 0) + "/s",
    COUNT: (v) => v.toFixed(v % 1 ? 1 : 0),
    CORES: (v) => v.toFixed(2) + " cores",
  };
  const nearest = (at) => {
    let low = 0, high = times.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] < at) low = middle + 1; else high = middle;
    }
    return low > 0 && at - times[low - 1] < times[low] - at ? low - 1 : low;
  };
  const point = (event) => {
    const plot = event.target.closest(".plot");
    if (!plot) return;
    const box = plot.getBoundingClientRect();
    const at = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * span;
    const i = nearest(at);
    section.classList.add("pointing");
    for (const [id, chart] of Object.entries(charts)) {
      const figure = document.getElementById(id);
      figure.querySelector(".now").style.left = (times[i] / span) * 100 + "%";
      figure.querySelectorAll("output").forEach((output, line) => {
        const value = chart.lines[line][i];
        output.textContent = value === null ? "–" : text[chart.unit](value);
      });
      figure.querySelector("figcaption b").dataset.at = clock(times[i]);
    }
  };
  const leave = () => {
    section.classList.remove("pointing");
    section.querySelectorAll("output").forEach((output) => (output.textContent = ""));
    section.querySelectorAll("figcaption b").forEach((title) => delete title.dataset.at);
  };
  section.addEventListener("pointermove", point);
  section.addEventListener("pointerdown", point);
  section.addEventListener("pointerleave", leave);
})();
