import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Icon } from './button.tsx';
import './bars.css';

export type BottomBarItem = {
  readonly href: string;
  readonly label: string;
  readonly icon: Icon;
  /** A number that needs attention, with its meaning for ears; null or 0 shows nothing. */
  readonly badge?: { readonly count: number; readonly label: string } | null | undefined;
};

/** The main screens, at the thumb; a rail at the left on wide screens. */
export function BottomBar(props: { readonly label: string; readonly items: readonly BottomBarItem[] }): JSX.Element {
  return (
    <nav class="bottom-bar no-print" aria-label={props.label}>
      <ul>
        <For each={props.items}>
          {(item) => (
            <li>
              <A href={item.href} end={item.href === '/'}>
                <Dynamic component={item.icon} size={22} aria-hidden="true" />
                {item.label}
                <Show when={item.badge && item.badge.count > 0 ? item.badge : null}>
                  {(badge) => (
                    <span class="bottom-bar-badge">
                      <span aria-hidden="true">{badge().count > 99 ? '99+' : badge().count}</span>
                      <span class="visually-hidden">{badge().label}</span>
                    </span>
                  )}
                </Show>
              </A>
            </li>
          )}
        </For>
      </ul>
    </nav>
  );
}
