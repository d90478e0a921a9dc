// The keys of the reading desk. Each presses a link that is there without them; with the box unticked none does anything.
const keys = document.querySelector("[data-desk-keys]");
const answers = [...document.querySelectorAll("[data-answer]")];
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const OFF = "desk-keys-off";
let current = answers.findIndex((answer) => `#${answer.id}` === location.hash);

function remembered() {
  try {
    return sessionStorage.getItem(OFF);
  } catch {
    return null; // a browser may keep nothing
  }
}

function remember(off) {
  try {
    off ? sessionStorage.setItem(OFF, "yes") : sessionStorage.removeItem(OFF);
  } catch {
    // then the box is ticked again on the next page
  }
}

function go(place) {
  const answer = answers[place];
  if (!answer) return;
  current = place;
  document.getElementById(answer.getAttribute("aria-labelledby")).focus({ preventScroll: true });
  // The words stand above the first organisation that says them.
  const text = answer.closest("[data-text]");
  const isFirst = text && text.querySelector("[data-answer]") === answer;
  (isFirst ? text : answer).scrollIntoView({ block: "start" });
  history.replaceState(history.state, "", `#${answer.id}`);
}

function press(key) {
  if (key === "j") return go(current + 1);
  if (key === "k") return go(current < 0 ? answers.length - 1 : current - 1);
  answers[current]?.querySelector(`[data-key="${key}"]`)?.click();
}

if (keys) {
  const box = keys.querySelector("input");
  box.checked = !remembered();
  box.addEventListener("change", () => remember(!box.checked));
  keys.hidden = false;

  document.addEventListener("focusin", (event) => {
    const place = answers.indexOf(event.target.closest("[data-answer]"));
    if (place >= 0) current = place;
  });
  document.addEventListener("keydown", (event) => {
    const isCombined = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing;
    if (!box.checked || isCombined || event.repeat || event.target.closest(TYPING)) return;
    if (!["j", "k", "a", "c", "r", "q", "o"].includes(event.key)) return;
    event.preventDefault();
    press(event.key);
  });

  if (current >= 0) {
    // What was decided is said where one reads on, not at the top of the page.
    const banner = document.querySelector(".govuk-notification-banner");
    if (banner) answers[current].prepend(banner);
    addEventListener("load", () => go(current)); // after the browser has gone to the anchor itself
  }
}
