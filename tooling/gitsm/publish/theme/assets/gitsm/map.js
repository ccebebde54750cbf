// The map: everything drawn, and what fails with what is chosen.
(function () {
  "use strict";
  var box = document.querySelector("[data-map]"), data = window.gitsmMap;
  if (!box || !data || !window.cytoscape) return;
  var ground = box.querySelector(".ground"), side = box.querySelector("aside"), tools = document.querySelector("[data-map-tools]");
  var scripts = document.querySelector("script[data-base]"), base = (scripts && scripts.dataset.base) || ".";
  var LEVELS = ["", "at risk", "degraded", "down"];
  var delivering = {};
  data.edges.forEach(function (edge) { if (/^service/.test(edge[0])) delivering[edge[1]] = true; });
  function color(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function style() {
    return [
      { selector: "node", style: { shape: "round-rectangle", width: 132, height: 34, "background-color": color("--raised"), "border-width": 1.2, "border-color": color("--edge"), label: "data(short)", color: color("--ink"), "font-family": "Inter, sans-serif", "font-size": 11, "font-weight": 600, "text-valign": "center", "text-halign": "center" } },
      { selector: "node[kind='service']", style: { "background-color": color("--tint"), "border-color": color("--accent") } },
      { selector: "edge", style: { width: 1.2, "curve-style": "bezier", "line-color": color("--edge"), "target-arrow-color": color("--edge"), "target-arrow-shape": "triangle", "arrow-scale": 0.8 } },
      { selector: "edge[style='soft']", style: { "line-style": "dotted" } },
      { selector: "edge[style='any']", style: { "line-style": "dashed" } },
      { selector: ".faint", style: { opacity: 0.16 } },
      { selector: ".needed", style: { "border-color": color("--accent"), "border-width": 2 } },
      { selector: "node.l1, node.l2", style: { "border-color": color("--warn"), "border-width": 2.4, "background-color": color("--warn-tint") } },
      { selector: "node.l3", style: { "border-color": color("--bad"), "border-width": 2.4, "background-color": color("--bad-tint") } },
      { selector: "edge.hit", style: { "line-color": color("--bad"), "target-arrow-color": color("--bad"), width: 1.8 } },
      { selector: "edge.needs", style: { "line-color": color("--accent"), "target-arrow-color": color("--accent"), width: 1.8 } },
      { selector: "node.chosen", style: { "background-color": color("--accent"), color: color("--on-accent"), "border-color": color("--accent") } },
    ];
  }
  var cy = null, byName = {}, names = {};
  data.nodes.forEach(function (node) { names[node[0]] = node; byName[node[1].toLowerCase()] = node[0]; });
  function draw(show) {
    var kept = {}, edges = show === "services" ? data.services.map(function (edge) { return [edge[0], edge[1], "hard"]; }) : data.edges;
    data.nodes.forEach(function (node) { if (show === "all" || node[4] === "service" || (show === "delivered" && (node[4] !== "ci" || delivering[node[0]]))) kept[node[0]] = true; });
    var elements = data.nodes.filter(function (node) { return kept[node[0]]; }).map(function (node) {
      return { data: { id: node[0], short: node[1].length > 20 ? node[1].slice(0, 19) + "…" : node[1], kind: node[4] } };
    }).concat(edges.filter(function (edge) { return kept[edge[0]] && kept[edge[1]]; }).map(function (edge) {
      return { data: { source: edge[0], target: edge[1], style: edge[2] } };
    }));
    if (cy) cy.destroy();
    cy = window.cytoscape({ container: ground, elements: elements, style: style(), minZoom: 0.08, maxZoom: 2.5, layout: { name: "dagre", rankDir: "LR", nodeSep: show === "services" ? 18 : 10, rankSep: 80, fit: true, padding: 24 } });
    cy.on("tap", "node", function (event) { choose(event.target.id(), true); });
    cy.on("tap", function (event) { if (event.target === cy) choose(null, true); });
    if (cy.zoom() > 1.15) { cy.zoom(1.15); cy.center(); }
    if (cy.zoom() < 0.35) { cy.zoom(0.35); cy.center(); }
  }
  function down(node, seen) { node.outgoers("edge").forEach(function (edge) { edge.addClass("needs"); var next = edge.target(); if (!seen[next.id()]) { seen[next.id()] = true; next.addClass("needed"); down(next, seen); } }); }
  function choose(ref, told) {
    cy.elements().removeClass("faint chosen needed l1 l2 l3 hit needs");
    side.textContent = "";
    var head = document.createElement("h2"), note = document.createElement("p");
    note.className = "note";
    if (!ref || !names[ref]) { head.textContent = "Nothing chosen"; note.textContent = "Choose a box to see what it needs, and what fails with it."; side.append(head, note); if (told) history.replaceState(null, "", location.pathname + location.search); return; }
    if (!cy.getElementById(ref).length) { tools.elements.show.value = "all"; draw("all"); }
    var node = cy.getElementById(ref), hits = data.hits[ref] || {}, seen = {};
    node.addClass("chosen"); seen[ref] = true; down(node, seen);
    Object.keys(hits).forEach(function (id) { cy.getElementById(id).removeClass("needed").addClass("l" + hits[id]); });
    cy.edges().forEach(function (edge) { var from = edge.source().id(), to = edge.target().id(); if ((hits[from] || from === ref) && (hits[to] || to === ref)) edge.removeClass("needs").addClass("hit"); });
    cy.elements().forEach(function (each) { if (!each.hasClass("chosen") && !each.hasClass("needed") && !each.hasClass("needs") && !each.hasClass("hit") && !/\bl[123]\b/.test(each.classes().join(" "))) each.addClass("faint"); });
    if (told) cy.animate({ center: { eles: node }, duration: 200 }); else { cy.zoom(0.8); cy.center(node); }
    head.textContent = names[ref][1];
    var count = Object.keys(hits).length;
    note.textContent = names[ref][2] + ". " + (count ? "If it fails, " + count + (count === 1 ? " record is hit." : " records are hit.") : "If it fails, nothing else is hit.");
    var link = document.createElement("a"); link.href = base + "/" + names[ref][3]; link.textContent = "Open its page";
    var way = document.createElement("p"); way.append(link); side.append(head, note, way);
    var list = document.createElement("ul");
    Object.keys(hits).filter(function (id) { return names[id]; }).sort(function (a, b) { return hits[b] - hits[a] || (names[a][1] < names[b][1] ? -1 : 1); }).slice(0, 40).forEach(function (id) {
      var item = document.createElement("li"), to = document.createElement("a");
      to.href = "#" + id; to.textContent = names[id][1]; item.append(to, " " + names[id][2] + ", " + LEVELS[hits[id]]); list.append(item);
    });
    if (list.children.length) side.append(list);
    if (told && location.hash.slice(1) !== ref) history.replaceState(null, "", "#" + ref);
  }
  // By keyboard: arrows go to the nearest box that way, Enter opens its page, Escape lets go, + and - zoom.
  var WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  function beside(node, way) {
    var from = node.position(), best = null, least = Infinity;
    cy.nodes().forEach(function (other) {
      var to = other.position(), along = (to.x - from.x) * way[0] + (to.y - from.y) * way[1], across = Math.abs((to.x - from.x) * way[1] + (to.y - from.y) * way[0]);
      if (along > 1 && along + 2 * across < least) { least = along + 2 * across; best = other; }
    });
    return best;
  }
  ground.addEventListener("keydown", function (event) {
    var now = cy.nodes(".chosen"), way = WAYS[event.key];
    if (way) { var next = now.length ? beside(now[0], way) : cy.nodes()[0]; if (next) choose(next.id(), true); }
    else if (event.key === "Enter" && now.length) window.location.href = base + "/" + names[now[0].id()][3];
    else if (event.key === "Escape") choose(null, true);
    else if (event.key === "+" || event.key === "-") cy.zoom({ level: cy.zoom() * (event.key === "+" ? 1.25 : 0.8), renderedPosition: { x: ground.clientWidth / 2, y: ground.clientHeight / 2 } });
    else return;
    event.preventDefault();
  });
  draw("services");
  function byHash() { choose(decodeURIComponent(location.hash.slice(1)) || null, false); }
  window.addEventListener("hashchange", byHash); if (location.hash) byHash();
  document.addEventListener("gitsm-mode", function () { cy.style(style()); });
  tools.addEventListener("submit", function (event) { event.preventDefault(); });
  tools.elements.show.addEventListener("change", function () { draw(tools.elements.show.value); });
  tools.elements.find.addEventListener("change", function () { var ref = byName[tools.elements.find.value.toLowerCase()]; if (ref) choose(ref, true); });
})();
