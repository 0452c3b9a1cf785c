/** Definitions and registry packs, fetched again when the server says that they changed. */
import { factsReplySchema } from '#protocol/facts-wire.ts';
import { definitionsIndexSchema, registryIndexSchema, registryPackSchema } from '#protocol/sync-wire.ts';
import type { PullReply } from '#protocol/sync-wire.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import {
  listServerDefinitions,
  listServerPacks,
  noteContact,
  readContact,
  saveDefinition,
  saveFacts,
  savePack,
} from '#store/commands/keep-reference.ts';
import type { Store } from '#store/store.ts';
import { callForText, callServer } from './call-server.ts';
import type { SyncPorts } from './sync-ports.ts';

/** A version is noted only when everything of it has arrived; what came before a break is kept and not fetched twice. */
export async function refreshReference(store: Store, ports: SyncPorts, page: PullReply): Promise<Outcome<null>> {
  const { definitionsVersion, registryVersion } = await readContact(store);
  if (definitionsVersion !== page.definitionsVersion) {
    const fetched = await fetchDefinitions(store, ports);
    if (fetched.kind === 'refused') return fetched;
    await noteContact(store, { definitionsVersion: page.definitionsVersion });
  }
  if (registryVersion !== page.registryVersion) {
    const fetched = await fetchPacks(store, ports);
    if (fetched.kind === 'refused') return fetched;
    await noteContact(store, { registryVersion: page.registryVersion });
  }
  return ok(null);
}

async function fetchDefinitions(store: Store, ports: SyncPorts): Promise<Outcome<null>> {
  const index = await callServer(ports.fetch, { method: 'GET', path: '/api/definitions', body: null }, definitionsIndexSchema);
  if (index.kind === 'refused') return index;
  const missing = await listServerDefinitions(store, index.value.definitions);
  if (missing.kind === 'refused') return missing;
  for (const hash of missing.value) {
    const body = await callForText(ports.fetch, { method: 'GET', path: `/api/definitions/${hash}`, body: null });
    if (body.kind === 'refused') return body;
    const saved = await saveDefinition(store, hash, body.value);
    if (saved.kind === 'refused') return saved;
  }
  const dictionary = await callServer(ports.fetch, { method: 'GET', path: '/api/facts', body: null }, factsReplySchema);
  return dictionary.kind === 'refused' ? dictionary : saveFacts(store, dictionary.value.facts);
}

async function fetchPacks(store: Store, ports: SyncPorts): Promise<Outcome<null>> {
  const index = await callServer(ports.fetch, { method: 'GET', path: '/api/registry', body: null }, registryIndexSchema);
  if (index.kind === 'refused') return index;
  const changed = await listServerPacks(store, index.value.packs);
  if (changed.kind === 'refused') return changed;
  for (const pack of changed.value) {
    const path = `/api/registry/packs/${encodeURIComponent(pack.id)}`;
    const reply = await callServer(ports.fetch, { method: 'GET', path, body: null }, registryPackSchema);
    if (reply.kind === 'refused') return reply;
    // A pack that changed after the index was read comes with the next cycle.
    if (reply.value.hash !== pack.hash) return refused(problem('server.failed', { reason: 'pack-changed' }));
    const saved = await savePack(store, pack, reply.value.entries);
    if (saved.kind === 'refused') return saved;
  }
  return ok(null);
}
