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
  var status = form.querySelector("[role=status]"), all = more && more.textContent, open = false;
  var rows = Array.prototype.map.call(table.tBodies[0].rows, function (row) {
    var cell = row.cells[1];
    var place = cell.querySelector("details").nextSibling;
    var words = cell.querySelector("summary").textContent + " " + (place ? place.textContent : "");
    return { row: row, words: words.toLowerCase() };
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
    var said = shown ? form.dataset.status : form.dataset.none, fill = { shown: shown, all: rows.length, text: text };
    status.textContent = text && said.replace(/\{(\w+)\}/g, function (_, key) { return fill[key]; });
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
});
