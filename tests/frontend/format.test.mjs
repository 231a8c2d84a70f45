import assert from 'node:assert/strict';
import test from 'node:test';
import { fit } from '../../frontend/features/posts/photo-file.js';
import { isIsbn } from '../../frontend/features/posts/post-words.js';
import { isUsername, passwordFault } from '../../frontend/features/users/password-rules.js';
import {
  bytes,
  exactDateTime,
  exactTime,
  lasted,
  loadWords,
  measure,
  milliseconds,
  parseWon,
  percent,
  period,
  relativeTime,
  setLanguage,
  timeLeft,
  WORDS,
  won,
} from '../../frontend/lib/i18n.js';

await loadWords(...WORDS);

const NOW = Date.parse('2026-03-10T12:00:00.000Z');
const ago = (minutes) => new Date(NOW - minutes * 60_000).toISOString();

test('won is written as each language writes it', async () => {
  await setLanguage('ko');
  assert.equal(won(12000), '12,000원');
  await setLanguage('en');
  assert.equal(won(12000), '₩12,000');
  await setLanguage('ko');
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

test('a time is told in the largest unit of which it is a whole number', async () => {
  const both = async (seconds) => {
    const words = [];
    for (const language of ['ko', 'en']) {
      await setLanguage(language);
      words.push(period(seconds));
    }
    return words;
  };
  assert.deepEqual(await both(3 * 365 * 86400), ['3년', '3 years']);
  assert.deepEqual(await both(30 * 86400), ['30일', '30 days']);
  assert.deepEqual(await both(86400 + 3600), ['25시간', '25 hours']);
  assert.deepEqual(await both(60), ['1분', '1 minute']);
  assert.deepEqual(await both(61), ['61초', '61 seconds']);
  assert.deepEqual(await both(0), ['0초', '0 seconds']);
  await setLanguage('ko');
});

test('bytes are told in steps of a thousand, with up to three digits', () => {
  const said = [0, 999, 1000, 1_500_000, 12_345_678, 999_999_999, 1_000_000_000, 2e12, 5e15].map(bytes);
  assert.deepEqual(said, ['0byte', '999byte', '1kB', '1.5MB', '12.3MB', '1GB', '1GB', '2TB', '5,000TB']);
});

test('what was measured is told no more exactly than it is worth', () => {
  assert.deepEqual(
    [0, 0.004, 3.256, 32.56, 3256.7].map((value) => measure(value)),
    ['0', '0', '3.26', '32.6', '3,257'],
  );
  assert.deepEqual([0, 0.5, 0.9987, 1].map(percent), ['0%', '50%', '99.87%', '100%']);
  assert.deepEqual([0, 2.345, 850, 2500].map(milliseconds), ['0ms', '2.35ms', '850ms', '2.5초']);
});

test('how long something has lasted is told in its two largest units', async () => {
  const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
  const both = async (ms) => {
    const words = [];
    for (const language of ['ko', 'en']) {
      await setLanguage(language);
      words.push(lasted(ms));
    }
    return words;
  };
  assert.deepEqual(await both(-5 * second), ['0초', '0 seconds']);
  assert.deepEqual(await both(40 * second), ['40초', '40 seconds']);
  assert.deepEqual(await both(25 * minute + 59 * second), ['25분', '25 minutes']);
  assert.deepEqual(await both(day + 5 * minute), ['1일', '1 day']);
  assert.deepEqual(await both(3 * day + 4 * hour + 5 * minute), ['3일 4시간', '3 days 4 hours']);
  await setLanguage('ko');
});

test('a moment is told to the second, in the zone of whoever reads it', () => {
  const at = new Date(2026, 10, 29, 15, 5, 10).toISOString();
  assert.equal(exactTime(at), '15:05:10');
  assert.equal(exactDateTime(at, Date.parse(at)), '11월 29일 15:05:10');
  assert.equal(exactDateTime(at, new Date(2027, 1, 1).getTime()), '2026년 11월 29일 15:05:10');
  assert.equal(exactTime(new Date(2026, 10, 29, 0, 0, 0).toISOString()), '00:00:00');
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
