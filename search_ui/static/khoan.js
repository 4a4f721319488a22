// What the page does beyond links and forms. Without this file everything still works.
"use strict";

(() => {
  const box = document.getElementById("q");

  // "/" goes to the search box, unless something is being typed already.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  if (box) suggestions(box);
  for (const part of document.querySelectorAll("[data-wide]")) {
    part.open = matchMedia("(min-width: 60rem)").matches;
  }
  steps();
  copying();

  // Suggestions as an ARIA combobox: the list follows what is typed, arrows choose, Enter
  // searches, Escape takes the list away and leaves what was typed.
  function suggestions(input) {
    const form = input.form;
    const list = document.getElementById("goi-y");
    const address = form.dataset.suggest;
    let typed = input.value;
    let chosen = -1;
    let asking = new AbortController();
    let timer;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function show(texts) {
      list.replaceChildren(
        ...texts.map((text, place) => {
          const item = document.createElement("li");
          item.id = `goi-y-${place}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          item.textContent = text;
          item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            input.value = text;
            form.requestSubmit();
          });
          return item;
        }),
      );
      chosen = -1;
      list.hidden = texts.length === 0;
      input.setAttribute("aria-expanded", String(texts.length > 0));
      input.removeAttribute("aria-activedescendant");
    }

    function choose(place) {
      const items = list.children;
      if (chosen >= 0) items[chosen].setAttribute("aria-selected", "false");
      chosen = place;
      if (place < 0) {
        input.value = typed;
        input.removeAttribute("aria-activedescendant");
        return;
      }
      items[place].setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", items[place].id);
      input.value = items[place].textContent;
    }

    // A request whose answer nobody waits for any more is cancelled, also on its way.
    function cancel() {
      clearTimeout(timer);
      asking.abort();
      asking = new AbortController();
    }

    async function ask() {
      const { signal } = asking;
      const text = input.value;
      if (!text.trim()) {
        close();
        return;
      }
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal });
        const found = answer.ok ? (await answer.json()).suggestions : [];
        if (!signal.aborted && document.activeElement === input) show(found);
      } catch {
        // Without network, typing and searching go on without suggestions.
        if (!signal.aborted) close();
      }
    }

    input.addEventListener("input", () => {
      typed = input.value;
      cancel();
      timer = setTimeout(ask, 60);
    });
    input.addEventListener("blur", () => {
      cancel();
      close();
    });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "ArrowDown" && count) {
        event.preventDefault();
        choose(chosen + 1 < count ? chosen + 1 : -1);
      } else if (event.key === "ArrowUp" && count) {
        event.preventDefault();
        choose(chosen < 0 ? count - 1 : chosen - 1);
      } else if (event.key === "Escape" && count) {
        event.preventDefault();
        choose(-1);
        close();
      }
    });
  }

  // Next and previous mark of a document, with "n" and "p" as well.
  function steps() {
    const panel = document.querySelector("[data-steps]");
    if (!panel) return;
    const marks = [...document.querySelectorAll(".text mark")];
    const says = panel.querySelector("[data-count]");
    let now = -1;

    function say() {
      const place = now < 0 ? "" : `${now + 1} / `;
      says.textContent = marks.length ? `${place}${marks.length} ${says.dataset.of}` : says.dataset.none;
    }

    function step(by) {
      if (!marks.length) return;
      if (now >= 0) marks[now].classList.remove("now");
      else now = by > 0 ? firstBelow() - 1 : firstBelow();
      now = (now + by + marks.length) % marks.length;
      marks[now].classList.add("now");
      marks[now].scrollIntoView({ block: "center" });
      say();
    }

    // Where reading starts: the clause the address names, else what is in view.
    function firstBelow() {
      const start = document.querySelector(".clause:target");
      const top = start ? start.getBoundingClientRect().top : 0;
      const place = marks.findIndex((mark) => mark.getBoundingClientRect().top >= top);
      return place < 0 ? 0 : place;
    }

    panel.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (button) step(Number(button.dataset.step));
    });
    document.addEventListener("keydown", (event) => {
      if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "n") step(1);
      if (event.key === "p") step(-1);
    });
    for (const button of panel.querySelectorAll("button")) button.disabled = !marks.length;
    say();
    panel.hidden = false;
  }

  // Copy how to cite a clause.
  function copying() {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      const text = button.textContent;
      button.addEventListener("click", async () => {
        await copy(button.dataset.copy);
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = text; }, 1500);
      });
    }
  }

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const area = document.createElement("textarea"); // plain http: the older way
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
})();
