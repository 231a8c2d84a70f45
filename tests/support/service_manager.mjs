// What systemd is to a service: a socket that hears what it says. Node has no datagrams of Unix; Perl is on every Debian.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patiently } from './patience.mjs';

const HEAR = `
  use Socket; $| = 1;
  socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die "$!";
  bind($socket, sockaddr_un($ARGV[0])) or die "$!";
  print "open\\n";
  while (defined(recv($socket, my $said, 4096, 0))) { $said =~ s/\\n/\\t/g; print "$said\\n"; }`;

// Byte 120 of the -shm file is SQLite's lock of who writes (WAL_WRITE_LOCK): taken, until its stdin ends.
const LOCK = `
  use Fcntl; $| = 1;
  open(my $shm, '+<', $ARGV[0]) or die "$!";
  my $lock = pack('s s x4 q q i x4', F_WRLCK, 0, 120, 1, 0);
  fcntl($shm, F_SETLKW, $lock) or die "$!";
  print "locked\\n";
  <STDIN>;`;

async function perl(script, file) {
  const child = spawn('perl', ['-e', script, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), once(child, 'close')]);
  assert.equal(typeof said, 'string', 'perl could not do it');
  return child;
}

export class ServiceManager {
  heard = []; // of each datagram its lines
  waiting = new Set();

  async start() {
    this.folder = mkdtempSync(join(tmpdir(), 'giraffe-notify-'));
    this.socket = join(this.folder, 'notify');
    this.child = await perl(HEAR, this.socket);
    let text = '';
    this.child.stdout.on('data', (chunk) => {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop();
      for (const line of lines) this.heard.push(line.split('\t'));
      for (const look of this.waiting) look();
    });
    return this;
  }

  stop() {
    this.child.kill();
    rmSync(this.folder, { recursive: true });
  }

  /** The next datagram with a line like that, from that one on. */
  hears(pattern, from = 0) {
    const heard = new Promise((done) => {
      const look = () => {
        const at = this.heard.findIndex((lines, i) => i >= from && lines.some((line) => pattern.test(line)));
        if (at < 0) return;
        this.waiting.delete(look);
        done({ at, lines: this.heard[at] });
      };
      this.waiting.add(look);
      look();
    });
    return patiently(heard, pattern);
  }
}

/** Another process that holds the database locked for writing, until it is told to let go or the test ends. */
export async function lockForWriting(t, database) {
  const child = await perl(LOCK, `${database}-shm`);
  const closed = once(child, 'close');
  const release = async () => {
    child.stdin.end();
    await closed;
  };
  t.after(release);
  return release;
}
