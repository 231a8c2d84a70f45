// Ports for programs that can't choose one and tell, and for servers that come back where they were.
import { once } from 'node:events';
import net from 'node:net';

// Below those that systems give to who asks for any (32768 and more): nobody comes in between by chance, neither another
// test's server nor a connection from here to somewhere.
const [FIRST, COUNT] = [20_000, 12_000];

/** A port that nobody listens at. */
export async function freePort() {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const probe = net.createServer().listen(port, '127.0.0.1');
    const listens = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!listens) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
  throw new Error('there is no free port');
}
