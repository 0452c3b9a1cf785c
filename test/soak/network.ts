/** The product's sync in Chromium behind the networks of the field. It must end in sync with nothing lost and nothing believed too early. */
import { setTimeout as wait } from 'node:timers/promises';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { seeded } from '../simulation/seeded.ts';
import { browserPhone, phonePages } from './browser-phone.ts';
import type { BrowserPhone } from './browser-phone.ts';
import { withStopped } from './check-server.ts';
import { noFaults, startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy, Faults } from './fault-proxy.ts';
import type { Fill } from './page/phone-page.ts';
import { textQuestions } from './questions.ts';
import { soakServer } from './server.ts';
import type { SoakServer } from './server.ts';
import { storedOps } from '../server/stored-ops.ts';

export const profiles = {
  /** EDGE: 200 kbit/s and a second to each answer. */
  '2g': { ...noFaults, bytesPerSecond: 25_000, delay: [300, 1000] },
  flaky: {
    ...noFaults,
    lostRequest: 0.15,
    lostReply: 0.15,
    halfReply: 0.1,
    unavailable: 0.1,
    delay: [20, 300],
    cutEveryMs: 1700,
    bytesPerSecond: 250_000,
  },
  /** Connected, and nothing comes back. */
  hang: { ...noFaults, silence: 0.15, delay: [20, 100] },
  captive: { ...noFaults, portal: 0.25 },
} as const satisfies Record<string, Faults>;

export type Profile = keyof typeof profiles;

export type NetworkOptions = {
  readonly profile: Profile;
  readonly work: Fill;
  readonly seed: number;
  /** Lines are ten times as fast, and instead of waiting a minute for what hangs, the page's clock jumps. */
  readonly hurried: boolean;
};

export type NetworkReport = Pick<NetworkOptions, 'profile' | 'seed'> & {
  readonly ops: number;
  readonly photos: number;
  readonly network: FaultProxy['counts'];
  /** Problems that cycles ended with. */
  readonly problems: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  readonly ms: number;
};

export async function soakNetwork({ profile, work, seed, hurried }: NetworkOptions): Promise<NetworkReport> {
  const began = performance.now();
  const server = soakServer({ pages: await phonePages() });
  const proxy = await startFaultProxy(await server.start(), seeded(seed).next);
  const phone = await browserPhone(proxy.url, server, textQuestions, { canJump: hurried });
  try {
    const photos = await phone.work(work);
    const hashes = await phone.opHashes();
    const early = profile === 'captive' ? await behindPortal(proxy, phone, hashes.length) : [];
    proxy.faults = hurried ? hurry(profiles[profile]) : profiles[profile];
    if (profile !== 'captive') await phone.start(500);
    for (let hung = 0; ; await wait(250)) {
      const { pendingOps, pendingPhotos } = await phone.state();
      if (pendingOps === 0 && pendingPhotos === 0) break;
      if (!hurried || proxy.counts.silence === hung) continue;
      hung = proxy.counts.silence;
      await phone.jump(61_000);
    }
    const { problems } = await phone.state();
    await phone.close();
    await server.stop();
    const faults = [...early, ...(await check(server, hashes, photos))];
    const counts = { ops: hashes.length, photos: photos.length };
    return { profile, seed, ...counts, network: proxy.counts, problems, faults, ms: Math.round(performance.now() - began) };
  } finally {
    await phone.close();
    await proxy.close();
    await server.remove();
  }
}

function hurry(faults: Faults): Faults {
  const { delay, bytesPerSecond } = faults;
  return {
    ...faults,
    delay: [delay[0] / 10, delay[1] / 10],
    bytesPerSecond: bytesPerSecond === null ? null : bytesPerSecond * 10,
  };
}

/** A portal answers everything with 200 for a while: the phone must say so, and must have delivered nothing. */
async function behindPortal(proxy: FaultProxy, phone: BrowserPhone, ops: number): Promise<readonly string[]> {
  proxy.faults = { ...noFaults, portal: 1 };
  await phone.start(200);
  while (proxy.counts.portal < 10) await wait(50);
  const { sync, pendingOps, photosVerified } = await phone.state();
  return [
    ...(pendingOps === ops ? [] : [`${String(ops - pendingOps)} ops counted as delivered by a portal`]),
    ...(photosVerified === 0 ? [] : [`${String(photosVerified)} photos counted as delivered by a portal`]),
    ...(sync?.problem?.code === 'network.not-ours' ? [] : [`the portal read as ${sync?.problem?.code ?? 'nothing'}`]),
    ...(sync?.lastSuccessAt === null ? [] : ['the portal counted as contact']),
  ];
}

async function check(soaked: SoakServer, ops: readonly string[], photos: readonly string[]): Promise<readonly string[]> {
  return withStopped(soaked, async (server) => {
    const { db } = server.open;
    const stored = await storedOps(db);
    const aside = await db.selectFrom('ops').select(['kind', 'entity', 'problem']).where('state', '=', 'quarantined').execute();
    const files = await db.selectFrom('evidence_files').select('sha256').execute();
    return [
      ...different(
        'ops',
        ops,
        stored.map(({ hash }) => hash),
      ),
      ...different(
        'photos',
        photos,
        files.map(({ sha256 }) => sha256),
      ),
      ...aside.map(({ kind, entity, problem }) => `${kind} ${entity} was set aside: ${problem ?? ''}`),
      ...(await verifyChains(server)).faults,
    ];
  });
}

function different(what: string, here: readonly string[], there: readonly string[]): readonly string[] {
  return JSON.stringify([...here].sort()) === JSON.stringify([...there].sort())
    ? []
    : [`${String(here.length)} ${what} on the phone, ${String(there.length)} on the server`];
}
