import { For, Match, Show, Switch, type JSX } from 'solid-js';
import type { VersionReply } from '#protocol/review-wire.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Notice } from '../../ui/notice.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { createServerQuery } from '../create-server-query.ts';
import { ReadProblem } from '../read-problem.tsx';
import { readVersion } from './review-api.ts';

/** A sealed version as it was. */
export function VersionSheet(props: {
  readonly id: string;
  readonly version: number | null;
  readonly onClose: () => void;
}): JSX.Element {
  const query = createServerQuery(() => {
    const [id, version] = [props.id, props.version];
    return {
      key: version === null ? null : ['version', id, version],
      load: (signal: AbortSignal) => readVersion(id, version ?? 0, signal),
    };
  });
  return (
    <Sheet
      open={props.version !== null}
      title={t('workflow.review.version', { version: props.version ?? 0 })}
      onClose={() => props.onClose()}
    >
      <Switch fallback={<p class="soft">{t('workflow.desk.loading')}</p>}>
        <Match when={query.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={query.again} />}</Match>
        <Match when={query.value()}>{(version) => <Version version={version()} />}</Match>
      </Switch>
    </Sheet>
  );
}

function Version(props: { readonly version: VersionReply }): JSX.Element {
  return (
    <div class="stack">
      <p>
        {t('workflow.review.decided.seal', { by: props.version.by, time: formatMoment(props.version.at) })} ·{' '}
        {props.version.level ?? '–'}
      </p>
      <Notice tone={props.version.holds ? 'green' : 'red'}>
        {t(props.version.holds ? 'workflow.review.versionHolds' : 'workflow.review.versionBroken')}
      </Notice>
      <For each={props.version.sections.filter(({ relevant }) => relevant)}>
        {(section) => (
          <section>
            <h3>{section.label}</h3>
            <dl class="version-answers">
              <For each={section.parts}>
                {(part) => (
                  <Show when={part.kind === 'answer' && part.answer.relevant && part.answer}>
                    {(answer) => (
                      <div>
                        <dt>{answer().label}</dt>
                        <dd>
                          {answer().text ?? t('workflow.review.blank')} {answer().text === null ? '' : (answer().unit ?? '')}
                        </dd>
                      </div>
                    )}
                  </Show>
                )}
              </For>
            </dl>
          </section>
        )}
      </For>
    </div>
  );
}
