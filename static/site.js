import { initAll as startGovuk } from "./vendor/govuk-frontend.min.js";
import { initAll as startMoj } from "./vendor/moj-frontend.min.js";
import "./session.js";
import "./unsaved.js";

startGovuk();
startMoj();

// Beside a form the ask stays open; on a phone it would push the form away.
if (window.matchMedia("(max-width: 48em)").matches) {
  for (const ask of document.querySelectorAll("[data-fold-on-phone]")) {
    ask.open = false;
  }
}
