import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quarantineReplySchema } from '#protocol/quarantine-wire.ts';
import { rootsReplySchema } from '#protocol/roots-wire.ts';
import { snapshotReplySchema } from '#protocol/sync-wire.ts';
import { applyRepair, rootHeld } from '#replica/repair.ts';
import type { ClientRegister } from '#replica/client-state.ts';
import { registerKey } from '#oplog/register.ts';
import type { EntityId } from '#shared/ids.ts';
import { sha256Text } from '#shared/sha256.ts';
import { soakPhone } from '../soak/phone.ts';
import type { SoakPhone } from '../soak/phone.ts';
import { setField } from '../simulation/drafts.ts';
import { createAssessment, databases, newEntity, testServer, visitor } from './test-server.ts';
import type { TestServer, Visitor } from './test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let mine: SoakPhone;
  const assessment = newEntity();

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    const ask: typeof fetch = async (path, init) => {
      const headers = new Headers(init?.headers);
      headers.set('cookie', surveyor.cookie);
      return test_.app.hono.request(path instanceof Request ? path.url : String(path), { ...init, headers });
    };
    mine = await soakPhone(ask, surveyor.person);
    await mine.write([{ draft: createAssessment(test_.server, assessment), owner: assessment }]);
    await mine.write([setField(assessment, 'jc01', 1), setField(assessment, 'jc02', 2)]);
    await mine.settle();
  });
  afterAll(() => test_.stop());

  const differing = async (
    over: { root?: string; cursor?: number; epoch?: string } = {},
    who = surveyor,
  ): Promise<readonly string[]> => {
    const { epoch, cursor } = await mine.client.read.meta();
    const root = over.root ?? (await rootHeld(mine.client.read, assessment, sha256Text)) ?? '';
    const body = { epoch: over.epoch ?? epoch, cursor: over.cursor ?? cursor, roots: [[assessment, root]] };
    return rootsReplySchema.parse(await (await who.request('POST', '/api/sync/roots', body)).json()).differing;
  };
  const noted = () => test_.server.open.db.selectFrom('audit').selectAll().where('kind', '=', 'state.differs').execute();
  const repair = async (): Promise<void> => {
    const reply = await surveyor.request('GET', `/api/sync/snapshot?entity=${assessment}`);
    const plan = await applyRepair(mine.client.read, assessment, snapshotReplySchema.parse(await reply.json()));
    if (plan === null) throw new Error('no plan');
    expect(await mine.client.commit(plan)).toBe('done');
  };

  test('[H153] phone and server agree on what they hold; a change after the cursor, another epoch or scope is no difference', async () => {
    expect(await differing()).toEqual([]);
    expect(await differing({ root: 'f'.repeat(64), cursor: 1 })).toEqual([]);
    expect(await differing({ root: 'f'.repeat(64), epoch: 'another' })).toEqual([]);
    const stranger = await visitor(test_, 'stranger', 'surveyor', '420200');
    expect(await differing({ root: 'f'.repeat(64) }, stranger)).toEqual([]);
    expect(await noted()).toEqual([]);
  });

  const spoilings: readonly (readonly [string, (phone: SoakPhone) => void])[] = [
    [
      'a value that nobody wrote',
      (phone: SoakPhone): void => {
        const key = registerKey(assessment, 'self/jc01');
        const held: ClientRegister | undefined = phone.client.state.registers.get(key);
        if (held === undefined) throw new Error('no register');
        const base = held.base.map((head) => ({ ...head, hash: 'e'.repeat(64) as typeof head.hash, value: 99 }));
        phone.client.state.registers.set(key, { ...held, base, heads: base });
      },
    ],
    ['a missing value', (phone: SoakPhone) => void phone.client.state.registers.delete(registerKey(assessment, 'self/jc02'))],
    [
      'a field that the server never had',
      (phone: SoakPhone): void => {
        const held: ClientRegister | undefined = phone.client.state.registers.get(registerKey(assessment, 'self/jc01'));
        if (held === undefined) throw new Error('no register');
        phone.client.state.registers.set(registerKey(assessment, 'self/jc99'), { ...held, register: 'self/jc99' });
      },
    ],
  ];
  test.each(spoilings)(
    '[H154] %s on the phone is found, noted in the audit, and mended by one fetch; unsent work stays',
    async (_what, spoil) => {
      const before = (await noted()).length;
      const whole = JSON.stringify(shown(mine));
      spoil(mine);
      await mine.write([setField(assessment, 'jc03', 3)]);
      expect(await mine.push()).toBeNull();
      expect(await mine.pull()).toBeNull();
      expect(await differing()).toEqual([assessment]);
      const audit = await noted();
      expect(audit).toHaveLength(before + 1);
      expect(audit.at(-1)).toMatchObject({ person: surveyor.person, subject: assessment });
      const desk = await surveyor.request('GET', '/api/office/quarantine');
      expect(quarantineReplySchema.parse(await desk.json()).differences[0]).toMatchObject({ assessment, person: 'surveyor' });
      await mine.write([setField(assessment, 'jc04', 4)]);
      await repair();
      expect(shown(mine).some(([register]) => register === 'self/jc04')).toBe(true);
      expect(await mine.push()).toBeNull();
      expect(await mine.pull()).toBeNull();
      expect(await differing()).toEqual([]);
      const now = new Map(shown(mine));
      for (const [register, value] of JSON.parse(whole) as [string, unknown][])
        if (!['self/jc03', 'self/jc04'].includes(register)) expect(now.get(register)).toEqual(value);
      expect(now.has('self/jc99')).toBe(false);
    },
  );
});

function shown({ client }: SoakPhone): readonly (readonly [string, unknown])[] {
  return [...client.state.registers.values()]
    .filter(({ owner, entityId }: { owner: EntityId | null; entityId: EntityId }) => (owner ?? entityId) !== null)
    .map(({ register, heads }) => [register, heads.map(({ hash, value }) => [hash, value])] as const);
}
