// The roles in which a request can be made, each with the people it takes, and what came of a request.
import assert from 'node:assert/strict';
import { Client } from './client.mjs';
import { accessToken, people, person, promote } from './people.mjs';

// Who the actor is, of the owner of a thing, the other party to it (a buyer, who has a chat with the owner), and somebody
// who has nothing to do with either.
const actors = {
  signed_out: ({ owner }) => ({ client: new Client(owner.client.server) }),
  other: ({ other }) => other,
  owner: ({ owner }) => owner,
  party: ({ party }) => party,
  // The other party, whom the owner has blocked since.
  blocked: ({ party }) => party,
  // The owner, who has been suspended since.
  suspended: ({ owner }) => owner,
  moderator: ({ other }) => other,
  admin: ({ other }) => other,
  // Programs of the owner's, each with an access token of one scope.
  read_token: ({ owner }) => owner,
  write_token: ({ owner }) => owner,
  chat_token: ({ owner }) => owner,
};

const ROLES = Object.keys(actors);
// What happens to a role's people when everything is there.
const fates = {
  blocked: ({ owner, party }) => owner.client.put(`/users/${party.username}/block`),
  suspended: ({ owner }, judge) =>
    judge.client.post(`/admin/users/${owner.username}/suspend`, { days: 1, reason: '거래 사기' }),
};
/** The scope of a role that is an access token. */
const scopeOf = (role) => /^(\w+)_token$/.exec(role)?.[1];

/**
 * The people of a scene in which the actor, who sends the request, has that role; `me` is whose account it would be about.
 * They are new, and may still do everything.
 */
async function castOf(server, role) {
  const [owner, party, other] = await people(server, 3);
  const actor = actors[role]({ owner, party, other });
  const scope = scopeOf(role);
  const { client } = scope ? await accessToken(actor, [scope]) : actor;
  return { role, owner, party, other, me: actor.username ? actor : owner, client };
}

/**
 * The same outcome for every role but those that are named. The suspended one is the owner, and what tokens may follows
 * from the operation's scope.
 */
export const everybody = (outcome, but = {}) => ({
  ...Object.fromEntries(ROLES.filter((role) => !scopeOf(role)).map((role) => [role, outcome])),
  suspended: but.owner ?? outcome,
  ...but,
});

/** What takes an account: the same for whoever is signed in, but for the roles that are named. */
export const signedIn = (outcome, but) => everybody(outcome, { signed_out: '401 not-signed-in', ...but });

/** What takes part in the market: not for the suspended. */
export const members = (outcome, but) => signedIn(outcome, { suspended: '403 suspended', ...but });

/**
 * A row of the table: what is to be there (`make`, whose answer is the scene's `thing`), the request, and its outcome in
 * each role (`as`). Of a reading request `get` is the address, and `holds` tells whether the answer has the thing in it;
 * what changes something is sent by `send`, and `state` is what it would change, as somebody sees it who may. With
 * `alone` the scene has people of its own: the request spoils them for others.
 * @typedef {{make?: Function, get?: Function, holds?: Function, send?: Function, state?: Function, alone?: boolean,
 *   as: Record<string, string>}} Row
 */

/** Makes everything that the rows need, and answers them as [name, row, scenes by role]. */
export async function setTheStage(server, table) {
  const castsOf = async () => {
    const casts = await Promise.all(ROLES.map((role) => castOf(server, role)));
    return Object.fromEntries(casts.map((cast) => [cast.role, cast]));
  };
  const shared = await castsOf();
  const own = new Map();
  for (const [name, row] of Object.entries(table)) if (row.alone) own.set(name, await castsOf());
  const everyone = [shared, ...own.values()].flatMap((casts) => Object.values(casts));
  // An admin who is none of them, for what has to be decided.
  const judge = await person(server);
  const staff = everyone.filter(({ role }) => ['moderator', 'admin'].includes(role));
  await promote(server, [[judge, 'admin'], ...staff.map(({ role, other }) => [other, role])]);

  const rows = [];
  for (const [name, row] of Object.entries(table)) {
    const scenes = {};
    for (const [role, cast] of Object.entries(own.get(name) ?? shared)) {
      const scene = { ...cast, judge };
      scenes[role] = { ...scene, thing: await row.make?.(scene) };
    }
    rows.push([name, row, scenes]);
  }
  for (const cast of everyone) {
    const fate = await fates[cast.role]?.(cast, judge);
    assert.ok(fate === undefined || fate.status < 300, `${cast.role}: ${fate?.text}`);
  }
  return rows;
}

/** What is to come of a row's request in each role: a token may what its owner may, where it has the scope that it takes. */
export function outcomesOf({ as }, scope) {
  const ofTokens = ROLES.filter(scopeOf).map((role) => {
    const may = scope === 'any' || scope === scopeOf(role);
    return [role, may ? as.owner : '403 insufficient-scope'];
  });
  return { ...Object.fromEntries(ofTokens), ...as };
}

/** Sends a row's request in one scene and tells what came of it: '200', '404 not-found', and what does not fit that. */
export function outcomeOf(row, scene) {
  return row.get ? read(row, scene) : change(row, scene);
}

const words = ({ status, body }) => (body?.code && status >= 400 ? `${status} ${body.code}` : `${status}`);

async function read({ get, holds }, scene) {
  const path = get(scene);
  const answer = await scene.client.get(path);
  const head = await scene.client.head(path);
  if (head.status !== answer.status) return `${words(answer)}, but HEAD ${head.status}`;
  const without = holds && answer.status === 200 && !holds(answer, scene);
  return without ? `${words(answer)} without it` : words(answer);
}

async function change({ send, state }, scene) {
  if (!state) return words(await send(scene));
  const now = async () => JSON.stringify(await state(scene));
  const before = await now();
  const answer = await send(scene);
  const changed = before !== (await now());
  if (changed === answer.status < 300) return words(answer);
  return changed ? `${words(answer)}, but it happened` : `${words(answer)}, but nothing happened`;
}
