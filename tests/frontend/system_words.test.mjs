import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { parse } from 'yaml';
import { doer, preview, systemWords } from '../../frontend/features/deals/deal-words.js';
import { loadWords, setLanguage, WORDS } from '../../frontend/lib/i18n.js';

await loadWords(...WORDS);

const { schemas } = parse(await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8')).components;
const EVENTS = schemas.SystemData.properties.event.enum;

const ROOM = { post: { price: 15000 }, deal: { id: 5, list_price: 15000 } };
const AT = '2026-03-05T09:30:00.000Z';
const system = (event, more = {}) => ({
  kind: 'system',
  body: '서버의 문장',
  sent_at: '2026-03-05T08:30:00.000Z',
  data: { event, deal_id: 5, by: 'buyer', price: 13000, place: '정문 앞', at: AT, reason: '바빠요', ...more },
});

async function inBoth(message, room = ROOM) {
  await setLanguage('en');
  const en = systemWords(message, room);
  await setLanguage('ko');
  return { ko: systemWords(message, room), en };
}

test('every system message the API knows has words in both languages, with nothing left to fill in', async () => {
  assert.ok(EVENTS.length >= 16);
  for (const event of EVENTS) {
    for (const by of ['buyer', 'seller', null]) {
      for (const price of [13000, 0]) {
        const { ko, en } = await inBoth(system(event, { by, price }));
        for (const words of [ko, en]) {
          assert.notEqual(words, '서버의 문장', event);
          assert.doesNotMatch(words, /[{}]|undefined|chat\./, event);
        }
        assert.match(ko, /[가-힣]/, event);
        assert.doesNotMatch(en.replaceAll('정문 앞', '').replaceAll('바빠요', ''), /[가-힣]/, event);
      }
    }
  }
});

test('the questions and answers of the original market are kept', async () => {
  assert.equal((await inBoth(system('deal_opened', { price: 15000 }))).ko, '구매 가능할까요?');
  assert.equal((await inBoth(system('deal_opened'))).ko, '13,000원으로 네고 가능할까요?');
  assert.match((await inBoth(system('accepted'))).ko, /^네! 가능합니다\./);
  assert.match((await inBoth(system('declined'))).ko, /거래가 불성립되었습니다/);
});

test('an offer is said as its side would say it', async () => {
  assert.equal((await inBoth(system('offer'))).ko, '13,000원으로 네고 가능할까요?');
  assert.equal((await inBoth(system('offer', { by: 'seller' }))).ko, '13,000원이면 가능합니다.');
  assert.equal((await inBoth(system('offer', { by: 'seller' }))).en, 'You can have it for ₩13,000.');
});

test('a cancelled deal says who and why, a closed one what became of the book', async () => {
  assert.match((await inBoth(system('cancelled', { by: 'seller' }))).ko, /^판매자가 .*바빠요/);
  assert.match((await inBoth(system('closed', { by: null, reason: 'sold' }))).en, /sold to another buyer/);
  assert.match((await inBoth(system('closed', { by: null, reason: 'hidden' }))).en, /taken down/);
});

test('a review tells whether it can be read yet, a reminder how long it is until then', async () => {
  assert.match(
    (await inBoth(system('reviewed', { reason: 'hidden' }))).en,
    /once the other side has written one/,
  );
  assert.match((await inBoth(system('reviewed', { reason: 'published' }))).ko, /이제 프로필에서/);
  const { ko, en } = await inBoth(system('meeting_soon', { by: null }));
  assert.match(ko, /^1시간 후 만날 약속이 있습니다: 정문 앞 \(/);
  assert.match(en, /^You are meeting in 1 hour: 정문 앞/);
});

test("somebody's own words never choose the phrase", async () => {
  const { ko } = await inBoth(system('cancelled', { reason: 'free' }));
  assert.match(ko, /free/);
  assert.match((await inBoth(system('closed', { reason: undefined }))).ko, /내려갔습니다/);
});

test('a request for a deal before the newest is measured by the present price', async () => {
  assert.equal((await inBoth(system('deal_opened', { deal_id: 4, price: 15000 }))).ko, '구매 가능할까요?');
});

test('an event that the page does not know yet is shown in the words of the server', async () => {
  assert.equal((await inBoth(system('tomorrow'))).ko, '서버의 문장');
});

test('in the list a photo has a name, a text is itself', () => {
  assert.equal(preview({ kind: 'photo', body: '' }, ROOM), '사진');
  assert.equal(preview({ kind: 'text', body: '안녕하세요' }, ROOM), '안녕하세요');
  assert.equal(preview(null, ROOM), '');
});

test('who did it is one of the two, or nobody', () => {
  const room = {
    deal: { buyer: { username: 'lee' }, seller: { username: 'kim' } },
    with: { username: 'kim' },
  };
  assert.equal(doer(system('offer'), room), 'me');
  assert.equal(doer(system('offer', { by: 'seller' }), room), 'them');
  assert.equal(doer(system('expired', { by: null }), room), null);
  assert.equal(doer({ kind: 'text', body: '안녕하세요' }, room), null);
});
