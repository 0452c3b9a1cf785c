/** Reads a server's whole database and says what of its promises does not hold. Nothing of the phones' words is believed. */
import { canonicalJson } from '#shared/canonical-json.ts';
import { foldOps, registerKey } from '#oplog/register.ts';
import type { Head } from '#oplog/op.ts';
import { loadDefinitions } from '#server/definitions/load-definitions.ts';
import { loadFacts } from '#server/definitions/load-facts.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { openServer } from '#server/open-server.ts';
import type { ServerContext } from '#server/context.ts';
import { registersOfRun } from '#server/db/register-runs.ts';
import { storedOps } from '../server/stored-ops.ts';
import type { StoredRow } from '../server/stored-ops.ts';
import type { SoakPhone } from './phone.ts';
import type { SoakServer } from './server.ts';

export type Checked = {
  readonly ops: number;
  readonly acknowledged: number;
  /** One line each; empty when everything holds. */
  readonly faults: readonly string[];
};

/** The server must be stopped and every phone settled. One that was `restored` numbers anew. */
export async function checkServer(soaked: SoakServer, phones: readonly SoakPhone[], { restored = false } = {}): Promise<Checked> {
  return withStopped(soaked, async (server) => {
    const rows = await storedOps(server.open.db);
    const stored = new Map<string, (typeof rows)[number]>();
    const faults: string[] = [];
    for (const row of rows) {
      if (stored.has(row.hash)) faults.push(`op ${row.hash} stands twice`);
      stored.set(row.hash, row);
    }
    let acknowledged = 0;
    for (const phone of phones) {
      if (!restored && phone.changedMinds() > 0)
        faults.push(`${String(phone.changedMinds())} receipts were told differently later`);
      for (const op of phone.written) if (!stored.has(op.hash)) faults.push(`op ${op.hash} never arrived`);
      for (const [hash, { gsn, state }] of phone.acknowledged) {
        acknowledged += 1;
        const row = stored.get(hash);
        if (row === undefined) faults.push(`op ${hash} was acknowledged and is missing`);
        else if (row.gsn !== gsn || row.state !== state) faults.push(`op ${hash} was acknowledged with another number`);
      }
    }
    const written = phones.reduce((sum, phone) => sum + phone.written.length, 0);
    if (rows.length !== written) faults.push(`${String(written)} ops were written, ${String(rows.length)} are stored`);
    faults.push(
      ...(await verifyChains(server)).faults,
      ...(await numberFaults(server, rows)),
      ...(await stateFaults(server, rows)),
    );
    faults.push(...(await apart(server, phones)));
    return { ops: rows.length, acknowledged, faults };
  });
}

export async function withStopped<T>(soaked: SoakServer, work: (server: ServerContext) => Promise<T>): Promise<T> {
  const { server, close } = await openServer({
    dataFolder: soaked.dataFolder,
    databaseUrl: soaked.databaseUrl,
    definitions: await loadDefinitions(soaked.definitionsFolder),
    facts: await loadFacts(soaked.definitionsFolder),
    now: Date.now,
  });
  try {
    return await work(server);
  } finally {
    await close();
  }
}

/** Commits follow each other without a hole, and no number stands for two changes. */
async function numberFaults({ open: { db } }: ServerContext, rows: readonly StoredRow[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const commits = await db.selectFrom('commits').selectAll().orderBy('last_gsn').execute();
  let last = 0;
  for (const { first_gsn: first, last_gsn: end } of commits) {
    if (first !== last + 1) faults.push(`numbers ${String(last)} and ${String(first)} do not follow each other`);
    last = end;
  }
  const { gsn: head } = await db.selectFrom('sync_head').select('gsn').where('id', '=', 1).executeTakeFirstOrThrow();
  if (head !== last) faults.push(`the head is ${String(head)}, the last commit ended at ${String(last)}`);
  const taken = new Set<number>();
  const numbered = [
    ...rows,
    ...(await db.selectFrom('scores').select('gsn').execute()),
    ...(await db.selectFrom('evidence_files').select('gsn').execute()),
  ];
  for (const { gsn } of numbered) {
    if (gsn === null) continue;
    if (taken.has(gsn) || gsn > head) faults.push(`number ${String(gsn)} was given twice, or never`);
    taken.add(gsn);
  }
  const ordered = rows.filter(({ gsn }) => gsn !== null);
  for (const [index, { op, gsn }] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before?.op.device === op.device && (before.gsn ?? 0) > (gsn ?? 0))
      faults.push(`numbers of ${op.device} run against its chain`);
  }
  return faults;
}

/** The registers are what a replay of all stored ops gives. */
async function stateFaults({ open: { db } }: ServerContext, rows: readonly StoredRow[]): Promise<readonly string[]> {
  const replayed = foldOps(rows.flatMap(({ state, op }) => (state === 'stored' ? [op] : [])));
  const runs = await db.selectFrom('register_runs').selectAll().execute();
  const held = runs.flatMap(registersOfRun);
  const faults = held.flatMap(({ register: { entityId, register, heads: found } }) => {
    const heads = replayed.get(registerKey(entityId, register))?.heads;
    return heads !== undefined && sameHeads(heads, found) ? [] : [`${entityId} ${register} is not what its ops say`];
  });
  return held.length === replayed.size ? faults : [...faults, 'registers are missing'];
}

/** Every phone shows what the server holds, assessments whole. */
async function apart({ open: { db } }: ServerContext, phones: readonly SoakPhone[]): Promise<readonly string[]> {
  const runs = await db.selectFrom('register_runs').selectAll().where('pulled', '=', 1).execute();
  return phones.flatMap(({ client }, index) =>
    runs.flatMap(registersOfRun).flatMap(({ register: { entityId, register, heads } }) => {
      const shown = client.state.registers.get(registerKey(entityId, register));
      return shown !== undefined && sameHeads(shown.heads, heads)
        ? []
        : [`phone ${String(index + 1)} shows ${entityId} ${register} differently`];
    }),
  );
}

function sameHeads(one: readonly Head[], other: readonly Head[]): boolean {
  return canonicalJson(one.map(({ hash }) => hash).sort()) === canonicalJson(other.map(({ hash }) => hash).sort());
}
