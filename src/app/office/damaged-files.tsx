import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { damagedFilesReplySchema, type DamagedFile } from '#protocol/damaged-files-wire.ts';
import { formatMoment } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Notice } from '../ui/notice.tsx';
import { createServerQuery } from './create-server-query.ts';
import { read } from './office-api.ts';

/** Photos that the nightly look found missing or changed on the server's disk; nothing while all are whole. */
export function DamagedFiles(): JSX.Element {
  const list = createServerQuery(() => ({ key: ['damaged-files'], load: readDamaged }));
  const files = () => list.value() ?? [];
  return (
    <Show when={files().length > 0}>
      <Notice tone="red" title={t('office.damaged.title', { count: files().length })}>
        <p>{t('office.damaged.text')}</p>
        <ul class="quarantine-changes">
          <For each={files()}>
            {({ assessment, enterpriseName, evidenceId, found, checkedAt }) => (
              <li>
                <A href={`/office/assessments/${assessment}`}>{enterpriseName}</A>{' '}
                <span class="small">
                  {t(`office.damaged.${found}`, { id: evidenceId.slice(-6).toUpperCase(), time: formatMoment(checkedAt) })}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Notice>
    </Show>
  );
}

async function readDamaged(signal: AbortSignal): Promise<readonly DamagedFile[]> {
  return (await read('/api/office/damaged-files', damagedFilesReplySchema, signal)).files;
}
