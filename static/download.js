// A file that takes a while comes with a bar that says how far it is, and can be stopped. Without this script the
// browser's own download brings the same file.
const box = document.querySelector("[data-download]");
const bar = box?.querySelector("progress");
const words = box?.querySelector("[role=status]");
const stop = box?.querySelector("button");
const NEW_LINE = 10;

function tell(lines, rows) {
  bar.value = Math.min(lines, rows) / rows;
  words.textContent = `${Math.floor(bar.value * 10) * 10}% of ${rows.toLocaleString("en-GB")} answers are here.`;
}

function save(parts, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function read(page, rows) {
  const reader = page.body.getReader();
  const parts = [];
  let lines = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    for (const byte of part.value) lines += byte === NEW_LINE;
    tell(lines, rows);
  }
  return parts;
}

async function download(link) {
  const stopped = new AbortController();
  const rows = Number(link.dataset.rows);
  stop.onclick = () => stopped.abort();
  box.hidden = bar.hidden = stop.hidden = false;
  tell(0, rows);
  stop.focus();
  try {
    const page = await fetch(link.href, { signal: stopped.signal });
    if (!page.ok) return location.assign(link.href);
    save(await read(page, rows), link.dataset.name);
    words.textContent = `All of ${link.dataset.name} is here.`;
  } catch {
    words.textContent = stopped.signal.aborted ? "The download was stopped." : "The download broke off. Try again.";
  }
  bar.hidden = stop.hidden = true;
  link.focus();
}

for (const link of document.querySelectorAll("a[data-rows]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    download(link);
  });
}
