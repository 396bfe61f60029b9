"use strict";
// Makes long tables handy: heads sort, a box filters. Without scripts the tables are all there.
(() => {
  const texts = JSON.parse(document.getElementById("lc-texts").textContent);
  const words = new Intl.Collator(texts.language, { numeric: true });
  const isMissing = (cell) => cell.classList.contains("none");

  /** Rows in the order of a column: ties stay as they came, what is missing is last both ways. */
  function sorted(rows, column, isNumber, way) {
    const keyed = rows.map((row) => {
      const cell = row.cells[column];
      const text = cell.textContent;
      return { row, missing: isMissing(cell), key: isNumber ? Number(text) : text };
    });
    const compare = isNumber ? (a, b) => a - b : words.compare;
    keyed.sort((a, b) =>
      a.missing || b.missing ? Number(a.missing) - Number(b.missing) : way * compare(a.key, b.key));
    return keyed.map((one) => one.row);
  }

  function put(body, rows) {
    const all = document.createDocumentFragment();
    for (const row of rows) all.appendChild(row);
    body.appendChild(all);
  }

  function makeSortable(table) {
    const body = table.tBodies[0];
    const original = Array.from(body.rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", head.textContent);
      head.append(button); // beside the words: with them in it, no browser repeats the head on paper
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" };
        const way = next[head.getAttribute("aria-sort")];
        for (const one of heads) one.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", way);
        const isNumber = head.classList.contains("n");
        put(body, way === "none" ? original
          : sorted(original, column, isNumber, way === "ascending" ? 1 : -1));
      });
    });
  }

  function makeFilter(table) {
    const rows = Array.from(table.tBodies[0].rows);
    const fold = (text) => text.normalize("NFKC").toLowerCase();
    let folded = null;
    const bar = document.createElement("div");
    bar.className = "filter";
    const label = document.createElement("label");
    label.textContent = texts.filter;
    const input = document.createElement("input");
    input.type = "search";
    const count = document.createElement("output");
    label.append(input);
    bar.append(label, count);
    const box = table.parentElement;
    box.parentElement.insertBefore(bar, box);
    let waiting = 0;
    const apply = () => {
      folded ??= rows.map((row) => Array.from(row.cells, (cell) => fold(cell.textContent)));
      const wanted = fold(input.value.trim());
      let left = 0;
      rows.forEach((row, i) => {
        row.hidden = wanted !== "" && !folded[i].some((text) => text.includes(wanted));
        if (!row.hidden) ++left;
      });
      count.textContent = wanted === "" ? "" : left === 0 ? texts.none
        : texts.shown.replace("{0}", left).replace("{1}", rows.length);
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 120);
    });
  }

  for (const table of document.querySelectorAll("table[data-filter]")) makeFilter(table);
  for (const table of document.querySelectorAll("table[data-sort]")) makeSortable(table);
})();
