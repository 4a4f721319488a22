// A document: where one is, what comes next, what answers the search. Without this file
// everything still works, a page at a time.
"use strict";

(() => {
  const reader = document.querySelector("[data-document]");
  if (!reader) return;
  const text = reader.querySelector(".text");
  const frame = reader.querySelector("[data-frame]");
  const contents = document.getElementById("muc-luc");

  if (elsewhere()) return;
  contentsPanel();
  contentsSearch();
  neighbours();
  answers();
  following();
  if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    text.querySelector(".asked")?.scrollIntoView(); // an address of a place without "#"
  }

  // An old address names its place after "#" only, and the place may be on another sheet.
  function elsewhere() {
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (!/^[a-z0-9][a-z0-9.~-]*$/.test(anchor) || document.getElementById(anchor)) return false;
    if (location.pathname.endsWith(`/${anchor}`)) return false;
    location.replace(`${reader.dataset.address}/${anchor}${location.search}#${anchor}`);
    return true;
  }

  // Narrow screens: the contents are a panel behind a button.
  function contentsPanel() {
    const opener = frame.querySelector("[data-contents]");
    if (!opener || !contents) return;
    const inside = contents.querySelector("details");
    const narrow = matchMedia("(max-width: 60rem)");

    function close() {
      contents.classList.remove("panel");
      opener.focus();
    }

    opener.addEventListener("click", (event) => {
      if (!narrow.matches) return;
      event.preventDefault();
      inside.open = true;
      contents.classList.add("panel");
      (contents.querySelector("[aria-current]") || contents.querySelector("a, summary")).focus();
    });
    contents.addEventListener("click", (event) => {
      if (event.target.closest("a")) contents.classList.remove("panel");
    });
    contents.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && contents.classList.contains("panel")) close();
    });
    inside.addEventListener("toggle", () => {
      if (!inside.open && contents.classList.contains("panel")) close();
    });
  }

  // Lines of the contents that say what is typed, accents or not.
  function contentsSearch() {
    const seek = contents?.querySelector("[data-seek]");
    if (!seek) return;
    const lines = [...contents.querySelectorAll("li")];
    const said = new Map(lines.map((line) => [line, khoan.plain(line.querySelector("a, summary").textContent)]));
    seek.hidden = false;
    seek.querySelector("input").addEventListener("input", (event) => {
      const wanted = khoan.plain(event.target.value.trim());
      for (const line of lines) line.hidden = Boolean(wanted);
      if (!wanted) return;
      for (const line of lines) {
        if (!said.get(line).includes(wanted)) continue;
        line.hidden = false;
        for (let above = line.parentElement.closest("li"); above; above = above.parentElement.closest("li")) {
          above.hidden = false;
          above.querySelector("details").open = true;
        }
        for (const below of line.querySelectorAll("li")) below.hidden = false;
      }
    });
  }

  // The sheets before and after join this one as reading comes near their end.
  function neighbours() {
    if (!window.IntersectionObserver) return;
    const watcher = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) join(one.target);
    }, { rootMargin: "600px 0px" });
    const below = reader.querySelector('[data-sheet="below"]');
    if (below) watcher.observe(below);
    reader.addEventListener("click", (event) => {
      const above = event.target.closest('[data-sheet="above"]');
      if (!above || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      join(above);
    });

    async function join(link) {
      watcher.unobserve(link);
      const side = link.dataset.sheet;
      try {
        const answer = await fetch(link.href);
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const sections = [...page.querySelectorAll(".text > section")].filter((one) => !document.getElementById(one.id));
        const next = page.querySelector(`[data-sheet="${side}"]`);
        const before = document.documentElement.scrollHeight;
        if (side === "below") text.append(...sections);
        else text.prepend(...sections);
        if (side === "above" && !CSS.supports("overflow-anchor", "auto")) {
          scrollBy(0, document.documentElement.scrollHeight - before);
        }
        if (next) {
          link.replaceWith(next);
          if (side === "below") watcher.observe(next);
        } else link.parentElement.remove();
        document.dispatchEvent(new Event("khoan:joined"));
      } catch {
        // no network: the link is still there
      }
    }
  }

  // Clauses that answer the search, one after another: here, then on the sheets around.
  function answers() {
    const panel = frame.querySelector("[data-matches]");
    if (!panel) return;
    let now = null;

    function step(by) {
      const found = [...text.querySelectorAll(".answer")];
      const from = now || text.querySelector(".asked");
      const place = found.indexOf(from);
      const next = place < 0 ? firstInView(found) : found[place + by];
      const link = panel.querySelector(`[data-step="${by}"]`);
      if (next) show(next);
      else if (link && !document.getElementById(new URL(link.href).hash.slice(1))) location.assign(link.href);
    }

    function firstInView(found) {
      return found.find((one) => one.getBoundingClientRect().bottom > frame.getBoundingClientRect().bottom);
    }

    function show(section) {
      now?.classList.remove("now");
      now = section;
      now.classList.add("now");
      now.scrollIntoView({ block: "center" });
    }

    panel.addEventListener("click", (event) => {
      const link = event.target.closest("[data-step]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      step(Number(link.dataset.step));
    });
    document.addEventListener("keydown", (event) => {
      if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "n") step(1);
      if (event.key === "p") step(-1);
    });
  }

  // The contents and the line above the text follow the reading.
  function following() {
    const where = frame.querySelector("[data-where]");
    const lines = new Map([...(contents?.querySelectorAll("[data-to]") || [])].map((line) => [line.dataset.to, line]));
    let sections = [...text.children];
    let current = contents?.querySelector("[aria-current]") || null;
    let waiting = false;

    function look() {
      waiting = false;
      const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 8;
      let low = 0;
      let high = sections.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (sections[middle].getBoundingClientRect().top <= top) low = middle;
        else high = middle - 1;
      }
      while (low > 0 && !lines.has(sections[low].id)) low -= 1;
      const line = lines.get(sections[low]?.id);
      if (line && line !== current) follow(line);
    }

    function follow(line) {
      current?.removeAttribute("aria-current");
      current = line;
      line.setAttribute("aria-current", "true");
      const names = [line.textContent];
      for (let above = line.closest("details"); above && contents.contains(above); above = above.parentElement.closest("details")) {
        if (above.hasAttribute("data-wide")) break;
        above.open = true;
        if (!above.hasAttribute("data-group")) names.unshift(above.querySelector("summary").textContent);
      }
      const links = [...where.querySelectorAll("a")];
      for (const link of links) {
        link.previousElementSibling?.remove();
        link.remove();
      }
      for (const [place, name] of names.entries()) {
        const sign = document.createElement("span");
        sign.className = "sep";
        sign.setAttribute("aria-hidden", "true");
        sign.textContent = "›";
        const link = document.createElement("a");
        const last = place === names.length - 1;
        link.textContent = last ? name : name.split(". ")[0]; // room for the last
        if (!last) {
          link.className = "mid";
          sign.className = "sep mid";
        }
        link.href = place === names.length - 1 ? line.href : `#${line.dataset.to}`;
        where.append(" ", sign, " ", link);
      }
      inView(line);
    }

    function inView(line) {
      const box = contents.querySelector("details");
      if (!contents.classList.contains("panel") && box.scrollHeight > box.clientHeight) {
        const at = line.getBoundingClientRect().top - box.getBoundingClientRect().top;
        if (at < 40 || at > box.clientHeight - 40) box.scrollTop += at - box.clientHeight / 3;
      }
    }

    addEventListener("scroll", () => {
      if (!waiting) {
        waiting = true;
        requestAnimationFrame(look);
      }
    }, { passive: true });
    document.addEventListener("khoan:joined", () => {
      sections = [...text.children];
    });
    if (current) inView(current); // the server has marked it, and the page has yet to scroll there
    else look();
  }
})();
