// That the benchmarks run and report, on tiny markets; what they measure is not judged here.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../script/bench', import.meta.url));
const bench = (...args) => promisify(execFile)(script, args);

test('the benchmarks print their ratios and figures', async () => {
  const { stdout } = await bench(
    '--quick',
    'list',
    'search',
    'chat',
    'polls',
    'alerts',
    'signins',
    'enumeration',
    'page',
    'start',
  );
  const ratio = String.raw`ratio [\d.,]+ +\([\d.,]+ ÷ [\d.,]+`;
  assert.match(stdout, new RegExp(`^list .*bare Pistache.*: ${ratio} requests/s\\)  goal ≥ 0.500`, 'm'));
  for (const what of ['search', 'suggest']) {
    assert.match(stdout, new RegExp(`^search ${what} p99, 3000 ÷ 1000 posts: ${ratio} ms\\)  goal ≤ 4`, 'm'));
  }
  assert.match(stdout, new RegExp(`^search p99 .*÷ trigram alone: ${ratio} ms\\)$`, 'm'));
  assert.match(stdout, new RegExp(`^search p99 .*÷ like alone: ${ratio} ms\\)  goal ≤ 1`, 'm'));
  assert.match(stdout, new RegExp(`^search size of the index ÷ trigrams: ${ratio} MB\\)$`, 'm'));
  assert.match(stdout, new RegExp(`^search a post into the index .*: ${ratio} µs\\)$`, 'm'));
  assert.match(stdout, new RegExp(`^chat .*bare sqlite3.*: ${ratio} messages/s\\)  goal ≥ 0.500`, 'm'));
  assert.match(stdout, new RegExp(`^polls .*parked ÷ with none: ${ratio} requests/s\\)  goal ≥ 0.800`, 'm'));
  assert.match(stdout, /^polls +memory of one poll.*: -?[\d.,]+ KB$/m);
  assert.match(stdout, /^polls +from a message to its poll's answer.*p99: [\d.,]+ ms$/m);
  assert.match(stdout, /^alerts +from a post's answer to its event, p99: [\d.,]+ ms {2}goal ≤ 1,000/m);
  assert.match(stdout, new RegExp(`^alerts .*writers.* ÷ none saved: ${ratio} messages/s`, 'm'));
  assert.match(
    stdout,
    new RegExp(`^signins .*GET /posts, signed out.*: ${ratio} requests/s\\)  goal ≥ 0.700`, 'm'),
  );
  assert.match(stdout, new RegExp(`^signins .*signed in.*, p99: ${ratio} ms\\)  goal ≤ 3.00`, 'm'));
  const spread = String.raw`[\d.,]+ \[[\d.,]+–[\d.,]+\]`;
  const times = `ratio ${spread} +\\(${spread} ÷ ${spread} ms\\)`;
  assert.match(stdout, new RegExp(`^enumeration a wrong password, known ÷ unknown.*: ${times}$`, 'm'));
  assert.match(stdout, /^enumeration .*by chance: [\d.]+ of 1 {2}goal ≥ 0.0100/m);
  assert.match(stdout, /^page .*without Lighthouse: a short run$/m);
  for (const place of ['list', 'post', 'chat']) {
    assert.match(stdout, new RegExp(`^page +${place}, first visit, in all: [\\d.,]+ KB$`, 'm'));
    assert.match(stdout, new RegExp(`^page +${place}, first visit, layout shift: [\\d.,]+`, 'm'));
  }
  assert.match(stdout, /^page +the room of 100 messages, up, frames not drawn: [\d.,]+ % {2}goal ≤ 1/m);
  assert.match(stdout, /^start .*to the first answer: [\d.,]+ ms {2}goal ≤ 1,000/m);
});

test('what is no benchmark is refused', async () => {
  await assert.rejects(bench('speed'), { code: 2, stderr: /there is no benchmark speed/ });
});
