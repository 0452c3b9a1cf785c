import type { JSX } from 'solid-js';
import { SaveLine } from '#app/form/save-line.tsx';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import type { Problem } from '#shared/problems.ts';

/** Whether what is on screen is at the station: there is no phone's store behind this page. */
export function FirmSaveLine(props: { readonly over: boolean }): JSX.Element {
  return (
    <SaveLine
      idle={t('firm.saveIdle')}
      over={props.over}
      failure={(problem) => `${failureText(problem)}${isNetwork(problem) ? t('firm.saveKept') : ''}`}
    />
  );
}

/** The shared sentences speak of a phone that keeps everything; nothing is kept here but on screen. */
export function failureText(problem: Problem): string {
  switch (problem.code) {
    case 'network.unreachable':
    case 'storage.unavailable':
      return t('firm.offline');
    case 'network.not-ours':
      return t('firm.portal');
    case 'server.failed':
    case 'server.full':
    case 'sync.too-many':
    case 'definition.unknown':
      return t('firm.server');
    default:
      return problemText(problem);
  }
}

function isNetwork({ code }: Problem): boolean {
  return code.startsWith('network.') || code.startsWith('server.') || code === 'storage.unavailable';
}
