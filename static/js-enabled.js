// Stands first in the body and runs before the page is drawn, so that nothing moves when the components start.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
