/** Keys that work on every page: / to search, ? for the list of keys. Pages add their own to the list in base.html. */

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function startKeys(): void {
  const sheet = document.getElementById("keys");
  document.getElementById("show-keys")?.addEventListener("click", () => open(sheet));
  sheet?.querySelector("[data-close]")?.addEventListener("click", () => (sheet as HTMLDialogElement).close());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (event.key === "?" || event.key === "؟") open(sheet);
    else if (event.key === "/") document.querySelector<HTMLElement>("input[type=search]")?.focus();
    else return;
    event.preventDefault();
  });
}

function open(sheet: HTMLElement | null): void {
  if (sheet instanceof HTMLDialogElement && !sheet.open) sheet.showModal();
}
