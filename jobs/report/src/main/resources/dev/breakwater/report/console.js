// Shows news without a reload: asks for the page again and puts its parts in place. Without it the pages work by reloading.
'use strict';

const events = new URL('events', document.currentScript.src);
const byId = id => document.getElementById(id);
// the page of an incident has no parts
const parts = page => page.getElementById('live')
  ? ['headline', 'told', 'live'].map(id => page.getElementById(id)) : [page.querySelector('main')];
let asked = 0;

async function show(url) {
  const mine = ++asked;
  let text;
  try {
    const answer = await fetch(url, { headers: { Accept: 'text/html' } });
    if (!answer.ok) throw new Error(answer.status);
    text = await answer.text();
  } catch (e) {
    return tell('No answer from the console: this is as it was.');
  }
  // somebody is about to act, or a later question is under way
  if (mine !== asked || document.querySelector('details.act[open]')) return;
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const held = document.activeElement && document.activeElement.getAttribute('href');
  const old = parts(document);
  parts(fresh).forEach((part, i) => old[i].replaceWith(document.adoptNode(part)));
  if (held) document.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  tick();
}

function tell(text) {
  if (byId('link')) byId('link').textContent = text;
}

function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 90) return s + ' s';
  if (s < 5400) return Math.round(s / 60) + ' min';
  return Math.floor(s / 3600) + ' h ' + Math.round(s % 3600 / 60) + ' min';
}

function tick() {
  const now = Date.now();
  for (const t of document.querySelectorAll('[data-age]')) t.textContent = span((now - Date.parse(t.dataset.age)) / 1000) + ' ago';
  for (const t of document.querySelectorAll('[data-until]')) {
    const left = (Date.parse(t.dataset.until) - now) / 1000;
    t.textContent = left > 0 ? '(in ' + span(left) + ')' : '(over)';
  }
}

const filter = document.querySelector('form.filter');
let typed;
function look() {
  const wanted = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value));
  history.replaceState(null, '', wanted.size ? '?' + wanted : location.pathname);
  show(location.href);
}
if (filter) {
  filter.addEventListener('input', () => {
    clearTimeout(typed);
    typed = setTimeout(look, 150);
  });
  filter.addEventListener('submit', e => {
    e.preventDefault();
    look();
  });
}
document.addEventListener('click', e => {
  if (!e.target.matches('[data-all]')) return;
  e.preventDefault();
  const wanted = new URLSearchParams(location.search);
  wanted.set('all', '');
  history.replaceState(null, '', '?' + wanted);
  show(location.href);
});
document.addEventListener('keydown', e => {
  const key = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
  if (!key || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) return;
  e.preventDefault();
  key.focus();
});

const news = new EventSource(events);
news.onmessage = () => show(location.href);
news.onopen = () => tell('');
news.onerror = () => tell('No connection to the console: this is as it was.');
setInterval(tick, 1000);
tick();
