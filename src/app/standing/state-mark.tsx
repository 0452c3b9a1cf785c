import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleDashed from 'lucide-solid/icons/circle-dashed';
import CircleMinus from 'lucide-solid/icons/circle-minus';
import CircleX from 'lucide-solid/icons/circle-x';
import Eye from 'lucide-solid/icons/eye';
import { Dynamic } from 'solid-js/web';
import type { JSX } from 'solid-js';
import type { ConditionState } from '#scoring/score-result.ts';
import './standing.css';

const signs = {
  met: { icon: CircleCheck, tone: 'met' },
  'not-met': { icon: CircleX, tone: 'missed' },
  judged: { icon: Eye, tone: 'judged' },
  unanswered: { icon: CircleDashed, tone: 'open' },
  'not-applicable': { icon: CircleMinus, tone: 'out' },
} as const;

/** A condition's state as icon and words; colour only repeats them. */
export function StateMark(props: { readonly state: ConditionState; readonly words: string }): JSX.Element {
  return (
    <span class={`standing-mark standing-mark-${signs[props.state].tone}`}>
      <Dynamic component={signs[props.state].icon} size={18} aria-hidden="true" />
      <span>{props.words}</span>
    </span>
  );
}
