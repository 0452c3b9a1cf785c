import FileQuestion from 'lucide-solid/icons/file-question-mark';
import { For, type JSX } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { listDefinitions } from '#store/queries/read-definition.ts';
import type { DefinitionSummary } from '#store/views.ts';

/** The instruments of this phone, newest editions, each leading to what it is. */
export function DefinitionsScreen(): JSX.Element {
  const { store } = useField();
  const all = fromLive<readonly DefinitionSummary[] | null>(() => listDefinitions(store), null);
  const latest = (): readonly DefinitionSummary[] | null => all()?.filter((each) => each.latest) ?? null;
  return (
    <>
      <TopBar title={t('form.about.list')} back="/me" />
      <ScreenBody>
        <p class="soft">{t('form.about.listText')}</p>
        <Card flush>
          <For
            each={latest() ?? []}
            fallback={
              latest() !== null && (
                <EmptyState icon={FileQuestion} title={t('form.about.listEmpty')} text={t('form.about.listEmptyText')} />
              )
            }
          >
            {(definition) => (
              <LinkRow href={`/definitions/${definition.hash}`}>
                <span>{definition.title}</span>
                <span class="soft small"> {t('form.about.edition', { edition: definition.edition })}</span>
              </LinkRow>
            )}
          </For>
        </Card>
      </ScreenBody>
    </>
  );
}
