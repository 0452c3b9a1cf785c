import { createSignal, onCleanup, onMount, Show, type JSX } from 'solid-js';

/** How far outside the window something counts as in sight, so that scrolling meets it ready. */
const margin = '300px';

/** Its content exists only near the window: of 300 photos on a question a phone holds a screenful. */
export function InSight(props: { readonly children: () => JSX.Element }): JSX.Element {
  const [seen, setSeen] = createSignal(false);
  let frame: HTMLSpanElement | undefined;
  onMount(() => {
    const watcher = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting === true), {
      rootMargin: margin,
    });
    if (frame !== undefined) watcher.observe(frame);
    onCleanup(() => watcher.disconnect());
  });
  return (
    <span
      class="in-sight"
      ref={(element) => {
        frame = element;
      }}
    >
      <Show when={seen()}>{props.children()}</Show>
    </span>
  );
}
