import { For, Show, type JSX } from 'solid-js';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import { Card } from '../ui/card.tsx';
import { scoreText } from './score-text.ts';
import './overview-tab.css';

/** The firm's score beside what stands after the visit. */
export function VerifiedCard(props: { readonly detail: OfficeDetail }): JSX.Element {
  const level = (name: string | null): string => name ?? t('office.row.noLevel');
  return (
    <Show when={props.detail.verification}>
      {(sheet) => (
        <Card title={t('office.verified.title')}>
          <p>
            {t('office.verified.state', {
              looked: sheet().looked,
              of: sheet().of,
              differing: sheet().ledger.length,
              missing: sheet().evidenceMissing,
            })}
          </p>
          <table class="score-table">
            <thead>
              <tr>
                <th scope="col">{t('office.overview.measure')}</th>
                <th scope="col" class="number">
                  {t('office.verified.self')}
                </th>
                <th scope="col" class="number">
                  {t('office.verified.verified')}
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={sheet().measures}>
                {({ name, self, verified, decimals }) => (
                  <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{scoreText(self, decimals)}</td>
                    <td class="number">{scoreText(verified, decimals)}</td>
                  </tr>
                )}
              </For>
              <Show when={sheet().level}>
                {(both) => (
                  <tr class="total" classList={{ differs: both().self !== both().verified }}>
                    <th scope="row">{t('office.overview.stageRow')}</th>
                    <td class="number">{level(both().self)}</td>
                    <td class="number">{level(both().verified)}</td>
                  </tr>
                )}
              </Show>
            </tbody>
          </table>
        </Card>
      )}
    </Show>
  );
}
