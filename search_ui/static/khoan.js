// What the page does beyond links and forms. Without this file everything still works.
"use strict";

const khoan = {
  // Words as they are compared: without accents, in lower case.
  plain: (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase(),
};

(() => {
  document.documentElement.classList.add("scripted");
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
  rowsSearch();
  facetsDialog();
  unfold();
  for (const part of document.querySelectorAll("[data-wide]")) {
    part.open = matchMedia("(min-width: 60rem)").matches;
  }

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

  // A hit that the address names may be folded among those of its document.
  function unfold() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target && target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    if (target) target.scrollIntoView();
  }

  // Long lists of what narrows a search: those lines that say what is typed.
  function rowsSearch() {
    for (const seek of document.querySelectorAll("[data-seek-rows]")) {
      const facet = seek.closest(".facet");
      seek.hidden = false;
      seek.querySelector("input").addEventListener("input", (event) => {
        const wanted = khoan.plain(event.target.value.trim());
        const more = facet.querySelector("details");
        if (more && wanted) more.open = true;
        for (const row of facet.querySelectorAll("li")) row.hidden = !khoan.plain(row.textContent).includes(wanted);
      });
    }
  }

  // Narrow screens: what narrows a search is a dialog behind a button.
  function facetsDialog() {
    const opener = document.querySelector("[data-facets]");
    const facets = document.getElementById("loc");
    if (!opener || !facets || !window.HTMLDialogElement) return;
    const place = document.createComment("");
    let dialog;
    opener.addEventListener("click", (event) => {
      if (!matchMedia("(max-width: 60rem)").matches) return;
      event.preventDefault();
      if (!dialog) {
        dialog = document.createElement("dialog");
        dialog.className = "filters";
        dialog.setAttribute("aria-label", facets.getAttribute("aria-label"));
        const close = document.createElement("button");
        close.type = "button";
        close.textContent = facets.dataset.close;
        close.addEventListener("click", () => dialog.close());
        dialog.append(close);
        dialog.addEventListener("close", () => {
          place.replaceWith(facets);
          opener.focus();
        });
        document.body.append(dialog);
      }
      facets.replaceWith(place);
      dialog.append(facets);
      dialog.showModal();
    });
  }
})();
