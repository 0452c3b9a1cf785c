import { createSignal, Show, type JSX } from 'solid-js';
import { useAppSession } from '#app/app-session.ts';
import { t } from '#app/i18n/t.ts';
import { Brand } from '#app/ui/brand.tsx';
import { Card } from '#app/ui/card.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import type { Problem } from '#shared/problems.ts';
import type { Profile } from '#store/store.ts';
import { SecretForm } from './secret-form.tsx';
import './access.css';

/** For people enrolled before there were PINs. It needs no network, and what they had open comes after it. */
export function FirstSecretScreen(props: { readonly profile: Profile }): JSX.Element {
  const session = useAppSession();
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const choose = async (secret: string): Promise<void> => {
    setBusy(true);
    const { setSecret } = await import('#vault/secrets.ts');
    const outcome = await setSecret(props.profile.personId, secret);
    setBusy(false);
    if (outcome.kind === 'refused') setProblem(outcome.problem);
    else await session.refreshProfiles();
  };
  return (
    <main id="main" class="screen sign-in stack" tabIndex={-1}>
      <Brand />
      <Show when={problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
      <Card>
        <div class="stack">
          <div>
            <h1>{t('access.secret.title')}</h1>
            <p class="soft">{t('access.secret.lead')}</p>
          </div>
          <SecretForm account={props.profile.account} busy={busy()} onSubmit={(secret) => void choose(secret)} />
        </div>
      </Card>
    </main>
  );
}
