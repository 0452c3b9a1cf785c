import Lock from 'lucide-solid/icons/lock-keyhole';
import { createResource, createSignal, Show, type JSX } from 'solid-js';
import { useAppSession } from '#app/app-session.ts';
import { createWrite } from '#app/create-write.ts';
import { useField } from '#app/field-context.tsx';
import { t } from '#app/i18n/t.ts';
import { changePreferences, preferences } from '#app/preferences.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { DeviceList } from '#app/access/device-list.tsx';
import { SecretForm } from '#app/access/secret-form.tsx';

/** The PIN of this phone, when it locks, and the person's other devices. */
export function SecurityCard(): JSX.Element {
  const field = useField();
  const session = useAppSession();
  const [device] = createResource(() => field.store.device());
  const [choosing, setChoosing] = createSignal(false);
  const [done, setDone] = createSignal(false);
  const secured = (): boolean => session.profiles().find(({ personId }) => personId === field.profile.personId)?.secured ?? false;
  return (
    <>
      <Card title={t('access.security.title')}>
        <div class="stack">
          <Show when={done()}>
            <Notice tone="green">{t('access.secret.done')}</Notice>
          </Show>
          <Show
            when={secured()}
            fallback={
              <>
                <p>{t('access.security.none')}</p>
                <Button variant="primary" wide icon={Lock} onClick={() => setChoosing(true)}>
                  {t('access.security.set')}
                </Button>
              </>
            }
          >
            <Button variant="primary" wide icon={Lock} onClick={() => void session.lock()}>
              {t('access.security.lock')}
            </Button>
            <Segmented
              label={t('access.security.after')}
              value={preferences().lockAfter}
              onChange={(lockAfter) => changePreferences({ lockAfter })}
              options={(['1', '5', '15'] as const).map((count) => ({
                value: count,
                label: t('access.security.minutes', { count }),
              }))}
            />
            <Button wide onClick={() => setChoosing(true)}>
              {t('access.security.change')}
            </Button>
          </Show>
        </div>
      </Card>
      <DeviceList here={device.latest ?? null} />
      <SecretSheet
        open={choosing()}
        change={secured()}
        onClose={(wasSet) => {
          setChoosing(false);
          setDone(wasSet);
        }}
      />
    </>
  );
}

function SecretSheet(props: {
  readonly open: boolean;
  readonly change: boolean;
  readonly onClose: (wasSet: boolean) => void;
}): JSX.Element {
  const field = useField();
  const session = useAppSession();
  const { busy, problem, run } = createWrite();
  const submit = async (next: string, current: string): Promise<void> => {
    const { change } = props;
    const done = await run(async () => {
      const { changeSecret, setSecret } = await import('#vault/secrets.ts');
      const { personId } = field.profile;
      const outcome = change ? await changeSecret(personId, current, next) : await setSecret(personId, next);
      await session.refreshProfiles();
      return outcome;
    });
    if (done) props.onClose(true);
  };
  return (
    <Sheet
      open={props.open}
      title={props.change ? t('access.secret.changeTitle') : t('access.secret.title')}
      onClose={() => props.onClose(false)}
    >
      <div class="stack">
        <Show when={!props.change}>
          <p class="soft">{t('access.secret.lead')}</p>
        </Show>
        <Show when={problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
        <SecretForm
          account={field.profile.account}
          current={props.change}
          busy={busy()}
          onSubmit={(next, current) => void submit(next, current)}
        />
      </div>
    </Sheet>
  );
}
