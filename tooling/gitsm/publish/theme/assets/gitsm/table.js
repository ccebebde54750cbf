// The table of a class, for estates with too many components for a page each.
(function () {
  "use strict";
  var STEP = 200, rows = [], shown = [], count = 0;
  var scripts = document.querySelector("script[data-base]"), base = (scripts && scripts.dataset.base) || ".";
  function part(name) { return document.querySelector(name); }
  function links(cell, found) {
    found.slice(0, 6).forEach(function (one, index) {
      var link = document.createElement("a"); link.href = base + "/" + one[1]; link.textContent = one[0];
      if (index) cell.append(", "); cell.append(link);
    });
    if (found.length > 6) cell.append(" and " + (found.length - 6) + " more");
    if (!found.length) cell.append("—");
  }
  function more() {
    var body = part("[data-table] tbody");
    shown.slice(count, count + STEP).forEach(function (row) {
      var line = document.createElement("tr"), head = document.createElement("th"), small = document.createElement("small");
      line.id = row[0]; head.scope = "row"; small.textContent = row[0]; if (row[7]) { var own = document.createElement("a"); own.href = base + "/" + row[7]; own.textContent = row[1]; head.append(own, small); } else head.append(row[1], small); line.append(head);
      [2, 3, 4].forEach(function (at) { var cell = document.createElement("td"); cell.textContent = row[at]; line.append(cell); });
      [5, 6].forEach(function (at) { var cell = document.createElement("td"); links(cell, row[at]); line.append(cell); });
      body.append(line);
    });
    count = Math.min(count + STEP, shown.length);
    part("[data-table-more]").hidden = count >= shown.length;
    part("[data-table-filter] output").textContent = count + " of " + shown.length;
  }
  function show() {
    var form = part("[data-table-filter]"), words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = rows.filter(function (row) { var text = row.slice(0, 5).join(" ").toLowerCase(); return words.every(function (word) { return text.indexOf(word) >= 0; }); });
    count = 0; part("[data-table] tbody").textContent = ""; more();
  }
  function byHash() {
    var id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    part("[data-table-filter]").elements.words.value = id; show();
    var line = document.getElementById(id); if (line) line.scrollIntoView({ block: "center" });
  }
  window.gitsmTable = function (data) {
    rows = data;
    part("[data-table-filter]").addEventListener("input", show);
    part("[data-table-filter]").addEventListener("submit", function (event) { event.preventDefault(); });
    part("[data-table-more]").addEventListener("click", more);
    window.addEventListener("hashchange", byHash);
    show(); byHash();
  };
})();
