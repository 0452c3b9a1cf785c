import { A } from '@solidjs/router';
import Flag from 'lucide-solid/icons/flag';
import { For, Show, type JSX } from 'solid-js';
import type { FindingOf } from '#oplog/project-action.ts';
import { t } from '#app/i18n/t.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { raiseAddress, useFindings } from './findings-context.tsx';
import { SeverityMark } from './marks.tsx';
import './actions.css';

/** What was found at a clause, on its card. */
export function ClauseFindings(props: { readonly names: readonly string[] }): JSX.Element {
  const findings = useFindings();
  const here = (): readonly FindingOf[] =>
    findings?.all().filter(({ question }) => question !== null && props.names.includes(question.split('/').at(-1) ?? '')) ?? [];
  return (
    <Show when={here().length > 0}>
      <ul class="finding-list" aria-label={t('shell.actions.findings')}>
        <For each={here()}>
          {(finding) => (
            <li>
              <A class="finding-line small" href={`/assessments/${findings?.assessmentId ?? ''}/findings`}>
                <SeverityMark severity={finding.severity} />
                <span>{finding.text}</span>
              </A>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

/** In the menu of a question. */
export function RaiseLink(props: { readonly question: string }): JSX.Element {
  const findings = useFindings();
  return (
    <Show when={findings?.assessmentId}>
      {(id) => (
        <ButtonLink wide icon={Flag} href={raiseAddress(id(), props.question)}>
          {t('shell.actions.raise')}
        </ButtonLink>
      )}
    </Show>
  );
}
