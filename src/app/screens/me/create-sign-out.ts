import { useNavigate } from '@solidjs/router';
import { createSignal, type Accessor } from 'solid-js';
import { useAppSession } from '#app/app-session.ts';
import { useField } from '#app/field-context.tsx';
import { unsentWhat } from '#app/ui/unsent-text.ts';
import { syncSummary } from '#store/queries/sync-summary.ts';

export type SignOut = {
  /** What is still on this phone while the question is open, null otherwise. */
  readonly unsent: Accessor<string | null>;
  /** Leaves at once when everything is sent, else asks. */
  readonly ask: () => Promise<void>;
  readonly stay: () => void;
  readonly syncFirst: () => void;
  readonly leave: () => Promise<void>;
};

export function createSignOut(): SignOut {
  const field = useField();
  const session = useAppSession();
  const navigate = useNavigate();
  const [unsent, setUnsent] = createSignal<string | null>(null);
  const leave = async (): Promise<void> => {
    setUnsent(null);
    await session.leave();
    navigate('/sign-in', { replace: true });
  };
  return {
    unsent,
    leave,
    ask: async () => {
      const what = unsentWhat(await syncSummary(field.store));
      if (what === '') await leave();
      else setUnsent(what);
    },
    stay: () => setUnsent(null),
    syncFirst: () => {
      setUnsent(null);
      field.sync.now();
      navigate('/sync');
    },
  };
}
