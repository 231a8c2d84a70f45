// Going back to a snapshot, as an admin does it.
import { settled } from './snapshots.mjs';

/** Begins it, and answers what became of it. */
export async function goBack(admin, id, reason = '실수로 지웠어요') {
  (await admin.client.post(`/admin/snapshots/${id}/rollback`, { reason })).expect(202);
  return (await settled(admin)).last_rollback;
}
