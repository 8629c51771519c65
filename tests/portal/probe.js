// Runs inside a page under test and tells its host what it found.
var broken = [];
addEventListener("error", function (event) { broken.push(String(event.message)); });
addEventListener("securitypolicyviolation", function (e) { broken.push(e.violatedDirective); });
addEventListener("load", function () { setTimeout(function () {
  var all = function (what) { return Array.prototype.slice.call(document.querySelectorAll(what)); };
  var seen = function (x) { return x.getClientRects().length > 0; };
  var rows = function () { return all("table.list tbody tr").filter(seen).length; };
  var least = innerWidth < 800 ? 44 : 24, said = { width: innerWidth };
  said.hash = decodeURIComponent(location.hash);
  said.too_wide = document.documentElement.scrollWidth - innerWidth;
  said.wide = all("main *").filter(function (x) { return x.getBoundingClientRect().right > innerWidth + 1; })
    .slice(0, 3).map(function (x) { return x.outerHTML.slice(0, 200); });
  said.requests = performance.getEntriesByType("resource").length;
  said.nodes = all("*").length;
  said.rows = rows();
  var status = document.querySelector("[role=status]");
  said.status = status ? status.textContent : "";
  said.small = all("button, input, summary").filter(seen)
    .filter(function (x) { return x.offsetHeight < least; }).map(function (x) { return x.outerHTML; });
  // How far the numbers at the ends of an axis stand from the ends of their picture.
  said.axes = all(".frame > .y").filter(seen).map(function (x) {
    var picture = x.nextElementSibling.getBoundingClientRect(), spans = x.querySelectorAll("span");
    var middle = function (y) { var box = y.getBoundingClientRect(); return (box.top + box.bottom) / 2; };
    return Math.max(Math.abs(middle(spans[0]) - picture.top), Math.abs(middle(spans[spans.length - 1]) - picture.bottom));
  });
  // What is written before a cell that names no column.
  said.bare = all(".stack td:not([data-l])").map(function (x) { return getComputedStyle(x, "::before").content; })
    .filter(function (text) { return text !== "none" && text !== "normal"; });
  said.paper = getComputedStyle(document.body).backgroundColor;
  document.getElementById("theme").click();
  said.other_paper = getComputedStyle(document.body).backgroundColor;
  document.getElementById("theme").click();
  var stops = all("a[href], button, input, summary, [tabindex='0']").filter(seen).filter(function (x) {
    return x.tagName === "SUMMARY" || !x.closest("details:not([open])");
  });
  said.stops = stops.length;
  said.nameless = stops.filter(function (x) {
    return !(x.textContent.trim() || x.getAttribute("aria-label") || (x.labels && x.labels.length));
  }).map(function (x) { return x.outerHTML; });
  var more = document.getElementById("more");
  if (more && seen(more)) more.click();
  said.rows_after_all = rows();
  var column = function (at) { return all("table.list tbody tr").map(function (row) { return row.cells[at].innerText.split("\n")[0]; }); };
  var spoken = document.getElementById("said");
  if (spoken) {
    said.spoken = [spoken.textContent];
    said.sorted = all("table.list .sort").map(function (head) {
      head.click();
      var sorted = all("table.list th[aria-sort]"), at = head.parentNode.cellIndex, once = column(at), ranks = column(0);
      said.spoken.push(spoken.textContent);
      head.click();
      return { active: sorted.length, is: sorted[0] === head.parentNode, once: once, ranks: ranks, twice: column(at) };
    });
    var k = document.getElementById("k");
    if (k) {
      var marked = function () { return all("table.list tbody tr.in").length; };
      var look = function () {
        var where = document.getElementById("where");
        said.dots.push(where.querySelector(".top1").getAttribute("d").split("M").length - 1);
        said.map.push(where.querySelector("h2").textContent);
      };
      said.dots = []; said.map = [];
      look();
      said.steps = [[k.value, marked(), document.getElementById("gain").textContent]];
      all("#steps button")[1].click();
      said.steps.push([k.value, marked(), document.getElementById("gain").textContent]);
      look();
      k.value = "1";
      k.onchange();
      said.steps.push([k.value, marked(), spoken.textContent, all("#steps button")[0].disabled]);
      look();
    }
  }
  said.broken = broken;
  var tell = function () { parent.postMessage(JSON.stringify(said), "*"); };
  if (!window.axe) return tell();
  window.axe.run(document, window.asks).then(function (found) {
    said.axe_rules = found.passes.length;
    said.axe = found.violations.map(function (v) {
      return [v.id, v.nodes.length, v.nodes[0].html.slice(0, 300), v.nodes[0].failureSummary];
    });
    tell();
  });
}, 200); });
