import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import test from 'node:test';
import { parse } from 'yaml';
import { loadWords, setLanguage, t, WORDS } from '../../frontend/lib/i18n.js';
import { ApiError, describe, describeFault } from '../../frontend/lib/problem.js';
import { en, ko } from '../support/phrases.mjs';

const FRONTEND = new URL('../../frontend/', import.meta.url);
const { schemas } = parse(await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8')).components;

/** The names in braces, sorted: what a phrase expects to be filled in. */
const blanks = (phrase) =>
  [...new Set((typeof phrase === 'string' ? phrase : phrase.other).match(/\{\w+\}/g))].sort();

test('the files of phrases are the ones that the page loads', async () => {
  for (const language of ['ko', 'en']) {
    const files = await readdir(new URL(`i18n/${language}/`, FRONTEND));
    assert.deepEqual(files.sort(), WORDS.map((name) => `${name}.js`).sort());
  }
});

test('a phrase stands in one file', async () => {
  const files = await Promise.all(WORDS.map((name) => import(new URL(`i18n/ko/${name}.js`, FRONTEND))));
  const keys = files.flatMap((file) => Object.keys(file.default));
  assert.equal(new Set(keys).size, keys.length);
});

test('both languages have the same phrases', () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(ko).sort());
});

test('both languages fill in the same values', () => {
  for (const key of Object.keys(ko)) assert.deepEqual(blanks(en[key]), blanks(ko[key]), key);
});

test('no phrase is empty', () => {
  for (const [key, phrase] of [...Object.entries(ko), ...Object.entries(en)]) {
    for (const text of typeof phrase === 'string' ? [phrase] : Object.values(phrase))
      assert.ok(text.trim(), key);
  }
});

test('every phrase that the code names exists', async () => {
  const files = (await readdir(FRONTEND, { recursive: true })).filter((name) => name.endsWith('.js'));
  assert.ok(files.length > 40);
  for (const file of files) {
    const source = await readFile(new URL(file, FRONTEND), 'utf8');
    for (const [, key] of source.matchAll(/\bt\(\s*'([^']+)'/g)) assert.ok(key in ko, `${file}: ${key}`);
  }
});

test('every fault the API can find in a field has words', () => {
  for (const code of schemas.FaultCode.enum) assert.ok(`fault.${code}` in ko, code);
});

test('whatever moderation can say has words', () => {
  const says = (prefix, names) => {
    for (const name of names) assert.ok(`${prefix}${name}` in ko, prefix + name);
  };
  says('reason.', schemas.ReportReason.enum);
  says('notice.', schemas.NoticeChange.enum);
  says('role.', schemas.Role.enum);
  says('hold.', schemas.Hold.properties.cause.enum);
  says('audit.', schemas.AuditAction.enum);
  says('admin.state-', schemas.CaseState.enum);
  says('admin.kind-', schemas.ReportKind.enum);
  says('appeal.state-', schemas.AppealState.enum);
});

test('whatever snapshots can say has words', () => {
  const says = (prefix, names) => {
    for (const name of names) assert.ok(`${prefix}${name}` in ko, prefix + name);
  };
  const { properties: one } = schemas.SnapshotBase;
  says('snapshots.cause-', one.cause.enum);
  says('snapshots.fault-', one.fault.enum.filter(Boolean));
  says('snapshots.kept-', one.kept_as.items.enum);
  says('target.', one.copies.items.properties.target.enum);
  says('count.', one.counts.required);
  says('count.', schemas.Undone.required);
  says('kept.', schemas.Rollback.properties.kept.required);
  for (const prefix of ['running', 'task'])
    says(`snapshots.${prefix}-`, schemas.SnapshotTask.properties.task.enum);
  says('snapshots.step-', schemas.SnapshotTask.properties.step.enum);
});

test('words for a problem are for one that the API can answer', () => {
  const codes = new Set(schemas.Problem.properties.code.enum);
  // What the page finds out by itself, and what is said by status.
  const own = new Set(['network', 'network-submit', 'unknown', 'page-not-found', 'server']);
  for (const key of Object.keys(ko)) {
    const [, code] = /^error\.(.+)$/.exec(key) ?? [];
    if (code && !own.has(code)) assert.ok(codes.has(code), key);
  }
});

test("a sentence of the server's own is shown to who reads English", async () => {
  await loadWords(...WORDS);
  const problem = new ApiError(409, { code: 'of-tomorrow', detail: 'This is not possible.' });
  const fault = { pointer: '/x', code: 'of-tomorrow', detail: 'Not like this.' };
  await setLanguage('en');
  assert.deepEqual([describe(problem), describeFault(fault)], ['This is not possible.', 'Not like this.']);
  await setLanguage('ko');
  assert.deepEqual([describe(problem), describeFault(fault)], [ko['error.unknown'], ko['fault.invalid']]);
  assert.equal(describe(new ApiError(408, { code: 'request-timeout' })), ko['error.request-timeout']);
});

test('the wording of the original market is kept', async () => {
  await loadWords(...WORDS);
  await setLanguage('ko');
  assert.equal(t('market.title'), '판매글 목록');
  assert.equal(t('market.empty'), '현재 판매 중인 글이 없습니다.');
  assert.equal(t('post.missing'), '게시글을 찾을 수 없습니다!');
  assert.equal(t('buy.say-offer', { price: '9,000원' }), '9,000원으로 네고 가능할까요?');
  assert.equal(t('welcome.title'), 'Welcome to Giraffe A+ Market');
});

test('English counts one and many', async () => {
  await loadWords(...WORDS);
  await setLanguage('en');
  assert.equal(t('nav.unread', { count: 1 }), '1 unread message');
  assert.equal(t('nav.unread', { count: 2 }), '2 unread messages');
  await setLanguage('ko');
});
