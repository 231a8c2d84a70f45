// Those who run the market, in front of its pages. The states that a test cannot bring a machine into are answered by the
// test in the server's place (support/machine.mjs); everything else is the real market.
import assert from 'node:assert/strict';
import { beforeEach } from 'node:test';
import { DESKTOP, PHONE } from './browser.mjs';
import { monitorDocument, snapshotsDocument } from './machine.mjs';
import { contract } from './openapi.mjs';
import { person, promote } from './people.mjs';

export const SCREENS = [
  [PHONE, 'ko', false],
  [DESKTOP, 'en', true],
];

/**
 * One admin and one moderator for all tests of a file.
 * @param {import('./server.mjs').Server} server
 * @param {(t: object, options?: object) => Promise<import('./browser.mjs').Visitor>} visitor
 */
export function useOperators(server, visitor) {
  const staff = {};
  let made;
  // The server stands still while somebody is given a role: before any window is open.
  beforeEach(() => {
    made ??= Promise.all([1, 2].map(() => person(server, { transport: 'cookie' }))).then(async (both) => {
      [staff.admin, staff.moderator] = both;
      await promote(server, [
        [staff.admin, 'admin'],
        [staff.moderator, 'moderator'],
      ]);
      // What is told once of the new role is not in the way of every test.
      for (const { client } of both) {
        const [newest] = (await client.get('/users/me/notices')).expect(200).body.items;
        (await client.put('/users/me/notices/seen', { up_to: newest.id })).expect(204);
      }
    });
    return made;
  });

  /** That person's window, and the machine as the test wants it: what `machine` has is what the two APIs answer. */
  async function operator(t, options = {}, who = staff.admin) {
    const window = await visitor(t, options);
    await window.signInAs(who);
    const { page } = window;
    const machine = { monitor: monitorDocument(), snapshots: snapshotsDocument(), posted: [], asked: 0 };
    // What stands in for the server's answer is such as the server may give.
    const answer = (route, value, schema) => {
      if (typeof value === 'function') return value(route);
      assert.deepEqual(contract().errors(['components', 'schemas', schema], value), []);
      return route.fulfill({ json: value });
    };
    await page.route('**/admin/monitor', (route) => {
      machine.asked += 1;
      return answer(route, machine.monitor, 'Monitor');
    });
    await page.route(/\/admin\/snapshots(\/.*)?$/, (route) => {
      const request = route.request();
      const path = new URL(request.url()).pathname;
      if (request.method() === 'GET' && path === '/admin/snapshots')
        return answer(route, machine.snapshots, 'Snapshots');
      if (request.method() === 'GET') return answer(route, machine.detail, 'SnapshotDetail');
      machine.posted.push([request.method(), path, request.postDataJSON()]);
      return machine.act(route, path);
    });
    return { window, page, machine };
  }
  return { staff, operator };
}

/** Answers with a problem of that code. */
export const problem = (route, status, code, headers = {}) =>
  route.fulfill({
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({
      type: `/problems/${code}`,
      title: code,
      status,
      detail: code,
      code,
      request_id: 'x',
    }),
  });
