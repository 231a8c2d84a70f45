// nchan, the long-poll module of nginx: messages in memory, no accounts, no JSON, no disk. What the market's polls are
// compared with. script/setup unpacks both.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../support/ports.mjs';
import { Program, root } from './processes.mjs';

const tools = join(root, 'build/tools/usr');

// One worker: with two, on two processors, half of the messages go from one to the other, which is slower.
const configuration = (folder, port) => `
load_module ${tools}/lib/nginx/modules/ngx_nchan_module.so;
daemon off;
pid ${folder}/pid;
worker_processes 1;
worker_rlimit_nofile 20000;
error_log ${folder}/errors error;
events { worker_connections 19900; multi_accept on; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  keepalive_requests 1000000000;
  keepalive_timeout 300s;
  nchan_shared_memory_size 1024M;
  server {
    listen 127.0.0.1:${port} backlog=8192;
    location ~ ^/sub/(\\w+)$ {
      nchan_subscriber longpoll;
      nchan_channel_id $1;
      nchan_subscriber_first_message oldest;
      nchan_subscriber_compound_etag_message_id on;
      # All that waits in one answer, as the market does it.
      nchan_longpoll_multipart_response raw;
      nchan_subscriber_timeout 120;
    }
    location ~ ^/pub/(\\w+)/(\\w+)$ {
      nchan_publisher;
      nchan_channel_id $1 $2;
      nchan_message_buffer_length 1000;
    }
    location ~ ^/pub/(\\w+)$ {
      nchan_publisher;
      nchan_channel_id $1;
      nchan_message_buffer_length 1000;
    }
    location = /status { nchan_stub_status; }
  }
}
`;

export async function startNchan(folder, known) {
  const own = await mkdtemp(join(folder, 'nchan-'));
  const port = known ?? (await freePort());
  const file = join(own, 'nginx.conf');
  await writeFile(file, configuration(own, port));
  const program = new Program(join(tools, 'sbin/nginx'), ['-p', own, '-c', file, '-e', join(own, 'errors')]);
  const status = () => fetch(`http://127.0.0.1:${port}/status`).then((answer) => answer.text());
  while (!(await status().catch(() => undefined))) {
    if (program.child.exitCode !== null) {
      throw new Error(`nginx ended early: ${await readFile(join(own, 'errors'), 'utf8')}`);
    }
    await setTimeout(20);
  }
  return {
    program,
    kind: 'nchan',
    port,
    memory: () => program.memory(),
    waiting: async () => Number(/^subscribers: (\d+)/m.exec(await status())[1]),
    stop: () => program.end('SIGTERM'),
  };
}
