import assert from 'node:assert/strict';
import test from 'node:test';
import { fit } from '../../frontend/features/posts/photo-file.js';
import { isIsbn } from '../../frontend/features/posts/post-words.js';
import { isUsername, passwordFault } from '../../frontend/features/users/password-rules.js';
import { parseWon, period, relativeTime, timeLeft, won } from '../../frontend/lib/format.js';
import { setLanguage } from '../../frontend/lib/i18n.js';

const NOW = Date.parse('2026-03-10T12:00:00.000Z');
const ago = (minutes) => new Date(NOW - minutes * 60_000).toISOString();

test('won is written as each language writes it', () => {
  setLanguage('ko');
  assert.equal(won(12000), '12,000원');
  setLanguage('en');
  assert.equal(won(12000), '₩12,000');
  setLanguage('ko');
});

test('a price is read as people type it', () => {
  assert.equal(parseWon('12,000원'), 12000);
  assert.equal(parseWon(' 0 '), 0);
  for (const wrong of ['', '-1', '1e309', '12.5', 'abc']) assert.equal(parseWon(wrong), null, wrong);
});

test('times are told from now', () => {
  assert.equal(relativeTime(ago(0.5), NOW), '방금 전');
  assert.equal(relativeTime(ago(5), NOW), '5분 전');
  assert.equal(relativeTime(ago(60 * 3), NOW), '3시간 전');
  assert.equal(relativeTime(ago(60 * 25), NOW), '어제');
  assert.equal(relativeTime(ago(60 * 24 * 30), NOW), '2월 8일');
  assert.match(relativeTime(ago(60 * 24 * 90), NOW), /^2025년/);
  // A clock that is a little behind the server's must not speak of the future.
  assert.equal(relativeTime(ago(-1), NOW), '방금 전');
});

test('what is left of a deadline', () => {
  assert.equal(timeLeft(ago(-30), NOW), '30분 후');
  assert.equal(timeLeft(ago(-60 * 72), NOW), '3일 후');
  assert.equal(timeLeft(ago(10), NOW), '1분 후');
});

test('the check digit of an ISBN', () => {
  for (const right of ['9780306406157', '978-0-306-40615-7', '0-306-40615-2', '080442957X'])
    assert.ok(isIsbn(right), right);
  for (const wrong of ['9780306406158', '0306406153', '1234567890123', '978030640615', 'abc']) {
    assert.ok(!isIsbn(wrong), wrong);
  }
});

test('the rules of a password come in the original order', () => {
  assert.equal(passwordFault('a', 'minji'), 'rule.length');
  assert.equal(passwordFault('abcdefgh', 'minji'), 'rule.digit');
  assert.equal(passwordFault('12345678', 'minji'), 'rule.letter');
  assert.equal(passwordFault('기린책시장1234', 'minji'), '');
  assert.equal(passwordFault('Minji2026', 'minji2026'), 'rule.is-username');
});

test('a time is told in the largest unit of which it is a whole number', () => {
  const both = (seconds) =>
    ['ko', 'en'].map((language) => {
      setLanguage(language);
      return period(seconds);
    });
  assert.deepEqual(both(3 * 365 * 86400), ['3년', '3 years']);
  assert.deepEqual(both(30 * 86400), ['30일', '30 days']);
  assert.deepEqual(both(86400 + 3600), ['25시간', '25 hours']);
  assert.deepEqual(both(60), ['1분', '1 minute']);
  assert.deepEqual(both(61), ['61초', '61 seconds']);
  assert.deepEqual(both(0), ['0초', '0 seconds']);
  setLanguage('ko');
});

test('a user name is 3 to 20 plain characters', () => {
  for (const right of ['abc', 'A_b.c-1', 'a'.repeat(20)]) assert.ok(isUsername(right), right);
  for (const wrong of ['', 'ab', 'a'.repeat(21), '민지', 'a b', '<b>']) assert.ok(!isUsername(wrong), wrong);
});

test('a large photo is made to fit, a small one is left alone', () => {
  assert.deepEqual(fit(4000, 3000, 2048), { width: 2048, height: 1536 });
  assert.deepEqual(fit(800, 600, 2048), { width: 800, height: 600 });
  assert.deepEqual(fit(1, 100_000, 2048), { width: 1, height: 2048 });
});
