import { A } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createEffect, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import './bars.css';

/** Head of a screen: its one h1, the way back, actions on the right, and something that stays visible below (a search box). */
export function TopBar(props: {
  readonly title: string;
  /** What the tab is called where `title` names a firm: browsers keep titles, and nothing of a firm shall lie there in the clear. */
  readonly tabTitle?: string | undefined;
  readonly subtitle?: string | null | undefined;
  /** Where back leads; none on the five main screens. */
  readonly back?: string | undefined;
  readonly actions?: JSX.Element;
  readonly below?: JSX.Element;
}): JSX.Element {
  createEffect(() => {
    document.title = `${props.tabTitle ?? props.title} · ${t('shell.app.name')}`;
  });
  return (
    <header class="top-bar no-print">
      <div class="top-bar-line">
        <Show when={props.back}>
          {(href) => (
            <A href={href()} class="icon-button top-bar-back" aria-label={t('shell.action.back')} title={t('shell.action.back')}>
              <ArrowLeft size={22} aria-hidden="true" />
            </A>
          )}
        </Show>
        <div class="top-bar-text">
          <h1>{props.title}</h1>
          <Show when={props.subtitle}>
            <p class="top-bar-subtitle">{props.subtitle}</p>
          </Show>
        </div>
        {props.actions}
      </div>
      <Show when={props.below}>
        <div class="top-bar-below">{props.below}</div>
      </Show>
    </header>
  );
}

/** The part of a screen under its bar; the one main landmark. */
export function ScreenBody(props: { readonly class?: string | undefined; readonly children: JSX.Element }): JSX.Element {
  return (
    <main id="main" class={`screen stack ${props.class ?? ''}`} tabIndex={-1}>
      {props.children}
    </main>
  );
}
