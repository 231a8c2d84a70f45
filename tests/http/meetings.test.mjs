// Meeting to hand over a book: where people may meet, the reminder, and the event for their calendars.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { readMeeting } from '../support/ics.mjs';
import { act, buy, people, person, writePost } from '../support/people.mjs';
import { serverFor, startServer, useServer } from '../support/server.mjs';
import { streamOf, told } from '../support/stream.mjs';

const SPOTS = '중앙도서관, 정문 | 서울 | 24시간 경비실 앞; 학생회관 1층;; <b>정문</b> ||밝은 곳';
const server = useServer({ meeting_spots: SPOTS, public_url: 'https://market.example.ac.kr', sweep_ms: 50 });

const HOUR = 3_600_000;
/** Until somebody is reminded of a meeting that is arranged now: long enough to arrange it on a machine that has much to do. */
const SOON = 10_000;
const later = (ms) => new Date(Math.ceil((Date.now() + ms) / 1000) * 1000).toISOString();

async function reserved(post, of = server) {
  const [seller, buyer] = await people(of, 2);
  const deal = await buy(buyer, await writePost(seller, post));
  (await act(seller, deal, 'accept')).expect(200);
  return { seller, buyer, deal };
}

const calendar = (who, deal, options) => who.client.get(`/deals/${deal.id}/meeting.ics`, options);

test('the places that the operator suggests are there for everybody', async () => {
  const answer = (await new Client(server).get('/meeting-spots')).expect(200);
  assert.deepEqual(answer.body.items, [
    { name: '중앙도서관, 정문', campus: '서울', note: '24시간 경비실 앞' },
    { name: '학생회관 1층', campus: null, note: null },
    { name: '<b>정문</b>', campus: null, note: '밝은 곳' },
  ]);
  const again = { headers: { 'if-none-match': answer.headers.etag } };
  (await new Client(server).get('/meeting-spots', again)).expect(304);
  (await new Client(server).get('/meeting-spots?campus=x')).expect(400, 'invalid-query');
});

test('a market without such places says so, and suggests some unless told otherwise', async (t) => {
  const none = await serverFor(t, { meeting_spots: '' });
  assert.deepEqual((await new Client(none).get('/meeting-spots')).expect(200).body.items, []);
  const usual = await serverFor(t);
  assert.ok((await new Client(usual).get('/meeting-spots')).expect(200).body.items.length > 0);
  await assert.rejects(startServer({ meeting_spots: 'a|b|c|d' }), /meeting_spots/);
});

test('either side arranges a meeting, moves it and cancels it, and the deal goes on', async () => {
  const { seller, buyer, deal } = await reserved();
  const before = (await buyer.client.get(`/deals/${deal.id}`)).expect(200).body;
  (await act(buyer, deal, 'cancel_meeting')).expect(409, 'action-not-allowed');
  (await act(seller, deal, 'meet', { place: '정문 앞', at: later(24 * HOUR) })).expect(200);
  const moved = (await act(buyer, deal, 'meet', { place: '학생회관 1층', at: later(48 * HOUR) })).expect(200);
  assert.equal(moved.body.meeting.place, '학생회관 1층');
  const gone = (await act(seller, deal, 'cancel_meeting')).expect(200).body;
  assert.deepEqual([gone.state, gone.meeting, gone.expires_at], ['reserved', null, before.expires_at]);
  assert.deepEqual(gone.actions, before.actions);
  assert.deepEqual((await told(buyer, deal)).slice(-3), ['meeting', 'meeting', 'meeting_cancelled']);
  const body = { action: 'cancel_meeting', version: gone.version, place: 'x' };
  (await seller.client.post(`/deals/${deal.id}/actions`, body)).expectFields({ '/place': 'unknown-field' });
});

