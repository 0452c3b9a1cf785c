import { Show, type JSX } from 'solid-js';
import { useAppSession } from '#app/app-session.ts';
import { createWrite } from '#app/create-write.ts';
import { t } from '#app/i18n/t.ts';
import { Brand } from '#app/ui/brand.tsx';
import { Card } from '#app/ui/card.tsx';
import { ProblemNotice } from '#app/ui/notice.tsx';
import type { Profile } from '#store/store.ts';
import { SecretForm } from './secret-form.tsx';
import './access.css';

/** For people enrolled before there were PINs. It needs no network, and what they had open comes after it. */
export function FirstSecretScreen(props: { readonly profile: Profile }): JSX.Element {
  const session = useAppSession();
  const { busy, problem, run } = createWrite();
  const choose = async (secret: string): Promise<void> => {
    const { personId } = props.profile;
    const done = await run(async () => (await import('#vault/secrets.ts')).setSecret(personId, secret));
    if (done) await session.refreshProfiles();
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
