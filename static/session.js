// Warns before a session ends, and lets people stay with one key. Another tab, or a form that is being written in, may
// have made the session longer meanwhile, so the server is asked before anybody is disturbed.
const box = document.querySelector("[data-session]");
const EVERY = 10_000;

if (box) {
  const stay = box.querySelector("[data-session-stay]");
  const close = box.querySelector("[data-session-close]");
  const again = box.querySelector("[data-session-again]");
  const title = box.querySelector("#session-title");
  const warnFor = Number(box.dataset.warnFor) * 1_000;
  let ends = 0;
  let longest = 0;
  let isClosed = false; // by hand, when staying is not possible
  again.search = new URLSearchParams({ next: location.pathname + location.search });

  function set(answer) {
    ends = Date.now() + answer.seconds_left * 1_000;
    longest = Date.now() + answer.longest_left * 1_000;
    if (answer.seconds_left * 1_000 > warnFor && box.open) box.close();
  }

  async function ask(address, method) {
    const headers = { "X-CSRFToken": box.querySelector("input[name=csrfmiddlewaretoken]").value };
    const page = await fetch(address, { method, headers, redirect: "error" });
    if (!page.ok) throw new Error(page.status);
    set(await page.json());
  }

  function show() {
    const isOver = ends <= Date.now();
    const canStay = !isOver && longest - ends > 1_000;
    box.querySelector("[data-session-end]").textContent = new Date(ends).toLocaleTimeString("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
    });
    box.querySelector("[data-session-longest]").hidden = isOver || canStay;
    title.textContent = isOver ? "You have been signed out" : "You will soon be signed out";
    stay.hidden = !canStay;
    close.hidden = canStay;
    again.hidden = !isOver;
    if (!box.open) {
      box.showModal();
      (canStay ? stay : title).focus();
    }
  }

  async function look() {
    if (ends - Date.now() > warnFor) return;
    if (!isClosed) {
      try {
        await ask(box.dataset.session, "GET");
      } catch {
        // without a connection the page's own clock has to do
      }
      if (ends - Date.now() > warnFor) return;
    }
    if (!isClosed || ends <= Date.now()) show();
  }

  stay.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await ask(stay.form.action, "POST");
      box.close();
    } catch {
      await ask(box.dataset.session, "GET").catch(() => {});
      show();
    }
  });
  close.addEventListener("click", () => {
    isClosed = true;
    box.close();
  });
  box.addEventListener("cancel", () => (isClosed = true)); // Escape
  addEventListener("session", (event) => {
    if (event.detail.seconds_left) set(event.detail); // where it has ended the form itself says so
  });

  set({ seconds_left: Number(box.dataset.secondsLeft), longest_left: Number(box.dataset.longestLeft) });
  look();
  setInterval(look, EVERY);
}
