// A process of its own that holds many connections to a server, since one process has only so many: `node crowd.mjs PORT
// COUNT`. Each asks once and then waits. Says how many were answered, and holds them until its input ends.
import net from 'node:net';

const [port, count] = process.argv.slice(2).map(Number);
const AT_ONCE = 256;
let begun = 0;
let answered = 0;

function begin() {
  if (begun === count) return;
  begun += 1;
  const socket = net.connect(port, '127.0.0.1', () =>
    socket.write('GET /health/live HTTP/1.1\r\nHost: market\r\n\r\n'),
  );
  socket.once('data', (bytes) => {
    if (!bytes.toString('latin1').startsWith('HTTP/1.1 200 ')) throw new Error(bytes.toString());
    answered += 1;
    if (answered === count) process.stdout.write(`${answered}\n`);
    begin();
  });
  socket.on('error', (error) => {
    throw error;
  });
}

for (let i = 0; i < AT_ONCE; i += 1) begin();
process.stdin.resume().once('end', () => process.exit(0));
