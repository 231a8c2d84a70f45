// Snapshots as an admin takes them and looks at them.
import { setTimeout as pause } from 'node:timers/promises';

/** All snapshots and what is being done, once nothing is being done. */
export async function settled(admin) {
  for (;;) {
    const { body } = (await admin.client.get('/admin/snapshots')).expect(200);
    if (!body.running) return body;
    await pause(5);
  }
}

/** Takes one and answers it as it is listed. */
export async function takeSnapshot(admin, body = {}) {
  await settled(admin);
  const { id } = (await admin.client.post('/admin/snapshots', body)).expect(202).body;
  const all = await settled(admin);
  const taken = all.items.find((one) => one.id === id);
  if (!taken) throw new Error(`no snapshot came of it: ${JSON.stringify(all.last_failure)}`);
  return taken;
}
