/** Seals and writes what the page has decided. It has a handle of its own on the person's database, like another tab. */
import { aesCodec } from './codec.ts';
import { StoreDatabase } from './database.ts';
import { errorNames, refuseEmptied, yieldToNewer } from './store-gate.ts';
import { writePlan } from './write-plan.ts';
import type { Place } from './write-plan.ts';
import type { FromWriter, ToWriter } from './writer-messages.ts';

let place: Place | null = null;

self.addEventListener('message', ({ data }: MessageEvent<ToWriter>) => void answer(data));

async function answer(message: ToWriter): Promise<void> {
  if (message.kind === 'open') return open(message.database, aesCodec(message.key, message.person));
  if (place === null) return;
  const { id, plan, rows } = message;
  try {
    say({ kind: 'written', id, written: await writePlan(place, plan, rows, null) });
  } catch (error) {
    say({ kind: 'failed', id, names: errorNames(error) });
  }
}

/** A database that does not open is the page's to tell of. */
async function open(database: string, codec: Place['codec']): Promise<void> {
  const db = new StoreDatabase(database);
  yieldToNewer(db, () => undefined);
  refuseEmptied(db, () => undefined);
  await db.open();
  place = { db, codec };
  say({ kind: 'ready' });
}

function say(message: FromWriter): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
  self.postMessage(message);
}
