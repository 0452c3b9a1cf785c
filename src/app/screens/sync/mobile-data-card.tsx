import { createSignal, onCleanup, Show, type JSX } from 'solid-js';
import { isMobileData, onConnectionChange } from '#app/connection.ts';
import { useField } from '#app/field-context.tsx';
import { formatBytes } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { changePreferences, preferences } from '#app/preferences.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { Segmented } from '#app/ui/segmented.tsx';

/** Whether photos may use mobile data, how much is left to send, and a way to send it all the same. */
export function MobileDataCard(props: { readonly bytesLeft: number }): JSX.Element {
  const field = useField();
  const [mobile, setMobile] = createSignal(isMobileData());
  onCleanup(onConnectionChange(() => setMobile(isMobileData())));
  return (
    <Card title={t('shell.sync.photosTravel')}>
      <div class="stack">
        <Segmented
          label={t('shell.sync.photosTravel')}
          quietLabel
          value={preferences().photosWait ? 'wait' : 'any'}
          onChange={(choice) => {
            changePreferences({ photosWait: choice === 'wait' });
            field.sync.now();
          }}
          options={[
            { value: 'any', label: t('shell.sync.photosAny') },
            { value: 'wait', label: t('shell.sync.photosWait') },
          ]}
        />
        <p class="soft small">
          <Show when={props.bytesLeft > 0} fallback={t('shell.sync.bytesNone')}>
            {t('shell.sync.bytesLeft', { size: formatBytes(props.bytesLeft) })}
          </Show>
          <Show when={preferences().photosWait && mobile() === null}> {t('shell.sync.connectionUnknown')}</Show>
        </p>
        <Show when={field.syncState().paused && props.bytesLeft > 0}>
          <p class="small">{t('shell.sync.paused')}</p>
          <Button wide onClick={() => field.sync.now(true)}>
            {t('shell.sync.sendAnyway', { size: formatBytes(props.bytesLeft) })}
          </Button>
        </Show>
      </div>
    </Card>
  );
}
