import assert from 'node:assert/strict';
import test from 'node:test';
import { marked } from '../../frontend/lib/html.js';

test('what was found is marked, the rest is as it was', () => {
  assert.equal(marked('미적분학', [[0, 2]]).text, '<mark>미적</mark>분학');
  assert.equal(
    marked('대학 미적분학 1', [
      [0, 2],
      [3, 5],
    ]).text,
    '<mark>대학</mark> <mark>미적</mark>분학 1',
  );
  assert.equal(marked('자바', [[0, 2]]).text, '<mark>자바</mark>');
  assert.equal(marked('자바').text, '자바');
});

test('ranges count characters, also those outside the basic plane', () => {
  assert.equal(marked('📚 미적분 📚', [[2, 4]]).text, '📚 <mark>미적</mark>분 📚');
  assert.equal(marked('📚📚', [[1, 2]]).text, '📚<mark>📚</mark>');
});

test('what a seller wrote cannot become markup', () => {
  assert.equal(marked('a<b>&c', [[1, 4]]).text, 'a<mark>&lt;b&gt;</mark>&amp;c');
});

test('ranges of a text that has become shorter do no harm', () => {
  assert.equal(marked('자바', [[1, 9]]).text, '자<mark>바</mark>');
  assert.equal(marked('자바', [[4, 9]]).text, '자바');
});
