// Reads Prometheus' text format 0.0.4, strictly: what is not exactly that is an error.
import assert from 'node:assert/strict';
import { until } from './patience.mjs';

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const NUMBER = /^(?:[+-]?Inf|NaN|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;

function labelsOf(text = '') {
  const labels = {};
  for (let rest = text; rest; ) {
    const found = LABEL.exec(rest);
    assert.ok(found, `no labels: {${text}}`);
    assert.ok(!(found[1] in labels), `the label ${found[1]} is there twice: {${text}}`);
    labels[found[1]] = found[2].replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));
    rest = rest.slice(found[0].length);
  }
  return labels;
}

const numberOf = (text) => {
  assert.match(text, NUMBER);
  return /Inf/.test(text) ? (text.startsWith('-') ? -1 : 1) * Number.POSITIVE_INFINITY : Number(text);
};

/**
 * The families of a text: {name: {type, help, samples: [{name, labels, value}]}}. Asserts what the format asks for.
 * @param {string} text
 */
export function parseMetrics(text) {
  assert.ok(text.endsWith('\n'), 'the last line is not ended');
  const families = new Map();
  let family;
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (comment) {
      const [, kind, name, rest] = comment;
      assert.match(name, NAME);
      if (kind === 'HELP') {
        assert.ok(!families.has(name), `${name} comes twice`);
        family = { name, help: rest, type: undefined, samples: [] };
        families.set(name, family);
      } else {
        assert.equal(family?.name, name, 'TYPE follows HELP');
        assert.match(rest, /^(counter|gauge|histogram|summary|untyped)$/);
        family.type = rest;
      }
      continue;
    }
    const sample = SAMPLE.exec(line);
    assert.ok(sample, `no sample: ${line}`);
    const [, name, labels, value] = sample;
    const ending = family.type === 'histogram' ? /^(_bucket|_sum|_count)$/ : /^$/;
    assert.ok(name.startsWith(family.name), `${name} is not of ${family.name}`);
    assert.match(name.slice(family.name.length), ending);
    family.samples.push({ name, labels: labelsOf(labels), value: numberOf(value) });
  }
  for (const one of families.values()) judge(one);
  return families;
}

function judge({ name, type, help, samples }) {
  assert.ok(help && type && samples.length, `${name} is not whole`);
  const seen = samples.map((sample) => sample.name + JSON.stringify(Object.entries(sample.labels).sort()));
  assert.equal(new Set(seen).size, seen.length, `${name} has a sample twice`);
  if (type === 'counter') for (const { value } of samples) assert.ok(value >= 0, `${name} is below zero`);
  if (type !== 'histogram') return;
  for (const { labels, value } of samples.filter((sample) => sample.name === `${name}_count`)) {
    const same = (sample) => Object.entries(labels).every(([key, text]) => sample.labels[key] === text);
    const buckets = samples.filter((sample) => sample.name === `${name}_bucket` && same(sample));
    const bounds = buckets.map((bucket) => numberOf(bucket.labels.le));
    assert.ok(
      bounds.every((bound, k) => k === 0 || bound > bounds[k - 1]),
      `${name}: bounds out of order`,
    );
    assert.ok(
      buckets.every((bucket, k) => k === 0 || bucket.value >= buckets[k - 1].value),
      `${name}: buckets are cumulative`,
    );
    assert.equal(bounds.at(-1), Number.POSITIVE_INFINITY);
    assert.equal(buckets.at(-1).value, value, `${name}: the last bucket holds all`);
    assert.equal(samples.filter((sample) => sample.name === `${name}_sum` && same(sample)).length, 1);
  }
}

/** What a client reads at /metrics: `value(name, labels)` sums the samples that have those labels, 0 when there is none. */
export async function scrape(client) {
  const answer = (await client.get('/metrics')).expect(200);
  const families = parseMetrics(answer.body);
  return {
    answer,
    families,
    value(name, labels = {}) {
      const family = families.get(name.replace(/_(bucket|sum|count)$/, '')) ?? families.get(name);
      return (family?.samples ?? [])
        .filter((sample) => sample.name === name)
        .filter((sample) => Object.entries(labels).every(([key, text]) => sample.labels[key] === text))
        .reduce((sum, sample) => sum + sample.value, 0);
    },
  };
}

/** Scrapes until what was scraped satisfies `condition`: counts are told some moments after what they count. */
export const scrapeUntil = (client, condition) => until(() => scrape(client), condition);
