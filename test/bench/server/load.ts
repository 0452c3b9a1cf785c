/** Closed loop: each connection sends its next request when the last one is answered, until its requests are used up. */
import { Agent, request as httpRequest } from 'node:http';

export type Answer = { readonly status: number; readonly body: string };
export type Load = { readonly seconds: number; readonly latencies: readonly number[] };

/** `queues` has one list of bodies a connection; `check` throws for an answer that is not what it should be. */
export async function drain(
  queues: readonly (readonly Buffer[])[],
  send: (agent: Agent, body: Buffer) => Promise<Answer>,
  check: (answer: Answer) => void,
): Promise<Load> {
  const latencies: number[] = [];
  const began = performance.now();
  await Promise.all(
    queues.map(async (bodies) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (const body of bodies) {
        const sent = performance.now();
        const answer = await send(agent, body);
        latencies.push(performance.now() - sent);
        check(answer);
      }
      agent.destroy();
    }),
  );
  return { seconds: (performance.now() - began) / 1000, latencies };
}

export function send(port: number, path: string, cookie: string): (agent: Agent, body: Buffer) => Promise<Answer> {
  return (agent, body) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.byteLength, cookie };
      const request = httpRequest({ host: '127.0.0.1', port, method: 'POST', path, headers, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      });
      request.on('error', reject);
      request.end(body);
    });
}
