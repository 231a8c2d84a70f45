// Another program at the server's database, as an operator's sqlite3 or a backup is.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a statement answers, one array a row. */
export const rowsOf = (dataDir, sql) =>
  execFileSync('sqlite3', ['-readonly', '-separator', '\t', join(dataDir, 'market.db'), sql], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));

/**
 * A sqlite3 that holds what it is told to, until release() or the end of the test: `BEGIN IMMEDIATE` keeps all others from
 * writing.
 */
export async function hold(t, dataDir, sql) {
  // It ends at the first error: what it could not take it does not hold.
  const child = spawn('sqlite3', ['-batch', '-bail', join(dataDir, 'market.db')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  child.stdin.on('error', () => {}); // it has ended
  const release = async () => {
    if (!child.stdin.writableEnded) child.stdin.end('ROLLBACK;\n');
    await ended;
  };
  t.after(release);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write(`.timeout 10000\n${sql};\nSELECT 'held';\n`);
  for (let line; line !== 'held'; ) {
    const { value, done } = await lines.next();
    assert.ok(!done, `sqlite3 could not do it: ${sql}`);
    line = value;
  }
  return { release };
}

/** The pages that a table or an index is made of: {page, kind: 'leaf'|'internal'|'overflow'}, and how big each is. */
export function pagesOf(dataDir, name) {
  const [[size]] = rowsOf(dataDir, 'PRAGMA page_size');
  const pages = rowsOf(dataDir, `SELECT pageno, pagetype FROM dbstat WHERE name = '${name}' ORDER BY pageno`);
  return pages.map(([page, kind]) => ({ page: Number(page), kind, size: Number(size) }));
}

/** Changes bytes of a page in the file, past the server, as a bad disk does; a function that puts them back. */
export function spoil(dataDir, { page, size }, bytes = Buffer.alloc(16, 0xa5), offset = 0) {
  const file = openSync(join(dataDir, 'market.db'), 'r+');
  const at = (page - 1) * size + offset;
  const before = Buffer.alloc(bytes.length);
  readSync(file, before, 0, before.length, at);
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
  return () => {
    const again = openSync(join(dataDir, 'market.db'), 'r+');
    writeSync(again, before, 0, before.length, at);
    closeSync(again);
  };
}
