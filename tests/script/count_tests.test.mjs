// What script/test adds up is only as good as its reading of the summaries.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (script, log) =>
  execFileSync('awk', ['-f', join(root, 'script', script)], { input: log, encoding: 'utf8' }).trim();
const count = (log) => read('count_tests.awk', log);

test('the summary of doctest is read, coloured or not', () => {
  const summary =
    '[doctest] test cases: 12 | 10 passed | 2 failed | 3 skipped\n[doctest] assertions: 99 | 97 passed | 2 failed |\n';
  assert.equal(count(summary), '10 2');
  assert.equal(count('[doctest] test cases:  1 | \u001b[32m1 passed\u001b[0m | 0 failed | 0 skipped'), '1 0');
});

test('the summaries of node in both its formats are read, and what was cancelled has failed', () => {
  assert.equal(count('ℹ tests 6\nℹ pass 3\nℹ fail 1\nℹ cancelled 2\nℹ skipped 0\n'), '3 3');
  assert.equal(count('# tests 6\n# pass 4\n# fail 2\n# cancelled 0\n'), '4 2');
});

test('a program that crashed has no summary', () => {
  assert.equal(count('[doctest] run with "--help"\nAddressSanitizer: heap-use-after-free\n'), '');
  assert.equal(count(''), '');
});

test('a real run of node is counted, its failure too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'giraffe-count-'));
  try {
    const file = join(folder, 'some.test.mjs');
    writeFileSync(
      file,
      `import { test } from 'node:test';
      test('one', () => {}); test('two', () => {}); test('three', () => { throw new Error('as meant'); });`,
    );
    // Without this variable: a test runner started by a test runner reports to that one in another format.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const run = spawnSync(process.execPath, ['--test', file], { encoding: 'utf8', env });
    const [passed, failed] = count(run.stdout).split(' ').map(Number);
    assert.equal(failed, 1);
    assert.equal(passed, 2);
    assert.notEqual(run.status, 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('of a long log, what failed and why is told once more', () => {
  const tap =
    "ok 1 - one\n  ---\n  ...\nnot ok 2 - two\n  ---\n  error: 'as meant'\n  ...\nok 3 - three\n1..3\n";
  assert.equal(read('failed_tests.awk', tap), "not ok 2 - two\n  ---\n  error: 'as meant'\n  ...");
  const doctest =
    '====\na_test.cpp:1:\nTEST CASE:  it adds\n\na_test.cpp:3: ERROR: CHECK( 1 == 2 ) is NOT correct!\n  values: CHECK( 1 == 2 )\n';
  assert.equal(
    read('failed_tests.awk', doctest),
    'TEST CASE:  it adds\na_test.cpp:3: ERROR: CHECK( 1 == 2 ) is NOT correct!\n  values: CHECK( 1 == 2 )',
  );
});
