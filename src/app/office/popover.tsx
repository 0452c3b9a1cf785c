import { createSignal, createUniqueId, onCleanup, Show, type JSX } from 'solid-js';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import type { Icon } from '../ui/button.tsx';
import { Button } from '../ui/button.tsx';
import './popover.css';

/** A button that opens a small panel under it; a click elsewhere or Esc closes it and gives the focus back. */
export function Popover(props: {
  readonly label: string;
  /** Name of the panel. */
  readonly title: string;
  readonly icon?: Icon | undefined;
  readonly active?: boolean | undefined;
  readonly align?: 'start' | 'end' | undefined;
  readonly children: (close: () => void) => JSX.Element;
}): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const panelId = createUniqueId();
  let root: HTMLDivElement | null = null;
  const close = (): void => {
    setOpen(false);
  };
  const onOutside = (event: Event): void => {
    if (event.target instanceof Node && root?.contains(event.target) !== true) close();
  };
  document.addEventListener('pointerdown', onOutside);
  onCleanup(() => document.removeEventListener('pointerdown', onOutside));
  return (
    <div
      ref={(element) => {
        root = element;
      }}
      class="popover"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open()) return;
        event.stopPropagation();
        close();
        root?.querySelector('button')?.focus();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && root?.contains(event.relatedTarget) !== true) close();
      }}
    >
      <Button
        class={`filter-button${props.active === true ? ' filter-button-active' : ''}`}
        icon={props.icon}
        aria-expanded={open()}
        aria-controls={panelId}
        onClick={() => setOpen((now) => !now)}
      >
        {props.label}
        <ChevronDown size={16} aria-hidden="true" />
      </Button>
      <div
        id={panelId}
        class={`popover-panel popover-${props.align ?? 'start'}`}
        role="group"
        aria-label={props.title}
        hidden={!open()}
      >
        <Show when={open()}>{props.children(close)}</Show>
      </div>
    </div>
  );
}
