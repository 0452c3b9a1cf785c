import { scopeOf } from '#policy/scope.ts';
import { releaseRequestSchema } from '#protocol/quarantine-wire.ts';
import type { DeviceId } from '#shared/ids.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { readJson, smallBody } from '../http/read-json.ts';
import { problemReply } from '../http/reply.ts';
import type { RouteTable } from '../http/routes.ts';
import type { Desk } from './desk.ts';
import { listDifferences, listQuarantine, readQuarantined, releaseStep } from './quarantine.ts';

export function quarantineRoutes(routes: RouteTable, server: ServerContext, desk: Desk): void {
  routes.signed('GET', '/api/office/quarantine', 'office.quarantine', async (c, actor) =>
    c.json({
      steps: await listQuarantine(desk, scopeOf(actor)),
      differences: await listDifferences(desk, scopeOf(actor), server.now()),
    }),
  );

  routes.signed('POST', '/api/office/quarantine/release', 'office.release', async (c, actor) => {
    const request = await readJson(c, releaseRequestSchema, smallBody);
    if (request.kind === 'refused') return problemReply(c, request.problem);
    const { step, reason } = request.value;
    const release = { device: request.value.device as DeviceId, step };
    const ops = await readQuarantined(desk, scopeOf(actor), release);
    if (ops === null) return problemReply(c, problem('access.not-found'));
    const left = await releaseStep(server, ops, { by: actor.person, reason });
    const detail = JSON.stringify({ reason, left });
    const event = { kind: 'office.release', person: actor.person, subject: `${release.device} ${step}`, detail };
    await recordAudit(desk.db, desk.kind, event, new Date(server.now()).toISOString());
    return c.json({ problem: left });
  });
}
