import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut } from '../../frontend/lib/chunks.js';

const seqs = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const pieces = (items, size, number) =>
  Object.fromEntries(cut(items, size, number).map(({ key, from, to }) => [key, items.slice(from, to)]));
const self = (seq) => seq;

test('a list is cut into pieces of one size, the last one as long as what is left', () => {
  assert.deepEqual(cut(['a', 'b', 'c', 'd', 'e'], 2), [
    { key: '0', from: 0, to: 2 },
    { key: '1', from: 2, to: 4 },
    { key: '2', from: 4, to: 5 },
  ]);
  assert.deepEqual(cut(['a', 'b'], 2), [{ key: '0', from: 0, to: 2 }]);
  assert.deepEqual(cut([], 2), []);
});

test('what comes at the end leaves the pieces before as they were', () => {
  const before = pieces(seqs(1, 20), 6);
  const after = pieces(seqs(1, 40), 6);
  for (const key of ['0', '1', '2']) assert.deepEqual(after[key], before[key]);
  assert.deepEqual(after[3].slice(0, 2), before[3]);
});

test('what comes before the first, too, where the items count for themselves', () => {
  const before = pieces(seqs(71, 120), 50, self);
  const after = pieces(seqs(21, 120), 50, self);
  assert.deepEqual(Object.keys(before), ['1', '2']);
  assert.deepEqual(after[2], before[2]);
  assert.deepEqual(after[1], seqs(50, 99));
  assert.deepEqual(after[0], seqs(21, 49));
});

test('nothing is left out and nothing comes twice', () => {
  for (const [from, to, size] of [
    [1, 1, 50],
    [1, 50, 50],
    [49, 151, 50],
    [3, 400, 7],
  ]) {
    const items = seqs(from, to);
    assert.deepEqual(
      cut(items, size, self).flatMap((piece) => items.slice(piece.from, piece.to)),
      items,
    );
  }
});
