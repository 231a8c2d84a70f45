import assert from 'node:assert/strict';
import test from 'node:test';
import { GROUPS, say } from '../../frontend/features/admin/charts.js';
import { errorRows, errorsLastHour } from '../../frontend/features/admin/monitor-view.js';
import {
  everyStep,
  Freshness,
  firstWithin,
  peakOf,
  topOf,
  valuesOf,
} from '../../frontend/features/admin/series.js';
import { isNothing, timeOf } from '../../frontend/features/admin/snapshots-view.js';
import { monitorDocument } from '../support/machine.mjs';

test('every series is on a chart, and every chart has a series', () => {
  const { series } = monitorDocument({ samples: 1 });
  const there = Object.entries(series).flatMap(([name, values]) =>
    Array.isArray(values) ? [name] : Object.keys(values).map((part) => `${name}.${part}`),
  );
  const drawn = GROUPS.flatMap(({ charts }) =>
    charts.flatMap(({ lines }) => lines.map(({ series }) => series)),
  );
  assert.deepEqual(drawn.sort(), there.sort());
});

test('a series of a name that the server does not know is all gaps', () => {
  const document = monitorDocument({ samples: 3 });
  assert.deepEqual(valuesOf(document, 'nothing'), [null, null, null]);
  assert.deepEqual(valuesOf(document, 'queued.nothing'), [null, null, null]);
  assert.deepEqual(valuesOf(document, 'queued'), [null, null, null]);
  assert.equal(valuesOf(document, 'queued.db').length, 3);
});

test('what cannot be known is a dash, not a nought', () => {
  assert.equal(say('bytes', null), '—');
  assert.equal(say('count', undefined), '—');
  assert.equal(say('count', 0), '0');
});

test('a window is counted from the newest sample', () => {
  const times = [0, 5, 10, 15, 20].map((seconds) => seconds * 1000);
  assert.equal(firstWithin(times, 10_000), 2);
  assert.equal(firstWithin(times, 60_000), 0);
  assert.equal(firstWithin([], 60_000), 0);
});

test('a table shows the first sample of each step, newest first, and the same ones at the next look', () => {
  const times = [58, 59, 60, 61, 119, 120, 121].map((seconds) => seconds * 1000);
  const rows = everyStep(times, 60_000).map((row) => times[row]);
  assert.deepEqual(rows, [120_000, 60_000, 58_000]);
  const later = [...times, 122_000, 180_000].slice(2);
  assert.deepEqual(
    everyStep(later, 60_000).map((row) => later[row]),
    [180_000, 120_000, 60_000],
  );
});

test('a chart reaches a little above its highest value, but noise makes no mountain', () => {
  assert.equal(topOf([[1, null, 100]], 4), 110.00000000000001);
  assert.equal(topOf([[0, 0.5], [null]], 4), 4);
  assert.equal(topOf([[]], 4), 4);
});

test('the peak is the highest of all lines, and the latest of several alike', () => {
  assert.deepEqual(peakOf([[1, 7, null, 7], [2]]), { value: 7, index: 3 });
  assert.equal(peakOf([[null], []]), null);
});

test('what is shown is stale once no newer sample has come for three', () => {
  const freshness = new Freshness();
  freshness.heard('10:00:00', 1000);
  assert.equal(freshness.isStale(5000, 16_000), false);
  // An answer that says nothing new is none.
  freshness.heard('10:00:00', 15_000);
  assert.equal(freshness.isStale(5000, 16_001), true);
  freshness.heard('10:00:05', 17_000);
  assert.equal(freshness.isStale(5000, 17_001), false);
});

test('the errors of the last hour are counted by the server’s clock, and warnings are none', () => {
  const now = Date.parse('2020-01-01T12:00:00.000Z'); // whatever the time is here
  assert.equal(errorsLastHour(monitorDocument({ now, samples: 10 })), 1);
  assert.equal(errorsLastHour({ times: [], errors: [] }), 0);
});

test('two errors alike are two rows, whose keys stay when newer ones come', () => {
  const error = (message) => ({
    at: '2026-11-29T12:00:00.000Z',
    level: 'error',
    message,
    request_id: null,
    route: null,
    detail: null,
  });
  const keys = (errors) => errorRows(errors, 10).map(({ key }) => key);
  const before = keys([error('a'), error('a')]);
  assert.equal(new Set(before).size, 2);
  assert.deepEqual(keys([error('b'), error('a'), error('a')]).slice(1), before);
  assert.equal(errorRows([error('a'), error('a')], 1).length, 1);
});

test('an error’s text is text', () => {
  const [row] = errorRows(
    [
      {
        at: '2026-11-29T12:00:00.000Z',
        level: 'error',
        message: '<img src=x>',
        request_id: '"><b>',
        route: '<i>',
        detail: null,
      },
    ],
    1,
  );
  assert.doesNotMatch(row.markup.text, /<img|<b>|<i>/);
});

test('a snapshot’s id tells its time', () => {
  assert.equal(timeOf('20261129T150512-k3f9ax'), '2026-11-29T15:05:12Z');
  assert.equal(timeOf('../../etc'), null);
});

test('nothing is nothing of any kind', () => {
  assert.ok(isNothing({ users: 0, posts: 0 }));
  assert.ok(isNothing({}));
  assert.ok(!isNothing({ users: 0, posts: 1 }));
});
