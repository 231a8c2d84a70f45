// This machine's own root once more, to install packages in: what is changed there goes to memory, and goes away with it.
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

// A mount namespace of its own with an overlay over /. What is mounted below / (/run, /proc) is not in it but for what
// programs need, so that nothing there reaches this machine's services.
const SETUP = `
  set -e
  scratch=$(mktemp -d)
  mount -t tmpfs -o size=512m scratch "$scratch"
  mkdir "$scratch/upper" "$scratch/work" "$scratch/root"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/root"
  for each in proc dev; do mount --rbind "/$each" "$scratch/root/$each"; done
  mount -t tmpfs tmp "$scratch/root/tmp"
  chmod 1777 "$scratch/root/tmp"
  mount -t tmpfs run "$scratch/root/run"
  echo "$scratch"
  read -r _ || true
  umount -R "$scratch" 2>/dev/null || true`;

/** Why there can be none here; false when there can. */
export function noScratchRoot() {
  if (process.getuid() !== 0) return 'only root can make a scratch root';
  const probe = spawnSync('unshare', ['--mount', 'sh', '-c', SETUP], { input: '' });
  return probe.status === 0 ? false : `no scratch root can be made here: ${probe.error ?? probe.stderr}`;
}

export class ScratchRoot {
  async start() {
    this.holder = spawn('unshare', ['--mount', 'sh', '-c', SETUP], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.closed = once(this.holder, 'close');
    const [line] = await Promise.race([once(this.holder.stdout.setEncoding('utf8'), 'data'), this.closed]);
    assert.equal(typeof line, 'string', 'there is no scratch root');
    this.folder = line.trim();
    return this;
  }

  async stop() {
    this.holder.stdin.end();
    await this.closed;
    spawnSync('rmdir', [this.folder]);
  }

  /** The words that run a command in it; the process that they start becomes the command. */
  words(...command) {
    return [
      'nsenter',
      `--mount=/proc/${this.holder.pid}/ns/mnt`,
      '--',
      'chroot',
      `${this.folder}/root`,
      ...command,
    ];
  }

  /** {stdout, stderr}; throws when it fails. `folder` of this machine is seen at /mnt. */
  run(...command) {
    const [program, ...args] = this.words(...command);
    return promisify(execFile)(program, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }

  /** A shell's standard output. */
  async sh(script) {
    return (await this.run('sh', '-ec', script)).stdout.trim();
  }
}
