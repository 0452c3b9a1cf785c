import { A } from '@solidjs/router';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Show, type JSX } from 'solid-js';
import './card.css';

/** A white panel with an optional heading. `flush` lets rows run to its edges with a line between them. */
export function Card(props: {
  readonly title?: string | undefined;
  readonly action?: JSX.Element;
  readonly flush?: boolean | undefined;
  readonly class?: string | undefined;
  readonly children: JSX.Element;
}): JSX.Element {
  return (
    <section class={`card${props.flush === true ? ' card-flush' : ''} ${props.class ?? ''}`}>
      <Show when={props.title}>
        <div class="card-head spread">
          <h2>{props.title}</h2>
          {props.action}
        </div>
      </Show>
      {props.children}
    </section>
  );
}

/** A small grey mark such as 演示. */
export function Tag(props: { readonly children: JSX.Element }): JSX.Element {
  return <span class="tag">{props.children}</span>;
}

/** A full-width row that leads somewhere. */
export function LinkRow(props: {
  readonly href: string;
  readonly children: JSX.Element;
  readonly class?: string | undefined;
}): JSX.Element {
  return (
    <A href={props.href} class={`link-row ${props.class ?? ''}`}>
      <span class="link-row-text">{props.children}</span>
      <ChevronRight size={20} aria-hidden="true" />
    </A>
  );
}
