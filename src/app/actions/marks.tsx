import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleDashed from 'lucide-solid/icons/circle-dashed';
import CircleSlash from 'lucide-solid/icons/circle-slash';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import type { JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Severity } from '#domain/finding.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import { actionStateText, actionTone, severityText } from './action-words.ts';
import './actions.css';

export function SeverityMark(props: { readonly severity: Severity }): JSX.Element {
  return <span class={`severity severity-${props.severity}`}>{severityText(props.severity)}</span>;
}

const icons = { late: TriangleAlert, open: CircleDashed, done: CircleCheck, quiet: CircleSlash };

/** Icon and word, so that colour carries nothing alone. */
export function ActionStateMark(props: { readonly action: ActionOf; readonly today: string }): JSX.Element {
  const tone = (): keyof typeof icons => actionTone(props.action, props.today);
  return (
    <span class={`action-state action-state-${tone()}`}>
      <Dynamic component={icons[tone()]} size={14} aria-hidden="true" />
      {actionStateText(props.action)}
    </span>
  );
}
