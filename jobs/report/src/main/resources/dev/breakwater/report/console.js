// Shows changes without a reload: requests the page again and replaces its parts. Without this script, people reload the page.
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
    return tell('No answer from the console. This page shows the last state.');
  }
  // somebody is about to act, or a later request is under way
  if (mine !== asked || document.querySelector('details.act[open], section.act, form.act')) return;
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const held = document.activeElement && document.activeElement.getAttribute('href');
  const old = parts(document);
  parts(fresh).forEach((part, i) => old[i].replaceWith(document.adoptNode(part)));
  // the job has answered
  if (byId('said')?.className === 'taken' && lastWord() !== wordThen) byId('said').remove();
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
    t.textContent = left > 0 ? ' (in ' + span(left) + ')' : ' (over)';
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

// Sends a person's request from the page. The page stays, even with a wrong token, and shows the answer.
const words = {
  0: 'No answer: the request may or may not have arrived. If you send it again, it still takes effect only once.',
  401: 'Refused: the token is missing or wrong. Nothing was done.',
};
const lastWord = () => document.querySelector('.word')?.textContent;
let wordThen;
function say(text, taken) {
  let said = byId('said');
  if (!said) {
    said = document.createElement('p');
    said.id = 'said';
    said.setAttribute('role', 'status');
    document.body.prepend(said);
  }
  said.textContent = text;
  said.className = taken ? 'taken' : '';
}
async function ask(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  // repeated sends count as one request
  form.dataset.id ||= crypto.randomUUID ? crypto.randomUUID() : '';
  body.set('id', form.dataset.id);
  let status = 0;
  let text = '';
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { Accept: 'text/plain' }, body, signal: AbortSignal.timeout(15000) });
    status = answer.status;
    text = await answer.text();
  } catch (e) {
    // the text for status 0 is shown
  }
  say(text || words[status] || 'Refused: the console answered ' + status + '.', status === 202);
  return status === 202;
}
document.addEventListener('submit', async e => {
  const form = e.target;
  if (form.method !== 'post') return;
  e.preventDefault();
  const button = e.submitter;
  if (form.dataset.busy || button.dataset.sure && !confirm(button.dataset.sure)) return;
  form.dataset.busy = 'yes';
  say('Asking …');
  const taken = await ask(form, button);
  delete form.dataset.busy;
  if (!taken) return;
  form.closest('details.act')?.removeAttribute('open');
  wordThen = lastWord();
  document.querySelectorAll('section.act, form.act').forEach(act => act.remove());
  history.replaceState(null, '', location.pathname);
  scrollTo(0, 0);
  show(location.href);
});

const news = new EventSource(events);
let lost = false;
news.onmessage = () => show(location.href);
// a phone that slept has missed changes
news.onopen = () => {
  tell('');
  if (lost) show(location.href);
  lost = false;
};
news.onerror = () => {
  lost = true;
  tell('No connection to the console. This page shows the last state.');
};
setInterval(tick, 1000);
tick();
