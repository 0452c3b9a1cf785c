/** What is acknowledged was forced to the disk before, counted in the server's own process and in PostgreSQL's. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { EntityId, PersonId } from '#shared/ids.ts';
import { enterprise } from '../bench/server/make-pushes.ts';
import { evidenceDraft, newEntity } from '../server/test-server.ts';
import { startPostgres } from '../server/start-postgres.ts';
import { draft, setField } from '../simulation/drafts.ts';
import { assessmentStep } from './assessment-step.ts';
import { countSyncs } from './count-syncs.ts';
import { networkOf, soakPhone } from './phone.ts';
import type { SoakPhone } from './phone.ts';
import { textQuestions } from './questions.ts';
import { signIn, soakServer } from './server.ts';
import type { SoakServer } from './server.ts';

const counter = countSyncs();
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  counter.remove();
});

type Ready = { readonly server: SoakServer; readonly ask: typeof fetch; readonly phones: readonly SoakPhone[] };

/** A server with phones, each with an assessment of its own. */
async function ready(databaseUrl: string | null, count: number): Promise<Ready> {
  const server = soakServer({ databaseUrl, env: counter.env });
  closing.push(server.remove);
  const url = `http://127.0.0.1:${String(await server.start())}`;
  const [phones, nets]: [SoakPhone[], (typeof fetch)[]] = [[], []];
  for (let index = 0; index < count; index += 1) {
    const signedIn = await signIn(url, index);
    const net = networkOf(url, signedIn);
    nets.push(net);
    const phone = await soakPhone(net, signedIn.person as PersonId);
    phones.push(phone);
    if (index === 0) await phone.write([enterpriseStep]);
    await phone.write([assessmentStep(newEntity())]);
    expect(await phone.push()).toBeNull();
  }
  const [ask] = nets;
  if (ask === undefined) throw new Error('no phone');
  return { server, ask, phones };
}

const enterpriseStep = {
  draft: draft({ kind: 'create', entity: 'enterprise', entityId: enterprise.code as EntityId, value: enterprise }),
  owner: null,
};
const answer = async (phone: SoakPhone): Promise<void> => {
  const known = [...phone.client.state.registers.values()].find(({ entity }) => entity === 'assessment');
  if (known !== undefined) await phone.write([setField(known.entityId, textQuestions[0] ?? '', Math.random().toString(36))]);
};

describe.each(['sqlite', 'postgres'] as const)('on %s', (database) => {
  test('[promise 11] each acknowledged batch was synced by itself; batches that come together share what they wait for', async () => {
    const postgres = database === 'postgres' ? await startPostgres({ durable: true, env: counter.env }) : null;
    if (postgres !== null) closing.push(postgres.stop);
    const { phones } = await ready(postgres?.url ?? null, 4);
    const log = database === 'sqlite' ? 'xunzhen.sqlite-wal' : '/pg_wal/';
    const logSyncs = (): number => counter.take().filter((path) => path.includes(log)).length;
    const [phone] = phones;
    if (phone === undefined) throw new Error('no phone');
    for (let batch = 0; batch < 10; batch += 1) {
      await answer(phone);
      logSyncs();
      const before = phone.acknowledged.size;
      expect(await phone.push()).toBeNull();
      expect(phone.acknowledged.size).toBe(before + 1);
      // The file that the commit waits for, after the request and before its answer.
      expect(logSyncs()).toBeGreaterThanOrEqual(1);
    }
    await Promise.all(phones.map(answer));
    logSyncs();
    await Promise.all(phones.map((each) => each.push()));
    expect(logSyncs()).toBeGreaterThanOrEqual(1);
  });
});

test('[B24] a committed photo, its name and its folder are on the disk before the answer, the registration too', async () => {
  const { server, ask, phones } = await ready(null, 1);
  const [phone] = phones;
  const assessment = [...(phone?.client.state.registers.values() ?? [])].find(({ entity }) => entity === 'assessment')?.entityId;
  if (phone === undefined || assessment === undefined) throw new Error('no assessment');
  const bytes = readFileSync(new URL('../../src/server/demo/photos/board.jpg', import.meta.url));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const evidenceId = newEntity();
  await phone.write([{ draft: evidenceDraft(assessment, evidenceId, sha256, bytes.length), owner: assessment }]);
  expect(await phone.push()).toBeNull();
  const metadata = Object.entries({ evidenceId, sha256 }).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  const tus = { 'tus-resumable': '1.0.0' };
  const upload = { 'upload-length': String(bytes.length), 'upload-metadata': metadata.join(',') };
  const created = await ask('/api/files', { method: 'POST', headers: { ...tus, ...upload } });
  const path = new URL(created.headers.get('location') ?? '', 'http://x').pathname;
  const patch = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  expect((await ask(path, { method: 'PATCH', headers: patch, body: new Uint8Array(bytes) })).status).toBe(204);
  const uploadId = path.split('/').at(-1) ?? '';
  counter.take();
  const json = { 'content-type': 'application/json' };
  const commit = { method: 'POST', headers: json, body: JSON.stringify({ evidenceId, uploadId, sha256 }) };
  expect((await ask('/api/evidence/commit', commit)).status).toBe(200);
  const evidence = join(server.dataFolder, 'evidence');
  const folder = join(evidence, sha256.slice(0, 2));
  expect(counter.take()).toEqual([
    join(server.dataFolder, 'uploads', uploadId),
    join(folder, sha256.slice(2)),
    folder,
    evidence,
    join(server.dataFolder, 'xunzhen.sqlite-wal'),
  ]);
});
