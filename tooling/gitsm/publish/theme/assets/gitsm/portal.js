// What pages do: search, colours, menus, filters. Pages are complete without it.
(function () {
  "use strict";
  var script = document.currentScript, base = ((script && script.dataset.base) || ".").replace(/\/$/, "");
  var root = document.documentElement;
  function all(selector, from) { return Array.prototype.slice.call((from || document).querySelectorAll(selector)); }

  // Colours: as the system, light, dark.
  var MODES = ["auto", "light", "dark"], SAID = { auto: "as the system", light: "light", dark: "dark" };
  var button = document.querySelector("button[data-mode]");
  function mode() { return root.dataset.mode || "auto"; }
  function label() { if (button) button.setAttribute("aria-label", "Colours: " + SAID[mode()]); }
  if (button) button.addEventListener("click", function () {
    var next = MODES[(MODES.indexOf(mode()) + 1) % MODES.length];
    if (next === "auto") delete root.dataset.mode; else root.dataset.mode = next;
    try { localStorage.setItem("gitsm-mode", next); } catch (error) { /* not remembered */ }
    label();
    document.dispatchEvent(new Event("gitsm-mode"));
  });
  label();

  // Menus close when the reader goes on.
  var menus = all("details.more, details.burger");
  document.addEventListener("click", function (event) { menus.forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; }); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") menus.forEach(function (menu) { if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); } });
  });

  // Filters: every control narrows the rows.
  all("form[data-filter]").forEach(function (form) {
    var rows = all("[data-row]", document.getElementById(form.dataset.filter)), texts = rows.map(function (row) { return (row.textContent + " " + row.dataset.row).toLowerCase(); }), told = form.querySelector("output");
    function apply() {
      var words = (form.elements.words ? form.elements.words.value : "").toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (row, number) {
        var fits = words.every(function (word) { return texts[number].indexOf(word) >= 0; }) && all("select", form).every(function (select) {
          return !select.value || (" " + (row.getAttribute("data-" + select.name) || "") + " ").indexOf(" " + select.value + " ") >= 0;
        });
        row.hidden = !fits; if (fits) shown += 1;
      });
      if (told) told.textContent = shown + " of " + rows.length;
    }
    form.addEventListener("input", apply); form.addEventListener("submit", function (event) { event.preventDefault(); }); apply();
  });

  // A form of the request catalogue: what is filled in goes to where requests are taken.
  all("form[data-request]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var lines = [];
      new FormData(form).forEach(function (value, name) { if (value) lines.push((form.elements[name].title || name) + ": " + value); });
      var href = form.dataset.request.replace("%7Bfilled%7D", encodeURIComponent(lines.join("\n")));
      window.location.href = href;
    });
  });

  // On a small screen each row of a table is a card, and each cell says what it is; it stays a table to whoever hears it.
  all(".scroll table, .prose table").forEach(function (table) {
    var heads = all("thead th", table).map(function (head) { return head.textContent; });
    if (!heads.length || (heads.length < 3 && table.closest(".prose")) || table.classList.contains("month") || table.hasAttribute("data-table")) return;
    table.classList.add("stack"); table.setAttribute("role", "table");
    all("thead, tbody", table).forEach(function (part) { part.setAttribute("role", "rowgroup"); });
    all("tr", table).forEach(function (row) {
      row.setAttribute("role", "row");
      Array.prototype.forEach.call(row.cells, function (cell, at) {
        cell.setAttribute("role", cell.tagName === "TD" ? "cell" : cell.parentNode.parentNode.tagName === "THEAD" ? "columnheader" : "rowheader");
        if (cell.tagName === "TD") { cell.dataset.label = heads[at] || ""; if (/^[—\s]*$/.test(cell.textContent) && !cell.querySelector("svg, meter")) cell.classList.add("blank"); }
      });
    });
  });

  // What scrolls sideways is reached by the keyboard, too.
  all("pre, .prose table").forEach(function (each) { if (each.scrollWidth > each.clientWidth) each.tabIndex = 0; });

  // Where the reader is, in the list of headings.
  var toc = all(".toc a");
  if (toc.length && window.IntersectionObserver) {
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) toc.forEach(function (link) { link.classList.toggle("now", link.getAttribute("href") === "#" + entry.target.id); });
      });
    }, { rootMargin: "-80px 0px -70% 0px" });
    toc.forEach(function (link) { var head = document.getElementById(decodeURIComponent(link.hash.slice(1))); if (head) seen.observe(head); });
  }

  // Search.
  var dialog = document.querySelector("dialog.search");
  if (!dialog || !dialog.showModal) return;
  var input = dialog.querySelector("input"), list = dialog.querySelector("ol"), told = dialog.querySelector(".told"), index = null, at = -1;
  window.gitsmSearch = function (data) {
    index = data.map(function (row) {
      return { url: row[0], title: row[1], kind: row[2], text: row[3], rank: row[4], name: fold(row[1]), words: fold(row[5] + " " + row[2]), body: fold(row[3]), called: row[0].replace(/^.*\/|(\.html|\/)$/g, "") };
    });
    search();
  };
  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ø/g, "o").replace(/æ/g, "ae").replace(/ß/g, "ss"); }
  function load() {
    if (index || document.getElementById("gitsm-index")) return;
    var tag = document.createElement("script"); tag.id = "gitsm-index"; tag.src = base + "/search-index.js"; document.head.appendChild(tag);
  }
  function begins(text, word) {
    for (var from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1))
      if (from === 0 || !/[a-z0-9]/.test(text[from - 1])) return /[a-z0-9]/.test(text[from + word.length] || "") ? 1 : 2;
    return 0;
  }
  var SILENT = /^(a|an|and|are|as|at|be|by|can|do|does|for|from|get|has|have|how|i|in|is|it|me|my|not|of|on|or|our|that|the|this|to|was|we|what|when|where|why|with|you|your|am|any|could|if|long|many|may|much|need|off|out|please|should|some|there|too|up|want|will|would)$/;
  function score(row, words, raw) {
    // Each word counts by where it stands; what holds all of them comes before what holds some.
    var sum = 0, met = 0;
    words.forEach(function (word) {
      var stem = word.length > 4 ? word.replace(/(ing|ed|es|s|e)$/, "") : word;
      var best = Math.max(begins(row.name, word) * 12, begins(row.words, word) * 8, begins(row.body, word) * 3,
        begins(row.name, stem) * 8, begins(row.words, stem) * 5, begins(row.body, stem) * 2,
        word.length > 2 && row.name.indexOf(word) >= 0 ? 4 : 0);
      if (best) { met += 1; sum += best; }
    });
    if (!met || met * 2 < words.length) return 0;
    var called = row.called === raw ? 40 : 0;
    return called + sum / words.length * (met / words.length) + row.rank + (row.name !== words.join(" ") ? 0 : row.rank > 0 ? 30 : 6);
  }
  function marked(text, words) {
    var holder = document.createDocumentFragment(), low = fold(text), from = 0;
    if (low.length !== text.length) { holder.append(text); return holder; }
    while (from < text.length) {
      var first = -1, len = 0;
      words.forEach(function (word) { var where = low.indexOf(word, from); if (where >= 0 && (first < 0 || where < first)) { first = where; len = word.length; } });
      if (first < 0) break;
      holder.append(text.slice(from, first));
      var mark = document.createElement("mark"); mark.textContent = text.slice(first, first + len); holder.append(mark);
      from = first + len;
    }
    holder.append(text.slice(from));
    return holder;
  }
  function search() {
    list.textContent = ""; at = -1;
    var typed = fold(input.value).split(/[^a-z0-9]+/).filter(Boolean), words = typed.filter(function (word) { return !SILENT.test(word); });
    if (!words.length) words = typed;
    if (!words.length) { told.textContent = "Type a few words: what you need, or what is wrong."; return; }
    var raw = fold(input.value).trim();
    if (!index) { told.textContent = "Loading…"; return; }
    var hits = [];
    index.forEach(function (row) { var points = score(row, words, raw); if (points) hits.push([points, row]); });
    hits.sort(function (a, b) { return b[0] - a[0] || (a[1].title < b[1].title ? -1 : 1); });
    told.textContent = hits.length ? hits.length + (hits.length === 1 ? " page" : " pages") : "Nothing fits. Try fewer or other words, or look here:";
    if (!hits.length) all("nav.main > a").slice(0, 3).forEach(function (way) {
      var item = document.createElement("li"), link = document.createElement("a"), name = document.createElement("b");
      link.href = way.href; name.textContent = way.textContent; link.append(name); item.append(link); list.append(item);
    });
    hits.slice(0, 40).forEach(function (hit) {
      var row = hit[1], item = document.createElement("li"), link = document.createElement("a");
      var name = document.createElement("b"), kind = document.createElement("i"), text = document.createElement("span");
      link.href = base + "/" + row.url; name.append(marked(row.title, words)); kind.textContent = row.kind; text.append(marked(row.text, words));
      link.append(name, kind); if (row.text) link.append(text); item.append(link); list.append(item);
    });
  }
  function open() { load(); if (!dialog.open) dialog.showModal(); input.focus(); input.select(); search(); }
  function move(step) {
    var links = all("a", list); if (!links.length) return;
    at = (at + step + links.length) % links.length; links[at].focus();
  }
  all("[data-search]").forEach(function (each) { each.addEventListener("click", open); });
  input.addEventListener("input", search);
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); if (at <= 0) { at = -1; input.focus(); } else move(-1); }
    if (event.key === "Enter" && document.activeElement === input) { event.preventDefault(); var first = list.querySelector("a"); if (first) first.click(); }
  });
  dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) { event.preventDefault(); open(); }
  });
})();
