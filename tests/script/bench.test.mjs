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
    'reads',
    'search',
    'writes',
    'parked',
    'losses',
    'storm',
    'fanout',
    'alerts',
    'signins',
    'enumeration',
    'photos',
    'growth',
    'page',
    'start',
  );
  const ratio = String.raw`ratio [\d.,]+ +\([\d.,]+ ÷ [\d.,]+`;
  for (const [one, other, goal] of [
    ['first page, signed out: 1000', '1000 Fastify', '  goal ≥ 3.00'],
    ['first page, signed out: 2000', 'bare Pistache', '  goal ≥ 0.850'],
    ['a post, signed in: 2000', 'nginx', '$'],
    ['a post, signed in: 2000', '1000', '  goal ≥ 0.833'],
  ]) {
    assert.match(stdout, new RegExp(`^reads +${one} ÷ ${other}: ${ratio} requests/s\\)${goal}`, 'm'));
  }
  for (const what of ['search', 'suggest']) {
    assert.match(stdout, new RegExp(`^search ${what} p99, 3000 ÷ 1000 posts: ${ratio} ms\\)  goal ≤ 4`, 'm'));
  }
  assert.match(stdout, new RegExp(`^search p99 .*÷ trigram alone: ${ratio} ms\\)$`, 'm'));
  assert.match(stdout, new RegExp(`^search p99 .*÷ like alone: ${ratio} ms\\)  goal ≤ 1`, 'm'));
  assert.match(stdout, new RegExp(`^search size of the index ÷ trigrams: ${ratio} MB\\)$`, 'm'));
  assert.match(stdout, new RegExp(`^search a post into the index .*: ${ratio} µs\\)$`, 'm'));
  assert.match(stdout, /^parked memory of one poll, of 50 ÷ nchan's: ratio /m);
  for (const percentile of ['p50', 'p99', 'p999']) {
    assert.match(
      stdout,
      new RegExp(`^parked .*a message .*, ${percentile} ÷ nchan's: ${ratio} ms\\)  goal ≤ 2.00`, 'm'),
    );
  }
  assert.match(stdout, new RegExp(`^parked .*parked ÷ with none: ${ratio} requests/s\\)  goal ≥ 0.800`, 'm'));
  for (const what of ['connections cut', 'and kill -9 in the middle']) {
    for (const fault of ['lost', 'doubled', 'reordered'])
      assert.match(stdout, new RegExp(`^losses ${what}, ${fault} \\(.*\\): 0.00 messages$`, 'm'));
  }
  assert.match(stdout, new RegExp(`^storm .*wait again after a restart ÷ nchan's: ${ratio} ms\\)$`, 'm'));
  assert.match(stdout, new RegExp(`^storm .*GET /posts meanwhile ÷ afterwards: ${ratio} ms\\)$`, 'm'));
  assert.match(stdout, new RegExp(`^fanout .*the last one knows ÷ nchan.*: ${ratio} ms\\)$`, 'm'));
  for (const what of ['messages', 'posts']) {
    assert.match(
      stdout,
      new RegExp(`^writes ${what} by .*bare sqlite3.*: ${ratio} ${what}/s\\)  goal ≥ 0.800`, 'm'),
    );
    assert.match(stdout, new RegExp(`^writes ${what} by .* to the answer, p99: [\\d.,]+ ms$`, 'm'));
  }
  assert.match(stdout, /^alerts +from a post's answer to its event, p99: [\d.,]+ ms {2}goal ≤ 1,000/m);
  assert.match(stdout, new RegExp(`^alerts .*writers.* ÷ none saved: ${ratio} messages/s`, 'm'));
  assert.match(
    stdout,
    new RegExp(`^signins .*GET /posts, signed out.*: ${ratio} requests/s\\)  goal ≥ 0.700`, 'm'),
  );
  assert.match(stdout, new RegExp(`^signins .*signed in.*, p99: ${ratio} ms\\)  goal ≤ 3.00`, 'm'));
  assert.match(
    stdout,
    new RegExp(`^signins .* ÷ libsodium alone.*: ${ratio} sign-ins/s\\)  goal ≥ 0.800`, 'm'),
  );
  const spread = String.raw`[\d.,]+ \[[\d.,]+–[\d.,]+\]`;
  const times = `ratio ${spread} +\\(${spread} ÷ ${spread} ms\\)`;
  assert.match(stdout, new RegExp(`^enumeration a wrong password, known ÷ unknown.*: ${times}$`, 'm'));
  assert.match(stdout, /^enumeration .*by chance: [\d.]+ of 1 {2}goal ≥ 0.0100/m);
  assert.match(
    stdout,
    new RegExp(`^photos .*1 decoding at once ÷ .*libwebp alone: ${ratio} photos/s\\)`, 'm'),
  );
  assert.match(stdout, new RegExp(`^photos .*: of a processor for each ÷ alone: ${ratio} ms\\)`, 'm'));
  assert.match(stdout, /^photos 4 uploading, .*the server's most memory: [\d.,]+ MiB$/m);
  assert.match(stdout, new RegExp(`^photos beside 4 uploading .*, p99: ${ratio} ms\\)  goal ≤ 2`, 'm'));
  assert.match(stdout, /^growth on disk, a photo: [\d.,]+ bytes$/m);
  for (const what of ['students', 'posts', 'messages', 'events'])
    assert.match(
      stdout,
      new RegExp(`^growth 1000 students filled, ${what}: predicted ÷ found [\\d.]+ `, 'm'),
    );
  assert.match(stdout, /^growth students +1,000 +30,000 +1,000,000$/m);
  assert.match(stdout, /^growth wall 1 at [\d.,]+ students: .+$/m);
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
