// Sends mutated requests to a running market and checks that it lives, answers in HTTP with a problem document for every
// error, and never with a 500.
//
//   node tests/fuzz/http_mutations.mjs --port 8080 [--count 20000] [--seed 1] [--connections 32]
//
// An input counts once it was answered, or once it made the server wait for more and was given up. The same seed
// gives the same mutations; a batch that is answered with 500 is printed so that it can be sent again.
import net from 'node:net';
import { parseArgs } from 'node:util';
import { framerSeeds, marketSeeds, request } from './seeds.mjs';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string' },
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    connections: { type: 'string', default: '32' },
  },
});
const port = Number(options.port);
const count = Number(options.count);
if (!port || !count) throw new Error('--port is needed, and --count above 0');

const batchSize = 8;
const patienceMs = 300; // for an answer, before an input counts as one that waits for more
const livePatienceMs = 20_000; // for an answer that has to come
const batchesPerMarket = 4000; // then other people, with other posts: these have been mutated to death

let state = Number(options.seed) >>> 0;
function random(below) {
  // mulberry32
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const pick = (list) => list[random(list.length)];

let seeds = framerSeeds;
const tokens = [
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\0',
  ' ',
  '\t',
  ':',
  '/',
  '//',
  '/../',
  '%00',
  '%2e%2e',
  '%',
  '%ff',
  '#',
  '?',
  '&',
  '=',
  ';',
  ',',
  '"',
  '{',
  '[[[[',
  'Content-Length: 5\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip\r\n',
  'Host: b\r\n',
  'Expect: 200-ok\r\n',
  'Connection: close\r\n',
  ' folded\r\n',
  '0\r\n\r\n',
  'ffffffffffffffff\r\n',
  'HTTP/2.0',
  'HTTP/1.0',
  'GET ',
  '기린',
  '\xff\xfe',
  'x'.repeat(300),
  '/'.repeat(5000),
  'x: y\r\n'.repeat(120),
  'null',
  'true',
  '[]',
  '{}',
  '-1',
  '1e999',
  '9223372036854775808',
  '"\\ud800"',
  '\\u0000',
  '"a":1,',
  '\u{1F992}\u0301',
  '\u202e',
].map((text) => Buffer.from(text));

const replace = (bytes, at, length, by) =>
  Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + length)]);
const mutations = [
  (b) => {
    const c = Buffer.from(b);
    c[random(c.length)] = random(256);
    return c;
  },
  (b) => {
    const c = Buffer.from(b);
    c[random(c.length)] ^= 1 << random(8);
    return c;
  },
  (b) => replace(b, random(b.length), 0, pick(tokens)),
  (b) => replace(b, random(b.length), 1 + random(8), pick(tokens)),
  (b) => replace(b, random(b.length), 1 + random(16), Buffer.alloc(0)),
  (b) => {
    const at = random(b.length);
    return replace(b, at, 0, b.subarray(at, at + 1 + random(40)));
  },
  (b) => b.subarray(0, 1 + random(b.length)),
  (b) => {
    const other = pick(seeds);
    return Buffer.concat([b.subarray(0, random(b.length)), other.subarray(random(other.length))]);
  },
];
function mutated(seed) {
  let bytes = seed;
  for (let n = random(4); n > 0; n -= 1) {
    bytes = pick(mutations)(bytes);
    if (bytes.length === 0) bytes = Buffer.from('\r');
  }
  return bytes;
}

// Half of what has a body gets a mutated one with its right length: the framer would stop nearly all others.
function input() {
  const seed = pick(seeds);
  const end = seed.indexOf('\r\n\r\n') + 4;
  if (end === seed.length || random(2) === 0) return mutated(seed);
  const body = mutated(seed.subarray(end));
  const head = seed
    .toString('latin1', 0, end)
    .replace(/Content-Length: \d+/, `Content-Length: ${body.length}`);
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

// Status codes in a stream of answers; skips bodies by their length.
function statuses(stream, requestedHeads) {
  const found = [];
  let at = 0;
  while (at < stream.length) {
    const end = stream.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    const head = stream.toString('latin1', at, end);
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(head);
    if (!status) {
      if (requestedHeads) break; // the answer to a HEAD has a length and no body: borders are unknown from here
      throw new Error(`not an answer in HTTP: ${JSON.stringify(head.slice(0, 200))}`);
    }
    found.push(Number(status[1]));
    // A shared page that is not there is a page.
    if (found.at(-1) >= 400 && !/\r\nContent-Type: (application\/problem\+json|text\/html)/.test(head)) {
      throw new Error(`an error that is no problem document: ${JSON.stringify(head.slice(0, 300))}`);
    }
    const length = /\r\nContent-Length: (\d+)/.exec(head);
    at = end + 4 + (length && !requestedHeads ? Number(length[1]) : 0);
    if (requestedHeads) {
      const next = stream.indexOf('HTTP/1.1 ', at);
      at = next < 0 ? stream.length : next;
    }
  }
  return found;
}

function converse(bytes, pieces, patience = patienceMs) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const socket = net.connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.setTimeout(patience, () => socket.destroy());
    socket.on('connect', () => {
      let at = 0;
      for (const piece of pieces) {
        socket.write(bytes.subarray(at, piece));
        at = piece;
      }
      socket.write(bytes.subarray(at));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => {
      if (error.code === 'ECONNREFUSED') reject(new Error('the server is gone'));
    });
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

const last = request('GET', '/health/live', { headers: ['Connection: close'] });

async function live() {
  const answer = await converse(last, [], livePatienceMs);
  if (!answer.toString('latin1').startsWith('HTTP/1.1 2'))
    throw new Error(`the server does not live: ${answer.toString('latin1', 0, 200)}`);
}

const byStatus = new Map();
let done = 0;
let batches = 0;

const newSeeds = async () => [
  ...framerSeeds,
  ...(await marketSeeds({ address: `http://127.0.0.1:${port}` })),
];

async function worker() {
  while (done < count) {
    const inputs = Array.from({ length: batchSize }, input);
    const bytes = Buffer.concat([...inputs, last]);
    const pieces = random(4) === 0 ? [random(bytes.length), random(bytes.length)].sort((a, b) => a - b) : [];
    const stream = await converse(bytes, pieces);
    const answers = statuses(stream, bytes.includes('HEAD'));
    for (const status of answers) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    if (answers.includes(500))
      throw new Error(`answered 500, the batch in base64: ${bytes.toString('base64')}`);
    done += Math.max(1, Math.min(batchSize, answers.filter((status) => status !== 100).length));
    batches += 1;
    if (batches % 500 === 0) await live();
    if (batches % batchesPerMarket === 0) seeds = await newSeeds();
  }
}

const begin = performance.now();
await live();
seeds = await newSeeds();
await Promise.all(Array.from({ length: Number(options.connections) }, worker));
await live();
const seconds = (performance.now() - begin) / 1000;
const summary = [...byStatus]
  .sort(([a], [b]) => a - b)
  .map(([status, n]) => `${status}: ${n}`)
  .join(', ');
console.log(
  `${done} inputs over ${batches} connections in ${seconds.toFixed(1)} s (${Math.round(done / seconds)} a second), seed ${options.seed}`,
);
console.log(summary);
