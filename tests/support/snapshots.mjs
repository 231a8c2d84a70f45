// Snapshots as an admin takes them and looks at them.
import { until } from './patience.mjs';

/** All snapshots and what is being done, once nothing is being done. */
export const settled = (admin) =>
  until(
    async () => (await admin.client.get('/admin/snapshots')).expect(200).body,
    ({ running }) => !running,
  );

/** Takes one and answers it as it is listed. */
export async function takeSnapshot(admin, body = {}) {
  await settled(admin);
  const { id } = (await admin.client.post('/admin/snapshots', body)).expect(202).body;
  const all = await settled(admin);
  const taken = all.items.find((one) => one.id === id);
  if (!taken) throw new Error(`no snapshot came of it: ${JSON.stringify(all.last_failure)}`);
  return taken;
}
