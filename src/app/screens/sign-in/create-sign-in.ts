import { worksAtDesk } from '#domain/person.ts';
import { createEffect, createMemo, createResource, createSignal, untrack, type Accessor } from 'solid-js';
import { useNavigate, useSearchParams } from '@solidjs/router';
import { useAppSession } from '#app/app-session.ts';
import { createOnline } from '#app/ui/create-online.ts';
import { isWide } from '#app/ui/is-wide.ts';
import type { PersonId } from '#shared/ids.ts';
import type { Problem } from '#shared/problems.ts';
import type { CopyHeader } from '#store/second-copy/copy-format.ts';
import type { Profile } from '#store/store.ts';
import { isPrepared } from './is-prepared.ts';
import { safeAddress } from './safe-address.ts';

export type SignIn = {
  readonly profiles: Accessor<readonly Profile[]>;
  /** The person whose session has run out and who signs in again, null otherwise. */
  readonly again: Accessor<Profile | null>;
  /** Somebody whose database is gone and whose second copy waits for a sign-in, null otherwise. */
  readonly lost: Accessor<CopyHeader | null>;
  readonly online: Accessor<boolean>;
  readonly busy: Accessor<boolean>;
  readonly problem: Accessor<Problem | null>;
  /** The store is open and its first download runs. */
  readonly preparing: Accessor<boolean>;
  readonly submit: (account: string, password: string) => Promise<void>;
  readonly open: (personId: PersonId) => Promise<void>;
  readonly enter: () => void;
};

export function createSignIn(): SignIn {
  const session = useAppSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const online = createOnline();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [preparing, setPreparing] = createSignal(false);

  const [lost] = createResource(findLost);

  const again = createMemo(() => session.profiles().find((profile) => profile.personId === search['again']) ?? null);

  const enter = (): void => {
    const opening = session.opening();
    const desk = opening.kind === 'open' && worksAtDesk(opening.field.profile.role) && isWide();
    navigate(safeAddress(search['next']) ?? (desk ? '/office' : '/'), { replace: true });
  };

  // The store that was open last opens by itself, a moment after this form stands.
  createEffect(() => {
    if (session.opening().kind === 'open' && !busy() && !preparing() && again() === null) untrack(enter);
  });

  const run = async (work: () => Promise<void>): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } finally {
      setBusy(false);
    }
  };

  const afterOpening = async (): Promise<void> => {
    const opening = session.opening();
    if (opening.kind === 'failed') setProblem(opening.problem);
    if (opening.kind !== 'open') return;
    const { setupProgress } = await import('#store/queries/setup-progress.ts');
    const progress = await setupProgress(opening.field.store);
    if (isPrepared(progress)) enter();
    else setPreparing(true);
  };

  return {
    profiles: session.profiles,
    again,
    lost: () => (session.profiles().length === 0 ? (lost.latest ?? null) : null),
    online,
    busy,
    problem,
    preparing,
    enter,
    submit: (account, password) =>
      run(async () => {
        const reply = await session.signIn(account.trim(), password);
        if (reply.kind === 'refused') setProblem(reply.problem);
        else await afterOpening();
      }),
    open: (personId) =>
      run(async () => {
        await session.open(personId);
        await afterOpening();
      }),
  };
}

/** Nobody waits for it: on a first visit there is nothing to find. */
async function findLost(): Promise<CopyHeader | null> {
  try {
    const [{ listProfiles }, { findLostPeople }] = await Promise.all([
      import('#vault/vault.ts'),
      import('#store/second-copy/find-copies.ts'),
    ]);
    const enrolled = (await listProfiles()).map(({ personId }) => personId);
    return (await findLostPeople(enrolled))[0] ?? null;
  } catch {
    return null;
  }
}
