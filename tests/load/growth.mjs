// What a market costs that grows: what one thing needs is measured (growth_units.mjs), the rest is arithmetic
// (growth_model.mjs), of which some lines are held against a market that is really filled.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { disk, load, needs, usage, walls } from './growth_model.mjs';
import { bytesOf, bytesOfTables, measured } from './growth_units.mjs';
import { binary, filledMarket } from './processes.mjs';
import { report } from './report.mjs';

const run = promisify(execFile);
const DISK = 1e12; // bytes, of the machine that the walls are told for

/** A market of that many students, really filled: its tables and its own times, for a GB. */
async function filled(folder, size, unit) {
  const students = size.growthFilled;
  const posts = usage.posts * students;
  const sent = 10 * students;
  const data = await filledMarket(folder, posts, 0, 0, students / 2, sent);
  const tables = await bytesOfTables(data);
  const predicted = {
    students: students * unit.disk.student,
    posts: posts * unit.disk.post,
    messages: sent * unit.disk.message,
    events: 2 * sent * unit.disk.event,
  };
  const found = Object.fromEntries(Object.keys(predicted).map((kind) => [kind, bytesOf(tables, kind)]));
  const gigabytes = (await stat(join(data, 'market.db'))).size / 1e9;
  const timed = async (...args) => {
    const began = performance.now();
    // What is wrong with a filled market is told with a code; see processes.mjs.
    await run(binary, [...args, '--data', data]).catch(({ code }) => code);
    return (performance.now() - began) / 1000 / gigabytes;
  };
  return { found, predicted, check: await timed('check'), snapshot: await timed('snapshot', 'take') };
}

const figure = (value, digits = 3) =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(digits)).toString();

function table(unit) {
  const rows = [1000, 30_000, 1_000_000].map((students) => needs(students, unit));
  const lines = {
    'connected in the busiest hour': ({ connected }) => figure(connected),
    'memory, MB': ({ memory }) => figure(memory / 1e6),
    'database, GB a semester': ({ database }) => figure(database / 1e9),
    'photos, GB a semester': ({ photos }) => figure(photos / 1e9),
    'requests/s in the busiest hour': ({ requests }) => figure(requests),
    'writes/s in the busiest hour': ({ writes }) => figure(writes),
    'processors busy then': ({ processors }) => figure(processors),
    'a snapshot, s': ({ snapshot }) => figure(snapshot),
    'a check, s': ({ check }) => figure(check),
  };
  const row = (cells) =>
    `growth ${cells.map((cell, i) => (i ? cell.padStart(12) : cell.padEnd(32))).join('')}`;
  console.log(row(['students', ...rows.map(({ students }) => figure(students))]));
  for (const [what, value] of Object.entries(lines)) console.log(row([what, ...rows.map(value)]));
}

export async function growth(size, folder) {
  const unit = await measured(folder, size);
  const { student, post, message, event, deal, photo } = unit.disk;
  for (const [what, bytes] of Object.entries({ student, post, message, event, deal, photo }))
    report('growth', `on disk, a ${what}`, [bytes], 'bytes');
  report('growth', 'in memory, at first', [unit.memory.base / 1e6], 'MB');
  report('growth', 'in memory, a student connected', [unit.memory.poll], 'bytes');
  for (const [what, cost] of Object.entries(unit.cpu))
    report('growth', `of a processor, ${what}`, [cost], 'µs');

  const { found, predicted, check, snapshot } = await filled(folder, size, unit);
  for (const kind of Object.keys(found)) {
    const ratio = predicted[kind] / found[kind];
    console.log(
      `growth ${size.growthFilled} students filled, ${kind}: predicted ÷ found ${figure(ratio)}  (${figure(predicted[kind] / 1e6)} ÷ ${figure(found[kind] / 1e6)} MB)`,
    );
  }
  report('growth', 'a check', [check], 's/GB');
  report('growth', 'a snapshot', [snapshot], 's/GB');

  const whole = { ...unit, check, snapshot };
  table(whole);
  const shares = Object.entries(load(unit.cpu)).sort(([, a], [, b]) => b - a);
  const all = shares.reduce((sum, [, share]) => sum + share, 0);
  console.log(
    `growth of the processors: ${shares.map(([kind, share]) => `${kind} ${figure((100 * share) / all, 2)} %`).join(', ')}`,
  );
  const bytes = disk(unit.disk);
  report('growth', 'on disk, a student in a semester', [(bytes.database + bytes.photos) / 1000], 'KB');
  const has = { processors: availableParallelism(), memory: totalmem(), disk: DISK };
  for (const [i, wall] of walls(whole, has).entries())
    console.log(`growth wall ${i + 1} at ${figure(Math.round(wall.students))} students: ${wall.what}`);
}
