import { Show, type JSX } from 'solid-js';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { StatusMark } from '#app/ui/status-mark.tsx';
import { locationOf, photosOf } from './location-of.ts';

/** The truth about where this record is. */
export function RecordCard(props: { readonly evaluation: Evaluation }): JSX.Element {
  const view = (): Evaluation['view'] => props.evaluation.view;
  const photos = (): ReturnType<typeof photosOf> => photosOf(view());
  return (
    <Card
      title={t('form.overview.record')}
      action={
        <StatusMark
          status={locationOf(view())}
          progress={photos().total > 0 ? { done: photos().verified, total: photos().total } : null}
        />
      }
    >
      <div class="stack-tight">
        <p>{view().pendingOps > 0 ? t('form.overview.pending', { count: view().pendingOps }) : t('form.overview.sent')}</p>
        <Show when={photos().total > 0}>
          <p>{t('form.overview.photos', { total: photos().total, verified: photos().verified })}</p>
        </Show>
        <Show when={view().quarantined > 0}>
          <p class="section-evidence">{t('form.overview.quarantined', { count: view().quarantined })}</p>
        </Show>
        <p class="soft small">{t('form.overview.updated', { time: formatMoment(view().updatedAt) })}</p>
        <LinkRow href="/sync">{t('form.overview.toSync')}</LinkRow>
      </div>
    </Card>
  );
}
