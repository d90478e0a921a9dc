// Keeps what is typed into a form on the server while it is typed, and asks before words that are not kept yet are left.
// Without this script the button saves the form, as ever, and the server keeps what it cannot save.
const PAUSE = 2_000; // after the last key
const LONGEST = 15_000; // between two keeps, for those who type without a pause
const AGAIN = 20_000; // after one that failed
const LARGEST_BEACON = 60_000; // a browser sends at most 64 kB of a page that is being left

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

function typed(form) {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") words.append(name, value);
  }
  return words;
}

function watch(claim) {
  const form = claim.form;
  const status = document.createElement("p");
  let kept = typed(form).toString();
  let timer = 0;
  let keptAt = Date.now();
  let sending = null;
  let isLeaving = false;

  status.className = "govuk-hint app-saved";
  status.setAttribute("role", "status");
  form.append(status);

  const isDirty = () => typed(form).toString() !== kept;
  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  }

  async function keep(isLast = false) {
    const words = typed(form);
    const text = words.toString();
    if (isLeaving || text === kept) return true;
    sending?.abort();
    sending = new AbortController();
    try {
      const page = await fetch(claim.dataset.keep, {
        method: "POST",
        body: words,
        headers: { "X-CSRFToken": token() },
        keepalive: isLast && text.length < LARGEST_BEACON,
        signal: isLast ? undefined : sending.signal,
      });
      const answer = await page.json();
      if (!answer.kept_at) throw new Error("not kept");
      kept = text;
      keptAt = Date.now();
      tell(answer);
      return true;
    } catch (fault) {
      if (fault.name === "AbortError") return false;
      say("Not saved yet. We will try again.");
      plan(AGAIN);
      return false;
    }
  }

  function tell(answer) {
    dispatchEvent(new CustomEvent("session", { detail: answer }));
    if (answer.signed_in) return say(`Saved at ${answer.kept_at} for you only. Use the button to save it for your team.`);
    say(`You have been signed out. What you wrote was kept at ${answer.kept_at}. `);
    const link = document.createElement("a");
    link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.className = "govuk-link";
    link.textContent = "Sign in to go on";
    status.append(link);
  }

  form.addEventListener("input", () => {
    if (isDirty()) plan(Math.max(0, Math.min(PAUSE, LONGEST - (Date.now() - keptAt))));
  });
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
    sending?.abort();
  });
  addEventListener("pageshow", () => (isLeaving = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && isDirty()) event.preventDefault();
  });

  // A tab or a link over the form: keep the words first, then go. Where that fails the browser asks.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    const isPlain = !event.defaultPrevented && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!link || !isPlain || link.target || link.hasAttribute("download") || !isDirty()) return;
    const isElsewhere = link.origin !== location.origin || link.pathname + link.search !== location.pathname + location.search;
    if (!isElsewhere) return;
    event.preventDefault();
    await keep();
    location.assign(link.href);
  });
}

for (const claim of document.querySelectorAll("input[name=unsaved]")) watch(claim);
