/**
 * What the API answers to those who run the market, as openapi.yaml describes it. `null` is what can't be known.
 *
 * @typedef {(number | null)[]} Values one a sample
 *
 * @typedef {object} Lane
 * @property {string} name
 * @property {number} queued
 * @property {number} running
 * @property {number} threads
 * @property {number} refused since the start
 *
 * @typedef {{name: string, free_bytes: number | null, total_bytes: number | null}} Disk
 *
 * @typedef {object} Raid
 * @property {string} device
 * @property {string} level
 * @property {'healthy' | 'degraded' | 'recovering' | 'failed'} state
 * @property {number} devices how many it should have
 * @property {number} active
 * @property {number | null} progress of a recovery, 0 to 1
 *
 * @typedef {{name: string, ok: boolean, reason: string | null}} Check
 *
 * @typedef {object} Logged
 * @property {string} at
 * @property {'warning' | 'error'} level
 * @property {string} message
 * @property {string | null} request_id
 * @property {string | null} route
 * @property {string | null} detail
 *
 * @typedef {object} Monitor
 * @property {string} started_at
 * @property {string} version
 * @property {number} interval_ms between two samples
 * @property {string[]} times of the samples, oldest first
 * @property {Record<string, Values | Record<string, Values>>} series
 * @property {object} now
 * @property {Lane[]} now.lanes
 * @property {Disk[]} now.disks
 * @property {Raid[]} now.raid
 * @property {Record<string, number | null> & {deals: Record<string, number>}} now.counts
 * @property {boolean} now.ready
 * @property {Check[]} now.checks
 * @property {Logged[]} errors newest first
 *
 * @typedef {object} Snapshot
 * @property {string} id
 * @property {string} at
 * @property {'scheduled' | 'manual' | 'before-rollback' | 'before-migration'} cause
 * @property {string} note may be empty
 * @property {'complete' | 'damaged'} state
 * @property {string | null} fault what is damaged
 * @property {string | null} verified_at
 * @property {number} schema_version
 * @property {string} program_version
 * @property {string} epoch
 * @property {Record<string, number>} counts
 * @property {number} database_bytes
 * @property {number} photo_bytes
 * @property {number} new_photo_bytes of photos that no earlier snapshot has
 * @property {string[]} kept_as
 * @property {{target: string, ok: boolean}[]} copies
 *
 * @typedef {Snapshot & {undoes: Record<string, number>}} SnapshotDetail undoes: how much came since
 *
 * @typedef {object} Running
 * @property {'snapshot' | 'verify' | 'rollback'} task
 * @property {string} snapshot_id
 * @property {string} step
 * @property {number} done
 * @property {number} total 0 while it is not known
 * @property {string} started_at
 *
 * @typedef {object} Rollback
 * @property {string} at
 * @property {string | null} by null: on the command line
 * @property {string} reason
 * @property {string | null} from_snapshot_id what was the present, taken just before; null: it failed before that
 * @property {string} to_snapshot_id
 * @property {Record<string, number>} undone
 * @property {boolean} present_damaged what could not be read is neither counted nor kept
 * @property {Record<string, number>} kept
 * @property {number} writers_paused_ms
 * @property {'done' | 'failed'} state
 * @property {string | null} fault
 *
 * @typedef {{at: string, task: Running['task'], reason: string}} Failure
 *
 * @typedef {object} Snapshots
 * @property {Snapshot[]} items newest first, all of them
 * @property {Running | null} running
 * @property {Rollback | null} last_rollback
 * @property {Failure | null} last_failure
 * @property {string | null} next_at
 * @property {{name: string, free_bytes: number | null, ok: boolean}[]} targets
 */

export {};
