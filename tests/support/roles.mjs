// The roles in which a request can be made, each with the people it takes, and what came of a request.
import { Client } from './client.mjs';
import { accessToken, people } from './people.mjs';

// Who the actor is, of the owner of a thing, the other party to it (a buyer, who has a chat with the owner), and somebody
// who has nothing to do with either.
const actors = {
  signed_out: ({ owner }) => ({ client: new Client(owner.client.server) }),
  other: ({ other }) => other,
  owner: ({ owner }) => owner,
  party: ({ party }) => party,
  // The other party, whom the owner has blocked since.
  blocked: ({ party }) => party,
  // Programs of the owner's, each with an access token of one scope.
  read_token: ({ owner }) => owner,
  write_token: ({ owner }) => owner,
  chat_token: ({ owner }) => owner,
};

const ROLES = Object.keys(actors);
// What happens to a role's people when everything is there.
const fates = {
  blocked: ({ owner, party }) => owner.client.put(`/users/${party.username}/block`),
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
  const meetFate = async () => (await fates[role]?.({ owner, party }))?.expect(204);
  return { owner, party, other, me: actor.username ? actor : owner, client, meetFate };
}

/** The same outcome for every role but those that are named. What tokens may follows from the operation's scope. */
export const everybody = (outcome, but = {}) => ({
  ...Object.fromEntries(ROLES.filter((role) => !scopeOf(role)).map((role) => [role, outcome])),
  ...but,
});

/** What takes an account: the same for whoever is signed in, but for the roles that are named. */
export const signedIn = (outcome, but) => everybody(outcome, { signed_out: '401 not-signed-in', ...but });

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
  const shared = Object.fromEntries(
    await Promise.all(ROLES.map(async (role) => [role, await castOf(server, role)])),
  );
  const rows = [];
  const casts = new Set(Object.values(shared));
  for (const [name, row] of Object.entries(table)) {
    const scenes = {};
    for (const role of ROLES) {
      const cast = row.alone ? await castOf(server, role) : shared[role];
      casts.add(cast);
      scenes[role] = { ...cast, thing: await row.make?.(cast) };
    }
    rows.push([name, row, scenes]);
  }
  for (const { meetFate } of casts) await meetFate();
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
