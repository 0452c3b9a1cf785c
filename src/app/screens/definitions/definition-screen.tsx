import { useParams } from '@solidjs/router';
import FileQuestion from 'lucide-solid/icons/file-question-mark';
import { Match, Switch, type JSX } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { useField } from '#app/field-context.tsx';
import { liveDefinition } from '#app/form/live-definition.ts';
import { t } from '#app/i18n/t.ts';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { listDefinitions } from '#store/queries/read-definition.ts';
import type { DefinitionSummary } from '#store/views.ts';
import { AboutDefinition, Editions } from './about-definition.tsx';
import { EditionDifferences } from './edition-differences.tsx';

/** What an instrument is, read from the edition that lies on this phone. */
export function DefinitionScreen(): JSX.Element {
  const params = useParams<{ hash: string }>();
  const { store } = useField();
  const definition = liveDefinition(store, () => params.hash);
  const all = fromLive<readonly DefinitionSummary[]>(() => listDefinitions(store), []);
  const compiled = (): CompiledDefinition | null => {
    const read = definition();
    return read === 'absent' ? null : read;
  };
  const editions = (): readonly DefinitionSummary[] => all().filter(({ id }) => id === compiled()?.id);
  return (
    <>
      <TopBar title={compiled()?.title ?? t('form.about.open')} subtitle={t('form.about.open')} back="/definitions" />
      <ScreenBody class="about">
        <Switch>
          <Match when={compiled()}>
            {(found) => (
              <>
                <AboutDefinition compiled={found()} />
                <Editions editions={editions()} current={params.hash} />
                <EditionDifferences compiled={found()} hash={params.hash} editions={editions()} />
              </>
            )}
          </Match>
          <Match when={definition() === 'absent'}>
            <EmptyState icon={FileQuestion} title={t('form.about.missing')} text={t('form.about.missingText')} />
          </Match>
        </Switch>
      </ScreenBody>
    </>
  );
}
