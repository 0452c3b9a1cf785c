import CircleCheck from 'lucide-solid/icons/circle-check';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import { Card } from '../ui/card.tsx';
import { Notice } from '../ui/notice.tsx';
import { comparisonNote } from './comparison-note.ts';
import { scoreText } from './score-text.ts';
import '../ui/status-mark.css';
import './overview-tab.css';

/** The phone's preview beside the server's record, and whether they agree. */
export function ComparisonCard(props: { readonly detail: OfficeDetail }): JSX.Element {
  const score = () => props.detail.score;
  const note = (): ReturnType<typeof comparisonNote> => comparisonNote(props.detail);
  const compared = (): boolean => note() === null;
  return (
    <Show when={score().measures.length > 0 || score().levels.length > 0}>
      <Card title={t('office.overview.comparison')}>
        <Show
          when={note()}
          fallback={
            <Notice tone={props.detail.phoneDiffers ? 'red' : 'green'}>
              {t(props.detail.phoneDiffers ? 'office.overview.comparisonDiffers' : 'office.overview.comparisonSame')}
            </Notice>
          }
        >
          {(why) => <p class="soft small comparison-note">{t(`office.overview.${why()}`)}</p>}
        </Show>
        <table class="score-table">
          <thead>
            <tr>
              <th scope="col">{t('office.overview.measure')}</th>
              <th scope="col" class="number">
                {t('office.overview.server')}
              </th>
              <th scope="col">{t('office.overview.grade')}</th>
              <th scope="col" class="number">
                {t('office.overview.phone')}
              </th>
              <th scope="col">{t('office.overview.check')}</th>
            </tr>
          </thead>
          <tbody>
            <For each={score().measures}>
              {(measure) => (
                <tr classList={{ total: !measure.axis, differs: measure.differs }}>
                  <th scope="row">{measure.name}</th>
                  <td class="number">{scoreText(measure.score, measure.decimals)}</td>
                  <td>{measure.grade ?? t('office.list.none')}</td>
                  <td class="number">{score().phoneSent ? scoreText(measure.phone, measure.decimals) : t('office.list.none')}</td>
                  <td>
                    <Check compared={compared()} differs={measure.differs} />
                  </td>
                </tr>
              )}
            </For>
            <Show when={score().levels.length > 0}>
              <tr classList={{ total: true, differs: compared() && score().level !== score().phoneLevel }}>
                <th scope="row">{t('office.overview.stageRow')}</th>
                <td colSpan={2}>{props.detail.levelName ?? t('office.row.noLevel')}</td>
                <td class="number">
                  {score().phoneSent ? (score().phoneLevelName ?? t('office.row.noLevel')) : t('office.list.none')}
                </td>
                <td>
                  <Check compared={compared()} differs={score().level !== score().phoneLevel} />
                </td>
              </tr>
            </Show>
          </tbody>
        </table>
      </Card>
    </Show>
  );
}

function Check(props: { readonly compared: boolean; readonly differs: boolean }): JSX.Element {
  return (
    <Switch fallback={<span class="soft">{t('office.overview.notCompared')}</span>}>
      <Match when={props.compared && props.differs}>
        <span class="status-mark status-mark-conflict">
          <TriangleAlert size={16} aria-hidden="true" />
          {t('office.overview.differs')}
        </span>
      </Match>
      <Match when={props.compared}>
        <span class="status-mark status-mark-verified">
          <CircleCheck size={16} aria-hidden="true" />
          {t('office.overview.same')}
        </span>
      </Match>
    </Switch>
  );
}