test('an hour before, both are reminded in the room, once, even over restarts', async (t) => {
  const own = await serverFor(t, { sweep_ms: 50 });
  const { seller, buyer, deal } = await reserved({}, own);
  const streams = [await streamOf(seller), await streamOf(buyer)];
  const meet = (ms) => act(seller, deal, 'meet', { place: '정문 앞', at: later(ms) });
  (await meet(HOUR / 2)).expect(200); // nothing to remind of
  const met = (await meet(HOUR + SOON)).expect(200).body;
  await own.restart();
  const soon = (event) => event.message?.data?.event === 'meeting_soon';
  for (const stream of streams) {
    const events = await stream.until(soon);
    const { message } = events.find(soon);
    assert.deepEqual(message.data, { event: 'meeting_soon', deal_id: deal.id, by: null, ...met.meeting });
    assert.match(message.body, /^한 시간 뒤 만날 약속이 있습니다: 정문 앞, /);
    const news = [...events, ...(await stream.poll())].filter(({ type }) => type === 'deal').at(-1);
    assert.equal(news.deal.version, met.version, 'whoever is about to act need not look again');
  }
  await own.kill();
  await own.restart();
  const other = await reserved({}, own); // and by then the sweep has been at work again
  const next = await streamOf(other.buyer);
  (await act(other.buyer, other.deal, 'meet', { place: '후문', at: later(HOUR + SOON) })).expect(200);
  await next.until(soon);
  for (const who of [seller, buyer])
    assert.equal((await told(who, deal)).filter((event) => event === 'meeting_soon').length, 1);
});

test('the meeting is an event for the calendar, the same one after it was moved', async () => {
  const title = `선형대수학; 3판, "새 책" \\ ${'긴 제목 🦒 '.repeat(8)}`;
  const { seller, buyer, deal } = await reserved({ title, price: 15000 });
  (await calendar(buyer, deal)).expect(404, 'not-found');
  const at = later(24 * HOUR);
  (await act(seller, deal, 'meet', { place: '중앙도서관, 정문; 왼쪽', at })).expect(200);
  const answer = (await calendar(buyer, deal)).expect(200);
  assert.match(answer.headers['content-type'], /^text\/calendar; charset=utf-8$/);
  assert.equal(answer.headers['cache-control'], 'private, no-cache');
  const meeting = readMeeting(answer.text);
  assert.equal(meeting.start.toISOString(), at);
  assert.equal(meeting.end - meeting.start, HOUR / 2);
  assert.equal(meeting.summary, `책 직거래: ${title.trim()}`);
  assert.equal(meeting.place, '중앙도서관, 정문; 왼쪽');
  assert.match(meeting.description, new RegExp(`${seller.user.display_name} 님과 15,000원`));
  assert.equal(meeting.url, `https://market.example.ac.kr/#/chat/${deal.room_id}`);
  assert.deepEqual([meeting.status, meeting.alarms], ['CONFIRMED', ['-PT1H']]);
  assert.ok(Math.abs(meeting.stamp - Date.now()) < HOUR);
  assert.deepEqual(readMeeting((await calendar(buyer, deal)).expect(200).text), meeting, 'asked again');

  (await act(buyer, deal, 'meet', { place: '후문', at: later(30 * HOUR) })).expect(200);
  const moved = readMeeting((await calendar(seller, deal)).expect(200).text);
  assert.equal(moved.uid, meeting.uid);
  assert.ok(moved.sequence > meeting.sequence);
  assert.deepEqual([moved.place, moved.start > meeting.start], ['후문', true]);
  const english = { headers: { 'accept-language': 'en' } };
  const { summary, description } = readMeeting((await calendar(seller, deal, english)).expect(200).text);
  assert.match(summary, /^Book handover: 선형대수학/);
  assert.match(description, /^With .*, for 15,000 won\.$/);
});

test('the calendar is for the two alone, by cookie as by token, and ends with the meeting', async () => {
  const { seller, buyer, deal } = await reserved();
  const other = await reserved();
  (await act(buyer, deal, 'meet', { place: '정문', at: later(HOUR * 5) })).expect(200);
  (await act(other.buyer, other.deal, 'cancel', { reason: '바빠요' })).expect(200);
  const stranger = await person(server);
  (await calendar(stranger, deal)).expect(404, 'not-found');
  (await calendar({ client: new Client(server) }, deal)).expect(401, 'not-signed-in');
  const browser = new Client(server);
  const { username, password } = buyer;
  (await browser.post('/sessions', { username, password, transport: 'cookie' })).expect(201);
  const download = { headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' } };
  const own = readMeeting((await calendar({ client: browser }, deal, download)).expect(200).text);
  assert.equal(own.uid, readMeeting((await calendar(seller, deal)).expect(200).text).uid);
  (await act(seller, deal, 'cancel_meeting')).expect(200);
  for (const who of [seller, buyer]) (await calendar(who, deal)).expect(404, 'not-found');
  (await act(seller, deal, 'meet', { place: '정문', at: later(HOUR * 5) })).expect(200);
  for (const who of [seller, buyer]) (await act(who, deal, 'confirm')).expect(200);
  (await calendar(buyer, deal)).expect(404, 'not-found');
  (await calendar(other.buyer, other.deal)).expect(404, 'not-found');
});
