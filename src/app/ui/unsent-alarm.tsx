import { createMemo, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Notice } from './notice.tsx';
import { RescueButton } from './rescue-button.tsx';
import { alarmLevel } from './unsent-text.ts';

/** From 24 hours on: what has waited too long, and what to do. From 72 hours on the rescue bundle is part of it. */
export function UnsentAlarm(props: { readonly oldestPendingAt: string | null; readonly now: number }): JSX.Element {
  const level = createMemo(() => alarmLevel(props.oldestPendingAt, props.now));
  return (
    <Show when={level()}>
      {(found) => (
        <Notice
          tone={found() === 'hours24' ? 'amber' : 'red'}
          title={t(`shell.alarm.${found()}`)}
          actions={
            <Show when={found() !== 'hours24'}>
              <RescueButton label={t('shell.sync.rescueMake')} />
            </Show>
          }
        >
          {t(`shell.alarm.${found()}Text`)}
        </Notice>
      )}
    </Show>
  );
}
