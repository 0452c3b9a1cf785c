import { A } from '@solidjs/router';
import { createMemo, createResource, Match, Show, Switch, type JSX } from 'solid-js';
import { indexDefinition } from '#definition/index-definition.ts';
import { forecastStorage, type StorageForecast } from '#domain/visit-plan.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import { probeSpace } from '#store/commands/probe-space.ts';
import { readDefinition } from '#store/queries/read-definition.ts';
import { storageState } from '#store/queries/storage-state.ts';
import type { Store } from '#store/store.ts';
import { useField } from '#app/field-context.tsx';
import { formatList, formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { createInstruments, type Instruments } from '#app/visits/create-instruments.ts';

type Ready = { readonly forecast: StorageForecast; readonly full: boolean };

/** Before one leaves: will the photos fit, and is every questionnaire on this phone? */
export function ReadyCard(props: { readonly visit: VisitOf }): JSX.Element {
  const { store } = useField();
  const instruments = createInstruments();
  const wanted = createMemo(() => {
    const newest = instruments.newest();
    return newest === null
      ? null
      : props.visit.record.instruments.map((id) => newest.find((each) => each.id === id)?.hash ?? '').join(' ');
  });
  const [ready] = createResource(wanted, (hashes) =>
    look(
      store,
      hashes.split(' ').filter((hash) => hash !== ''),
    ),
  );
  const missing = (): readonly string[] => notHere(instruments, props.visit.record.instruments);
  return (
    <Card title={t('visits.ready.title')}>
      <div class="stack-tight">
        <Show when={ready.latest}>{(found) => <Storage ready={found()} />}</Show>
        <Show when={instruments.newest() !== null && props.visit.record.instruments.length > 0}>
          <Show when={missing().length > 0} fallback={<p class="work-done">{t('visits.ready.definitions')}</p>}>
            <Notice tone="amber">{t('visits.ready.definitionsMissing', { titles: formatList(missing()) })}</Notice>
          </Show>
        </Show>
      </div>
    </Card>
  );
}

function Storage(props: { readonly ready: Ready }): JSX.Element {
  const { wanted, left } = {
    wanted: () => formatNumber(props.ready.forecast.wanted, 0),
    left: () => formatNumber(props.ready.forecast.left ?? 0, 0),
  };
  const free = <A href="/sync">{t('visits.ready.free')}</A>;
  return (
    <Switch>
      <Match when={props.ready.full}>
        <Notice tone="red" actions={free}>
          {t('visits.ready.full')}
        </Notice>
      </Match>
      <Match when={props.ready.forecast.verdict === 'short'}>
        <Notice tone="amber" actions={free}>
          {t('visits.ready.short', { wanted: wanted(), left: left() })}
        </Notice>
      </Match>
      <Match when={props.ready.forecast.verdict === 'unknown'}>
        <p class="soft">{t('visits.ready.unknown', { wanted: wanted() })}</p>
      </Match>
      <Match when={props.ready.forecast.verdict === 'enough'}>
        <p class="work-done">{t('visits.ready.enough', { wanted: wanted(), left: left() })}</p>
      </Match>
    </Switch>
  );
}

async function look(store: Store, hashes: readonly string[]): Promise<Ready> {
  const definitions = await Promise.all(hashes.map((hash) => readDefinition(store, hash)));
  const clauses = definitions.flatMap((compiled) =>
    compiled === null
      ? []
      : [...indexDefinition(compiled).questions.values()].filter(({ question }) => question.evidence?.need === 'required'),
  );
  const [{ photosLeft }, fits] = await Promise.all([storageState(), probeSpace(store)]);
  return { forecast: forecastStorage(clauses.length, photosLeft), full: !fits };
}

function notHere({ newest, titleOf }: Instruments, wanted: readonly string[]): readonly string[] {
  const here = new Set((newest() ?? []).flatMap(({ id, here: isHere }) => (isHere ? [id] : [])));
  return wanted.filter((id) => !here.has(id)).map(titleOf);
}
