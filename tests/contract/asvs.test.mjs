// api/docs/asvs.md: no requirement is left out, and every test that it names exists.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { root } from '../support/server.mjs';

const rows = readFileSync(`${root}api/docs/asvs.md`, 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, number, level, asked, met, how]) => ({ number, level, asked, met, how }));

// How many requirements of level 1 and 2 each section of ASVS 4.0.3 has; 4.1.4 was taken out of it.
const SECTIONS = {
  2.1: 12,
  2.2: 3,
  2.3: 3,
  2.4: 5,
  2.5: 7,
  2.6: 3,
  2.7: 6,
  2.8: 7,
  2.9: 3,
  '2.10': 4,
  3.1: 1,
  3.2: 4,
  3.3: 4,
  3.4: 5,
  3.5: 3,
  3.7: 1,
  4.1: 5,
  4.2: 2,
  4.3: 3,
  5.1: 5,
  5.2: 8,
  5.3: 10,
  5.4: 3,
  5.5: 4,
};

test('every requirement of the four chapters has one row, with a verdict', () => {
  const wanted = Object.entries(SECTIONS)
    .flatMap(([section, count]) => Array.from({ length: count }, (_, i) => `${section}.${i + 1}`))
    .filter((number) => number !== '4.1.4');
  assert.deepEqual(rows.map(({ number }) => number).sort(), wanted.sort());
  for (const { number, level, asked, met, how } of rows) {
    assert.match(level, /^[12]$/, number);
    assert.ok(['yes', 'no', '–'].includes(met), number);
    assert.ok(asked && how, number);
  }
});

/** The titles of a file's tests, as patterns: a part that differs from one to the next stands for anything. */
function titlesIn(path) {
  const text = readFileSync(path, 'utf8');
  const found = [...text.matchAll(/(?:\btest|TEST_CASE)\(\s*(['"`])(.+?)\1[,)]/g)];
  const literal = (part) => part.replaceAll(/[.*+?^$()|[\]\\{}]/g, '\\$&');
  return found.map(
    ([, , title]) =>
      new RegExp(
        `^${title
          .split(/\$\{[^}]+\}/)
          .map(literal)
          .join('.+')}$`,
      ),
  );
}

test('every test that is named there exists', () => {
  const named = rows.flatMap(({ number, how }) =>
    [...how.matchAll(/`(\w+)\/(\w+): ([^`]+)`/g)].map(([, part, file, title]) => ({
      number,
      path: `${part}/${file}`,
      title,
    })),
  );
  assert.ok(named.length > 60);
  const missing = named.filter(({ path, title }) => {
    const file = [`${path}.test.mjs`, `${path}_test.cpp`]
      .map((name) => `${root}tests/${name}`)
      .find((name) => existsSync(name));
    return !file || !titlesIn(file).some((pattern) => pattern.test(title));
  });
  assert.deepEqual(missing, []);
});
