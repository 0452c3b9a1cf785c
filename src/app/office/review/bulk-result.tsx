import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import type { ApproveCleanReply } from '#protocol/review-wire.ts';
import { t } from '../../i18n/t.ts';
import { Sheet } from '../../ui/sheet.tsx';

/** What became of those that were chosen, and why some were left. */
export function BulkResult(props: { readonly outcome: ApproveCleanReply | null; readonly onClose: () => void }): JSX.Element {
  return (
    <Sheet open={props.outcome !== null} title={t('workflow.desk.bulkTitle')} onClose={() => props.onClose()}>
      <Show when={props.outcome}>
        {(outcome) => (
          <div class="stack">
            <p>
              {outcome().approved.length === 0
                ? t('workflow.desk.bulkNone')
                : t('workflow.desk.bulkApproved', { count: outcome().approved.length })}
            </p>
            <Show when={outcome().left.length > 0}>
              <p class="strong">{t('workflow.desk.bulkLeft', { count: outcome().left.length })}</p>
              <ul class="bulk-left">
                <For each={outcome().left}>
                  {({ assessmentId, enterpriseName, reasons }) => (
                    <li>
                      <A href={`/office/review/${encodeURIComponent(assessmentId)}`}>{enterpriseName}</A>
                      <span class="soft small">{reasons.map((reason) => t(`workflow.desk.reason.${reason}`)).join('；')}</span>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </div>
        )}
      </Show>
    </Sheet>
  );
}
