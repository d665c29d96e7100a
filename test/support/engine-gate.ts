import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * An address of a test's own for the search engine, which it can make as silent
 * as an engine that was stopped, while everybody else goes on with the real one.
 */
export async function engineGate(engineUrl: string) {
  const to = new URL(engineUrl);
  const state = { isStopped: false };
  const server = createServer((asked, answer) => {
    if (state.isStopped) {
      asked.socket.destroy();
      return;
    }
    const passed = send(
      {
        host: to.hostname,
        port: to.port,
        method: asked.method,
        path: asked.url,
        headers: { ...asked.headers, host: to.host },
      },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      },
    );
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      state.isStopped = true;
    },
    start: () => {
      state.isStopped = false;
    },
    close: () => server.close(),
  };
}
