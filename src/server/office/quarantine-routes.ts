import { scopeOf } from '#policy/scope.ts';
import { releaseRequestSchema } from '#protocol/quarantine-wire.ts';
import type { DeviceId } from '#shared/ids.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { within } from '../db/within.ts';
import { readJson, smallBody } from '../http/read-json.ts';
import { problemReply } from '../http/reply.ts';
import type { RouteTable } from '../http/routes.ts';
import { listDamagedFiles } from './damaged-files.ts';
import type { Desk } from './desk.ts';
import { listDifferences, listQuarantine, readQuarantined, releaseStep } from './quarantine.ts';

export function quarantineRoutes(routes: RouteTable, server: ServerContext, desk: Desk): void {
  routes.signed('GET', '/api/office/quarantine', 'office.quarantine', async (c, actor) =>
    c.json(
      await within(server.open, scopeOf(actor), async (reader) => ({
        steps: await listQuarantine(desk, reader),
        differences: await listDifferences(reader, server.now()),
      })),
    ),
  );

  routes.signed('GET', '/api/office/damaged-files', 'office.quarantine', async (c, actor) =>
    c.json({ files: await within(server.open, scopeOf(actor), listDamagedFiles) }),
  );

  routes.signed('POST', '/api/office/quarantine/release', 'office.release', async (c, actor) => {
    const request = await readJson(c, releaseRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const { step, reason } = request.value;
    const release = { device: request.value.device as DeviceId, step };
    const ops = await within(server.open, scopeOf(actor), (reader) => readQuarantined(reader, release));
    if (ops === null) return problemReply(c, problem('access.not-found'));
    const left = await releaseStep(server, ops, { by: actor.person, reason });
    const detail = JSON.stringify({ reason, left });
    const event = { kind: 'office.release', person: actor.person, subject: `${release.device} ${step}`, detail };
    await recordAudit(server.open.db, server.open.kind, event, new Date(server.now()).toISOString());
    return c.json({ problem: left });
  });
}
