/**
 * From a password to an open store.
 *
 *   form ──▶ code ──▶ factor ──▶ secret ──▶ devices ──▶ preparing ──▶ the app
 *
 * Each step shows only where the account asks for it; a demonstration account goes from the form to the app.
 */
import { createSignal, type Accessor } from 'solid-js';
import type { AppSession } from '#app/app-session.ts';
import type { SessionReply } from '#protocol/session-wire.ts';
import type { PersonId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Problem } from '#shared/problems.ts';
import type { Profile } from '#store/store.ts';

export type SignInStep =
  | { readonly kind: 'form' }
  | { readonly kind: 'code'; readonly account: string; readonly password: string }
  | { readonly kind: 'factor'; readonly session: SessionReply; readonly secret: string; readonly uri: string }
  /** `replaces`: somebody is enrolled here and has forgotten theirs. */
  | { readonly kind: 'secret'; readonly session: SessionReply; readonly replaces: boolean }
  | { readonly kind: 'devices'; readonly session: SessionReply; readonly secret: string | null }
  /** The store is open and its first download runs. */
  | { readonly kind: 'preparing' };

export type Steps = {
  readonly step: Accessor<SignInStep>;
  readonly busy: Accessor<boolean>;
  readonly problem: Accessor<Problem | null>;
  readonly submit: (account: string, password: string) => Promise<void>;
  readonly activate: (account: string, activation: string, password: string) => Promise<void>;
  readonly showCode: (code: string) => Promise<void>;
  readonly confirmFactor: (code: string) => Promise<void>;
  readonly chooseSecret: (secret: string) => Promise<void>;
  /** After one of the devices was taken out of use. */
  readonly tryAgain: () => Promise<void>;
  readonly startOver: () => void;
  readonly prepare: () => void;
  /** One thing at a time, with its problem shown. */
  readonly run: (work: () => Promise<Problem | null>) => Promise<void>;
};

/** `resetting`: somebody who signs in to replace a forgotten secret. `onEntered`: the store is open, or locked with its own. */
export function createSteps(
  session: AppSession,
  resetting: Accessor<Profile | null>,
  onEntered: () => Promise<Problem | null>,
): Steps {
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [step, setStep] = createSignal<SignInStep>({ kind: 'form' });

  const run: Steps['run'] = async (work) => {
    if (busy()) return;
    setBusy(true);
    setProblem(null);
    try {
      setProblem(await work());
    } finally {
      setBusy(false);
    }
  };
  /** Something that belongs to one step; elsewhere it comes too late. */
  const within = <K extends SignInStep['kind']>(
    kind: K,
    work: (current: Extract<SignInStep, { readonly kind: K }>) => Promise<Problem | null>,
  ): Promise<void> =>
    run(async () => {
      const current = step();
      return current.kind === kind ? work(current as Extract<SignInStep, { readonly kind: K }>) : null;
    });

  /** What comes after the password, or after the step that was just done. */
  const proceed = async (reply: SessionReply, secret: string | null): Promise<Problem | null> => {
    if (reply.secondFactor === 'setup') {
      const { beginFactor } = await api();
      const begun = await beginFactor();
      if (begun.kind === 'refused') return begun.problem;
      setStep({ kind: 'factor', session: reply, ...begun.value });
      return null;
    }
    const known = session.profiles().find(({ personId }) => personId === reply.person.id);
    const replaces = known?.secured === true && resetting() !== null;
    if (secret === null && (replaces || (known === undefined && !reply.person.demo))) {
      setStep({ kind: 'secret', session: reply, replaces });
      return null;
    }
    if (replaces && secret !== null) {
      const replaced = await replace(reply.person.id as PersonId, secret);
      if (replaced.kind === 'refused') return replaced.problem;
    }
    const entered = await session.enter(reply, secret);
    if (entered.kind === 'ok') return onEntered();
    if (entered.problem.code === 'device.too-many') setStep({ kind: 'devices', session: reply, secret });
    return entered.problem;
  };

  const signedIn = (account: string, password: string, reply: Outcome<SessionReply>): Promise<Problem | null> => {
    if (reply.kind === 'ok') return proceed(reply.value, null);
    if (reply.problem.code !== 'auth.second-factor') return Promise.resolve(reply.problem);
    setStep({ kind: 'code', account, password });
    return Promise.resolve(null);
  };
  const signIn = async (account: string, password: string, code: string | null): Promise<Problem | null> =>
    signedIn(account, password, await (await api()).signIn(account, password, code));

  return {
    step,
    busy,
    problem,
    run,
    prepare: () => setStep({ kind: 'preparing' }),
    startOver: () => {
      setProblem(null);
      setStep({ kind: 'form' });
    },
    submit: (account, password) => run(() => signIn(account.trim(), password, null)),
    activate: (account, activation, password) =>
      run(async () => {
        const name = account.trim();
        return signedIn(name, password, await (await api()).activate(name, activation.trim(), password));
      }),
    showCode: (code) => within('code', ({ account, password }) => signIn(account, password, code)),
    confirmFactor: (code) =>
      within('factor', async (current) => {
        const confirmed = await (await api()).confirmFactor(code);
        return confirmed.kind === 'refused' ? confirmed.problem : proceed({ ...current.session, secondFactor: 'shown' }, null);
      }),
    chooseSecret: (secret) => within('secret', (current) => proceed(current.session, secret)),
    tryAgain: () => within('devices', (current) => proceed(current.session, current.secret)),
  };
}

const api = () => import('#app/session-api.ts');

/** The person's key at the server opens what the forgotten secret closed. */
async function replace(personId: PersonId, secret: string): Promise<Outcome<null>> {
  const [{ browserPorts }, { replaceSecret }] = await Promise.all([
    import('#sync/browser-ports.ts'),
    import('#vault/secrets.ts'),
  ]);
  const key = await browserPorts(personId).personalKey();
  return key.kind === 'refused' ? key : replaceSecret(personId, key.value, secret);
}
