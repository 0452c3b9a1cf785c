import { A, type AnchorProps } from '@solidjs/router';
import { Show, splitProps, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import './button.css';

/** A drawing of 20 px: one of lucide-solid's icons, imported one by one (`lucide-solid/icons/camera`). */
export type Icon = (props: { readonly size?: number; readonly 'aria-hidden'?: 'true' }) => JSX.Element;

export type ButtonLook = {
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined;
  /** `large` is for the one main action of a screen. */
  readonly size?: 'normal' | 'large' | undefined;
  /** As wide as its container. */
  readonly wide?: boolean | undefined;
  readonly icon?: Icon | undefined;
};

export type ButtonProps = ButtonLook & JSX.ButtonHTMLAttributes<HTMLButtonElement>;

/** A button with a word on it. `type` is `button` unless told. */
export function Button(props: ButtonProps): JSX.Element {
  const [look, rest] = splitProps(props, ['variant', 'size', 'wide', 'icon', 'class', 'children']);
  return (
    <button type="button" {...rest} class={buttonClass(look, look.class)}>
      <ButtonIcon icon={look.icon} />
      {look.children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink(props: ButtonLook & AnchorProps): JSX.Element {
  const [look, rest] = splitProps(props, ['variant', 'size', 'wide', 'icon', 'class', 'children']);
  return (
    <A {...rest} class={buttonClass(look, look.class)}>
      <ButtonIcon icon={look.icon} />
      {look.children}
    </A>
  );
}

/** A square button with a drawing alone; `label` is its name for ears. */
export function IconButton(
  props: { readonly icon: Icon; readonly label: string } & Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'children'>,
): JSX.Element {
  const [own, rest] = splitProps(props, ['icon', 'label', 'class']);
  return (
    <button type="button" {...rest} class={`icon-button ${own.class ?? ''}`} aria-label={own.label} title={own.label}>
      <Dynamic component={own.icon} size={22} aria-hidden="true" />
    </button>
  );
}

function ButtonIcon(props: { readonly icon: Icon | undefined }): JSX.Element {
  return <Show when={props.icon}>{(icon) => <Dynamic component={icon()} size={20} aria-hidden="true" />}</Show>;
}

function buttonClass(look: ButtonLook, extra: string | undefined): string {
  const size = look.size === 'large' ? ' button-large' : '';
  return `button button-${look.variant ?? 'secondary'}${size}${look.wide === true ? ' button-wide' : ''}${extra === undefined ? '' : ` ${extra}`}`;
}
