import { createSignal, onMount, type Accessor } from 'solid-js';
import type { FirmLinkMade, FirmLinksReply } from '#protocol/firm-link-wire.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Problem } from '#shared/problems.ts';
import { createWrite } from '../create-write.ts';
import { listFirmLinks, makeFirmLink, revokeFirmLink } from './firm-links-api.ts';

export type FirmLinksWork = {
  /** Null until it was read. */
  readonly reply: Accessor<FirmLinksReply | null>;
  readonly failed: Accessor<Problem | null>;
  /** The link that was made here and still holds: its token is known as long as this lives. */
  readonly made: Accessor<FirmLinkMade | null>;
  readonly busy: Accessor<boolean>;
  readonly read: () => Promise<void>;
  readonly make: (days: number) => Promise<void>;
  readonly revoke: (id: string) => Promise<void>;
};

export function createFirmLinks(assessmentId: string): FirmLinksWork {
  const [reply, setReply] = createSignal<FirmLinksReply | null>(null);
  const [unread, setUnread] = createSignal<Problem | null>(null);
  const [made, setMade] = createSignal<FirmLinkMade | null>(null);
  const { busy, problem, run } = createWrite();

  const read = async (): Promise<void> => {
    const outcome = await listFirmLinks(assessmentId);
    if (outcome.kind === 'ok') setReply(outcome.value);
    setUnread(outcome.kind === 'ok' ? null : outcome.problem);
  };
  const work = async <T>(ask: () => Promise<Outcome<T>>, take: (value: T) => void): Promise<void> => {
    if (await run(ask, take)) await read();
  };
  onMount(() => void read());
  return {
    reply,
    failed: () => problem() ?? unread(),
    made,
    busy,
    read,
    make: (days) => work(() => makeFirmLink(assessmentId, days), setMade),
    revoke: (id) =>
      work(
        () => revokeFirmLink(id),
        () => setMade((before) => (before?.link.id === id ? null : before)),
      ),
  };
}
