// The input method of the search's tests shows what a real one does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keys, keystrokes } from '../support/ime.mjs';

test('a text is shown as it is composed, key by key', () => {
  assert.deepEqual(keys('값과 C'), ['ㄱ', 'ㅏ', 'ㅂ', 'ㅅ', 'ㄱ', 'ㅗ', 'ㅏ', ' ', 'C']);
  assert.deepEqual([...keystrokes('대수')], ['ㄷ', '대', '댓', '대수']);
  assert.deepEqual([...keystrokes('갑시')], ['ㄱ', '가', '갑', '값', '갑시']);
  assert.deepEqual([...keystrokes('닭과')], ['ㄷ', '다', '달', '닭', '닭ㄱ', '닭고', '닭과']);
  assert.deepEqual([...keystrokes('의 C')], ['ㅇ', '으', '의', '의 ', '의 C']);
  assert.deepEqual([...keystrokes('아빠')], ['ㅇ', '아', '아ㅃ', '아빠']);
  assert.deepEqual([...keystrokes('있어')], ['ㅇ', '이', '있', '있ㅇ', '있어']);
});
