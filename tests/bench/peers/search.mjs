// The same customers and keystrokes through MiniSearch with CJK bigrams, for comparison:
//   cargo bench -p tests --bench search -- --dump FILE
//   npm install --no-save minisearch@7.2.0 && node tests/bench/peers/search.mjs FILE
import { readFileSync } from 'node:fs';
import MiniSearch from 'minisearch';

const { customers, queries } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const fields = ['company', 'contact', 'phone', 'email', 'city', 'note'];

// Runs of Han become overlapping pairs, everything else words of letters and digits.
function tokenize(text) {
  const tokens = [];
  for (const run of text.toLowerCase().match(/\p{Script=Han}+|[\p{L}\p{N}]+/gu) ?? []) {
    if (!/\p{Script=Han}/u.test(run) || run.length === 1) tokens.push(run);
    else for (let i = 0; i + 1 < run.length; i++) tokens.push(run.slice(i, i + 2));
  }
  return tokens;
}

const heap = () => (global.gc?.(), process.memoryUsage().heapUsed / 1e6);
const before = heap();
let begun = performance.now();
const index = new MiniSearch({ fields, tokenize });
index.addAll(customers.map((row, id) => Object.fromEntries([['id', id], ...row.map((text, at) => [fields[at], text])])));
console.log(`build    ${customers.length} in ${(performance.now() - begun).toFixed(0)} ms`);
console.log(`memory   ${(heap() - before).toFixed(0)} MB${global.gc ? '' : ' (run with --expose-gc)'}`);

const all = [];
for (const [form, typed] of Object.entries(queries)) {
  const times = [];
  let hits = 0;
  for (const query of typed) {
    let best = Infinity;
    for (let round = 0; round < 3; round++) {
      begun = performance.now();
      const found = index.search(query, { prefix: true, combineWith: 'AND', tokenize });
      found.slice(0, 50);
      best = Math.min(best, performance.now() - begun);
      if (round === 0) hits += found.length;
    }
    times.push(best);
  }
  line(form, times, Math.round(hits / typed.length));
  all.push(...times);
}
line('all', all, '');

function line(form, times, hits) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor((times.length - 1) * share)].toFixed(3).padStart(9);
  console.log(`${form.padEnd(10)} ${String(times.length).padStart(6)} ${at(0.5)} ${at(0.95)} ${at(1)}   ${hits}`);
}
