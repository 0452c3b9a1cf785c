/**
 * A network that fails on purpose, between a phone and a server on this machine. It knows HTTP, so it can do what a plain TCP proxy
 * cannot: lose the acknowledgement of a request that was carried out, deliver one twice, answer with a portal's page. Its own chance is
 * seeded; what runs behind it is not.
 */
import { EventEmitter, once } from 'node:events';
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

/** Shares from 0 to 1 are of the requests to `/api/`; everything else passes as it is. */
export type Faults = {
  /** The request never arrives. */
  readonly lostRequest: number;
  /** The server answered, and nobody hears it. */
  readonly lostReply: number;
  /** The server sees the same POST twice. */
  readonly twice: number;
  /** Half of an answer, then the connection dies. */
  readonly halfReply: number;
  /** 200 with a page to sign in at. */
  readonly portal: number;
  /** 503 from something in between. */
  readonly unavailable: number;
  /** No answer, ever. */
  readonly silence: number;
  /** Milliseconds before a request passes, at least and at most. */
  readonly delay: readonly [number, number];
  /** Every connection is reset this often; null: never. */
  readonly cutEveryMs: number | null;
  /** Each way, of each connection; null: as fast as it goes. */
  readonly bytesPerSecond: number | null;
};

export const noFaults: Faults = {
  lostRequest: 0,
  lostReply: 0,
  twice: 0,
  halfReply: 0,
  portal: 0,
  unavailable: 0,
  silence: 0,
  delay: [0, 0],
  cutEveryMs: null,
  bytesPerSecond: null,
};

type Counted = 'requests' | 'cuts' | Exclude<keyof Faults, 'delay' | 'cutEveryMs' | 'bytesPerSecond'>;

export type FaultProxy = {
  readonly url: string;
  /** May be changed at any time. */
  faults: Faults;
  /** Port of the server behind; another one after it was started anew. */
  target: number;
  readonly counts: Readonly<Record<Counted, number>>;
  /** Requests to this path that the server has and has not answered. */
  readonly underWay: (path: string) => number;
  /** The moment at which the next request to this path comes back, answered or not. */
  readonly answered: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function startFaultProxy(target: number, chance: () => number, faults: Faults = noFaults): Promise<FaultProxy> {
  const counts: Record<Counted, number> = {
    requests: 0,
    cuts: 0,
    lostRequest: 0,
    lostReply: 0,
    twice: 0,
    halfReply: 0,
    portal: 0,
    unavailable: 0,
    silence: 0,
  };
  const busy = new Map<string, number>();
  const back = new EventEmitter();
  const agent = new Agent({ keepAlive: true });
  const lines = new Set<Socket>();
  const state = { faults, target };

  const meets = (fault: Exclude<Counted, 'requests' | 'cuts'>): boolean => {
    if (state.faults[fault] === 0 || chance() >= state.faults[fault]) return false;
    counts[fault] += 1;
    return true;
  };
  const inner = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const faulty = path.startsWith('/api/');
    counts.requests += 1;
    for (const stream of [request, response]) stream.on('error', () => undefined);
    const pass = async (): Promise<void> => {
      const [least, most] = state.faults.delay;
      if (faulty && most > 0) await wait(least + chance() * (most - least));
      if (faulty && (await meetsBefore(request, response, meets))) return;
      busy.set(path, (busy.get(path) ?? 0) + 1);
      const { reply, body } = await ask(request, { port: state.target, agent, twice: faulty && meets('twice') }).finally(() => {
        busy.set(path, (busy.get(path) ?? 1) - 1);
        back.emit(path);
      });
      if (faulty && meets('lostReply')) return cut(request);
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      if (!faulty || body.length < 2 || !meets('halfReply')) return void response.end(body);
      response.write(body.subarray(0, body.length >> 1), () => cut(request));
    };
    pass().catch(() => cut(request));
  });
  inner.keepAliveTimeout = 0;
  await listen(inner);
  const front = createTcpServer((phone) => {
    const line = connect(portOf(inner), '127.0.0.1');
    lines.add(phone);
    const end = (): void => {
      lines.delete(phone);
      phone.destroy();
      line.destroy();
    };
    for (const socket of [phone, line]) socket.on('error', end);
    // A server that has said everything closes; what is still on its way to the phone arrives all the same.
    phone.on('close', end);
    const speed = (): number | null => state.faults.bytesPerSecond;
    phone.pipe(throttle(speed)).pipe(line);
    line.pipe(throttle(speed)).pipe(phone);
  });
  await listen(front);
  let cutter = setTimeout(cutAll, state.faults.cutEveryMs ?? 200);
  function cutAll(): void {
    if (state.faults.cutEveryMs !== null) {
      for (const line of lines) {
        counts.cuts += 1;
        line.resetAndDestroy();
      }
    }
    cutter = setTimeout(cutAll, state.faults.cutEveryMs ?? 200);
  }
  return Object.assign(state, {
    url: `http://127.0.0.1:${String(portOf(front))}`,
    counts,
    underWay: (path: string) => busy.get(path) ?? 0,
    answered: async (path: string) => void (await once(back, path)),
    close: async () => {
      clearTimeout(cutter);
      for (const line of lines) line.destroy();
      inner.closeAllConnections();
      agent.destroy();
      await Promise.all([front, inner].map((server) => new Promise((closed) => server.close(closed))));
    },
  });
}

/** True when something in between answered, or nobody ever will. */
async function meetsBefore(
  request: IncomingMessage,
  response: ServerResponse,
  meets: (fault: 'lostRequest' | 'silence' | 'portal' | 'unavailable') => boolean,
): Promise<boolean> {
  if (meets('lostRequest')) cut(request);
  else if (meets('silence')) request.resume();
  else if (meets('portal')) {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Wi-Fi</title>');
  } else if (meets('unavailable')) {
    request.resume();
    response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('try later');
  } else return false;
  return true;
}

type Asked = { readonly reply: IncomingMessage; readonly body: Buffer };

/** Bodies go through as they arrive: what is cut in the middle reached the server in part. */
async function ask(
  request: IncomingMessage,
  { port, agent, twice }: { readonly port: number; readonly agent: Agent; readonly twice: boolean },
): Promise<Asked> {
  const { method = 'GET', url = '/', headers } = request;
  const send = (body: Buffer | null): Promise<Asked> =>
    new Promise((resolve, reject) => {
      const out = httpRequest(
        { host: '127.0.0.1', port, method, path: url, headers: headers as OutgoingHttpHeaders, agent },
        (reply) => {
          const chunks: Buffer[] = [];
          reply.on('data', (chunk: Buffer) => chunks.push(chunk));
          reply.on('end', () => resolve({ reply, body: Buffer.concat(chunks) }));
          reply.on('error', reject);
        },
      );
      out.on('error', reject);
      if (body !== null) return void out.end(body);
      request.pipe(out);
      request.on('close', () => request.complete || out.destroy());
    });
  if (!twice || method !== 'POST' || Number(headers['content-length'] ?? 0) > 1 << 20) return send(null);
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  await send(Buffer.concat(chunks));
  return send(Buffer.concat(chunks));
}

function throttle(speed: () => number | null): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, passed) {
      const limit = speed();
      if (limit === null) return passed(null, chunk);
      setTimeout(() => passed(null, chunk), (chunk.length / limit) * 1000);
    },
  });
}

function cut(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
