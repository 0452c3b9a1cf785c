/** Starts the server: one process serves the built app and the API. */
import { createServer as createHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { openUploads } from './blobs/upload-store.ts';
import { loadDefinitions } from './definitions/load-definitions.ts';
import { loadFacts } from './definitions/load-facts.ts';
import { createApp } from './http/app.ts';
import { staticFiles } from './http/static-files.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { logLine } from './log-line.ts';
import { openServer } from './open-server.ts';
import type { ServerContext } from './context.ts';
import type { Certificate } from './tls.ts';

export type StartOptions = {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly definitionsFolder: string;
  /** The built app. */
  readonly dist: string;
  readonly certificate: Certificate | null;
  /** See `AppPorts`. */
  readonly filesOrigin: string | null;
  /** URL of an RFC 3161 authority; null: no timestamps. */
  readonly timestampAuthority: string | null;
  /** Runs once on a new installation, before the port opens. */
  readonly whenNew: (server: ServerContext) => Promise<void>;
};

export type RunningServer = {
  readonly port: number;
  readonly isNew: boolean;
  readonly server: ServerContext;
  /** Takes no more requests, ends those under way, closes the database. */
  readonly stop: () => Promise<void>;
};

export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { server, isNew, close } = await openServer({
    dataFolder: options.dataFolder,
    databaseUrl: options.databaseUrl,
    definitions: await loadDefinitions(options.definitionsFolder),
    facts: await loadFacts(options.definitionsFolder),
    now: Date.now,
  });
  try {
    if (isNew) await options.whenNew(server);
    const uploads = openUploads(server.folders.uploads);
    const report = (error: unknown, what: string): void => console.error(logLine(error, what, Date.now()));
    const { hono } = createApp({
      server,
      uploads,
      files: await staticFiles(options.dist, join(options.dataFolder, 'assets-archive')),
      filesOrigin: options.filesOrigin,
      addressOf: (c) => getConnInfo(c).remote.address ?? '',
      report,
    });
    const listening = await listen(hono.fetch, options);
    const endJobs = startJobs(server, uploads, { report, timestampAuthority: options.timestampAuthority });
    return { port: listening.port, isNew, server, stop: () => endJobs().then(listening.stop).then(close) };
  } catch (error) {
    await close();
    throw error;
  }
}

type Listening = { readonly port: number; readonly stop: () => Promise<void> };

function listen(fetch: Parameters<typeof serve>[0]['fetch'], { port, host, certificate }: StartOptions): Promise<Listening> {
  // A slow or silent client may not hold a connection for ever; an upload piece on a weak network may take its time.
  const limits = {
    headersTimeout: 20_000,
    requestTimeout: 10 * 60_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5000,
  };
  return new Promise((resolve, reject) => {
    const shared = { fetch, port, hostname: host };
    const http =
      certificate === null
        ? serve({ ...shared, createServer: createHttp, serverOptions: limits }, ready)
        : serve({ ...shared, createServer: createHttps, serverOptions: { ...limits, ...certificate } }, ready);
    http.once('error', reject);
    // Browsers connect ahead of need, and Node does not call such a connection idle before it has been asked something.
    const unasked = new Set<Socket>();
    http.on(certificate === null ? 'connection' : 'secureConnection', (socket: Socket) => {
      unasked.add(socket);
      socket.once('close', () => unasked.delete(socket));
    });
    http.on('request', ({ socket }: IncomingMessage) => unasked.delete(socket));
    function ready(address: { readonly port: number }): void {
      http.off('error', reject);
      resolve({ port: address.port, stop });
    }
    function stop(): Promise<void> {
      return new Promise((stopped) => {
        http.close(() => stopped());
        if ('closeIdleConnections' in http) http.closeIdleConnections();
        for (const socket of unasked) socket.destroy();
        // What is still open after ten seconds is cut: nothing was acknowledged to it.
        setTimeout(() => 'closeAllConnections' in http && http.closeAllConnections(), 10_000).unref();
      });
    }
  });
}
