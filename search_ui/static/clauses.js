// What can be done with a clause, and what a citation says, where it stands.
"use strict";

(() => {
  const reader = document.querySelector("[data-document]");
  if (!reader) return;
  const says = JSON.parse(reader.dataset.says);
  tools();
  if (reader.dataset.clauses) previews();

  // One set of tools, which goes to the clause that is pointed at or has the focus.
  function tools() {
    const bar = document.createElement("div");
    bar.className = "tools floating";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", says.tools);
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    let clause = null;

    const button = (name, give) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = name;
      made.addEventListener("click", async () => {
        await copy(give());
        status.textContent = says.done;
        setTimeout(() => { status.textContent = ""; }, 1500);
      });
      return made;
    };
    const link = (name, address) => {
      const made = document.createElement("a");
      made.textContent = name;
      made.dataset.make = address;
      return made;
    };
    const words = () => textOf(clause);
    const cited = () => clause.dataset.citation || document.title;
    const here = () => new URL(clause.querySelector(".here").href).href;
    bar.append(
      button(says.text, words),
      button(says.cited, () => `${words()}\n(${cited()}, ${here()})`),
      button(says.citation, cited),
      button(says.link, here),
      link(says.similar, reader.dataset.similar),
      link(says.citing, reader.dataset.citing),
      link(".docx", reader.dataset.docx),
      link(".txt", reader.dataset.txt),
      status,
    );

    function goTo(section) {
      if (!section || section === clause || !section.id) return;
      clause = section;
      for (const made of bar.querySelectorAll("a")) made.href = made.dataset.make.replace("ANCHOR", encodeURIComponent(section.id));
      section.querySelector(".here").after(bar);
    }

    reader.addEventListener("pointerover", (event) => goTo(event.target.closest(".clause")));
    reader.addEventListener("focusin", (event) => goTo(event.target.closest(".clause")));
  }

  // A clause as it reads: no links, no tools, no counts.
  function textOf(section) {
    return [...section.querySelectorAll(":scope > h2, :scope > h3, :scope > h4, :scope > h5, :scope > h6, :scope > p:not(.cited):not(.tools)")]
      .map((line) => line.textContent)
      .join("\n");
  }

  async function copy(words) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(words);
      return;
    }
    const area = document.createElement("textarea"); // plain http: the older way
    area.value = words;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  // What a cited clause says, beside the citation: pointed at or focused; by touch, tapped once.
  function previews() {
    const known = new Map();
    const card = document.createElement("div");
    card.className = "preview";
    card.id = "xem-truoc";
    card.hidden = true;
    card.lang = "vi";
    document.body.append(card);
    let shown = null;
    let timer;

    const clauseOf = (link) => {
      const { pathname: path, hash } = new URL(link.href);
      const base = reader.dataset.address.slice(0, reader.dataset.address.lastIndexOf("/") + 1);
      if (!path.startsWith(base)) return null;
      const id = decodeURIComponent(path.slice(base.length).split("/")[0]);
      return hash ? id + decodeURIComponent(hash) : null;
    };

    async function show(link) {
      const id = clauseOf(link);
      if (!id) return;
      shown = link;
      if (!known.has(id)) {
        const answer = await fetch(reader.dataset.clauses.replace("CLAUSE", encodeURIComponent(id)));
        known.set(id, answer.ok ? await answer.json() : null);
      }
      const found = known.get(id);
      if (!found || shown !== link) return;
      const name = document.createElement("strong");
      name.textContent = found.citation || found.label;
      const words = document.createElement("p");
      words.textContent = found.text.length > 600 ? `${found.text.slice(0, 600)} …` : found.text;
      const open = document.createElement("a");
      open.href = link.href;
      open.textContent = says.open;
      card.replaceChildren(name, words, open);
      card.hidden = false;
      link.setAttribute("aria-describedby", card.id);
      const at = link.getBoundingClientRect();
      const left = Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 8));
      const below = at.bottom + card.offsetHeight + 8 < innerHeight;
      card.style.left = `${left + scrollX}px`;
      card.style.top = `${(below ? at.bottom + 4 : at.top - card.offsetHeight - 4) + scrollY}px`;
    }

    function hide() {
      clearTimeout(timer);
      shown?.removeAttribute("aria-describedby");
      shown = null;
      card.hidden = true;
    }

    const later = (work) => {
      clearTimeout(timer);
      timer = setTimeout(work, 250);
    };
    reader.addEventListener("pointerover", (event) => {
      const link = event.target.closest(".text a.cite");
      if (link && event.pointerType === "mouse") later(() => show(link).catch(hide));
    });
    reader.addEventListener("pointerout", (event) => {
      if (event.target.closest(".text a.cite") && event.pointerType === "mouse") later(hide);
    });
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => later(hide));
    reader.addEventListener("focusin", (event) => {
      const link = event.target.closest(".text a.cite");
      if (!link?.matches(":focus-visible")) return;
      clearTimeout(timer); // what had the focus before was to hide its preview
      show(link).catch(hide);
    });
    reader.addEventListener("focusout", () => later(hide));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    let touched = false;
    reader.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
    reader.addEventListener("click", (event) => {
      const link = event.target.closest(".text a.cite");
      if (link && touched && shown !== link && clauseOf(link)) {
        event.preventDefault();
        show(link).catch(() => location.assign(link.href));
      }
    });
  }
})();
