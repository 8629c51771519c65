document.documentElement.classList.add("scripted");
document.addEventListener("DOMContentLoaded", function () {
  var root = document.documentElement, theme = document.getElementById("theme");
  var dark = function () {
    return (root.dataset.theme || (matchMedia("(prefers-color-scheme:dark)").matches ? "dark" : "light")) === "dark";
  };
  var name = function () { theme.textContent = dark() ? theme.dataset.light : theme.dataset.dark; };
  theme.onclick = function () { root.dataset.theme = dark() ? "light" : "dark"; name(); };
  name();
  var form = document.getElementById("filter");
  if (!form) return;
  var table = document.querySelector("table.list"), more = document.getElementById("more");
  var find = form.querySelector("input"), clear = form.querySelector("button");
  var status = form.querySelector("[role=status]"), all = more && more.textContent, open = !more;
  var said = document.getElementById("said");
  var filled = function (text, fill) { return text.replace(/\{(\w+)\}/g, function (_, key) { return fill[key]; }); };
  var rows = Array.prototype.map.call(table.tBodies[0].rows, function (row) {
    var cell = row.cells[1], name = cell.querySelector("summary").textContent, words = name;
    for (var next = cell.querySelector("details").nextSibling; next; next = next.nextSibling) words += " " + next.textContent;
    return { row: row, name: name, words: words.toLowerCase(), keys: row.dataset.o.split(",") };
  });
  var show = function () {
    var text = find.value.trim(), shown = 0;
    rows.forEach(function (each) {
      each.row.hidden = text !== "" && each.words.indexOf(text.toLowerCase()) < 0;
      shown += each.row.hidden ? 0 : 1;
    });
    table.classList.toggle("short", !open && text === "");
    clear.hidden = text === "";
    if (more) more.hidden = text !== "";
    var found = shown ? form.dataset.status : form.dataset.none, fill = { shown: shown, all: rows.length, text: text };
    status.textContent = text && filled(found, fill);
    var hash = text ? "#find=" + encodeURIComponent(text) : "";
    if ((text || location.hash.indexOf("#find=") === 0) && location.hash !== hash) {
      try { history.replaceState(null, "", hash || location.pathname); } catch (refused) { location.hash = hash; }
    }
  };
  var read = function () {
    if (location.hash.indexOf("#find=") !== 0) return;
    try { find.value = decodeURIComponent(location.hash.slice(6)); } catch (broken) { return; }
    show();
  };
  if (more) more.onclick = function () {
    open = !open;
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? more.dataset.fewer : all;
    show();
  };
  find.oninput = show;
  form.onsubmit = function (event) { event.preventDefault(); };
  form.onreset = function () { setTimeout(function () { show(); find.focus(); }); };
  addEventListener("hashchange", read);
  read();
  var heads = Array.prototype.slice.call(table.querySelectorAll(".sort"));
  heads.forEach(function (head) {
    head.disabled = false;
    head.onclick = function () {
      var own = head.parentNode, now = own.getAttribute("aria-sort"), by = head.dataset.by;
      var down = now ? now === "ascending" : "down" in head.dataset;
      heads.forEach(function (each) { each.parentNode.removeAttribute("aria-sort"); });
      own.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.slice().sort(function (a, b) {
        var x = a.keys[by], y = b.keys[by];
        return (x === "") - (y === "") || (down ? y - x : x - y) || a.keys[0] - b.keys[0];
      }).forEach(function (each) { table.tBodies[0].append(each.row); });
      said.textContent = filled(down ? table.dataset.descending : table.dataset.ascending, { column: head.textContent });
    };
  });
  var steps = document.getElementById("steps"), gain = document.getElementById("gain");
  if (!steps) return;
  var field = steps.querySelector("input"), buttons = steps.querySelectorAll("button"), most = Number(field.max);
  var each = ["expected", "lot", "more"].map(function (what) { return steps.dataset[what].split("|"); });
  var where = document.getElementById("where"), dots = where && where.dataset.dots;
  var mark = function (k) {
    var said = { n: k, km: where.dataset.halves.split("|")[k - 1] }, svg = where.querySelector("svg");
    svg.querySelectorAll(".rim, .top1").forEach(function (path) { path.setAttribute("d", dots.split("|").slice(0, k).join("")); });
    svg.setAttribute("aria-label", k === 1 ? where.dataset.single : filled(where.dataset.label, said));
    where.querySelector("h2").textContent = k === 1 ? where.dataset.single : filled(where.dataset.title, said);
  };
  var step = function (k) {
    if (dots) mark(k);
    field.value = k;
    buttons[0].disabled = k === 1;
    buttons[1].disabled = k === most;
    rows.forEach(function (one) { one.row.classList.toggle("in", one.keys[0] <= k); });
    document.querySelectorAll(".kk").forEach(function (place) { place.textContent = k; });
    var fill = { n: k, expected: each[0][k - 1], lot: each[1][k - 1], more: each[2][k - 1], name: rows[k].name, all: steps.dataset.all };
    gain.textContent = said.textContent = filled(k === 1 ? steps.dataset.one : steps.dataset.many, fill);
  };
  var asked = function () { return Math.max(1, Math.min(most, Math.round(Number(field.value)) || 1)); };
  buttons[0].onclick = function () { step(Math.max(1, asked() - 1)); };
  buttons[1].onclick = function () { step(Math.min(most, asked() + 1)); };
  field.onchange = function () { step(asked()); };
});
document.addEventListener("DOMContentLoaded", function () {
  var map = document.querySelector("svg.areas"), read = document.getElementById("read");
  if (!map) return;
  var areas = Array.prototype.slice.call(map.querySelectorAll(".a")), rest = read.textContent;
  var rim = [map.querySelector(".cur"), map.querySelector(".cur2")];
  var show = function (area) {
    rim.forEach(function (line) { line.setAttribute("d", area ? area.getAttribute("d") : ""); });
    read.textContent = area ? area.getAttribute("aria-label") : rest;
  };
  var go = function (at) {
    var to = areas[Math.max(0, Math.min(areas.length - 1, at))];
    areas.forEach(function (area) { area.tabIndex = -1; area.setAttribute("aria-selected", "false"); });
    to.tabIndex = 0;
    to.setAttribute("aria-selected", "true");
    to.focus();
  };
  areas.forEach(function (area, at) {
    area.onfocus = area.onmouseenter = function () { show(area); };
    area.onblur = function () { show(null); };
    area.onmouseleave = function () {
      show(areas.indexOf(document.activeElement) < 0 ? null : document.activeElement);
    };
    area.onclick = function () { location.href = area.dataset.page; };
    area.onkeydown = function (event) {
      var to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: areas.length - 1 }[event.key];
      if (to !== undefined) { event.preventDefault(); go(to); }
      else if (event.key === "Enter" || event.key === " ") { event.preventDefault(); area.onclick(); }
      else if (event.key === "Escape") { show(null); area.blur(); }
    };
  });
});
