import assert from 'node:assert/strict';
import test from 'node:test';
import { deviceOf } from '../../frontend/lib/device.js';
import { duration, loadWords, setLanguage, WORDS } from '../../frontend/lib/i18n.js';

await loadWords(...WORDS);

const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test('a device is told by its browser and its system', () => {
  for (const [agent, words, icon] of [
    [
      `Mozilla/5.0 (Linux; Android 10; K) ${KIT} Chrome/126.0.0.0 Mobile Safari/537.36`,
      'Chrome, Android',
      'phone',
    ],
    [
      `Mozilla/5.0 (Linux; Android 13; SM-S901N) ${KIT} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36`,
      'Samsung Internet, Android',
      'phone',
    ],
    [
      `Mozilla/5.0 (Linux; Android 13; SM-S901N; wv) ${KIT} Version/4.0 Chrome/120.0 Mobile Safari/537.36 KAKAOTALK 2410500`,
      'KakaoTalk, Android',
      'phone',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
      'phone',
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1',
      'Chrome, iPad',
      'phone',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`,
      'Edge, Windows',
      'device',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/126.0.0.0 Whale/3.27 Safari/537.36`,
      'Whale, Windows',
      'device',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      'Safari, macOS',
      'device',
    ],
    [
      'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
      'Firefox, Linux',
      'device',
    ],
    [
      `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${KIT} Chrome/126.0.0.0 Safari/537.36`,
      'Chrome, ChromeOS',
      'device',
    ],
  ])
    assert.deepEqual(deviceOf(agent), { words, icon });
});

test('a program is called by its own name, and of one that says nothing nothing is said', () => {
  for (const [agent, words] of [
    ['curl/7.88.1', 'curl'],
    ['Giraffe Price Watcher/1.0 (+https://watcher.example)', 'Giraffe Price Watcher'],
    ['python-requests/2.31.0', 'python-requests'],
    ['', ''],
    ['Mozilla/5.0', ''],
    ['<script>alert(1)</script>', ''],
    ['x'.repeat(256), 'x'.repeat(40)],
  ])
    assert.deepEqual(deviceOf(agent), { words, icon: 'program' }, agent);
});

test('how long one has to wait is told in seconds, and from a minute on in minutes', async () => {
  await setLanguage('ko');
  assert.equal(duration(1), '1초');
  assert.equal(duration(59), '59초');
  assert.equal(duration(61), '2분');
  assert.equal(duration(900), '15분');
  await setLanguage('en');
  assert.equal(duration(1), '1 second');
  assert.equal(duration(900), '15 minutes');
  await setLanguage('ko');
});
