import { onCleanup, onMount } from 'solid-js';
import { isTyping } from '../is-typing.ts';

/** Keys of the page, while nothing is typed and `when` holds. */
export function createKeys(when: () => boolean, keys: Readonly<Record<string, () => void>>): void {
  const press = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (act === undefined || !when() || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    // A button or link that the keyboard is on takes Enter itself.
    if (event.key === 'Enter' && event.target !== document.body) return;
    event.preventDefault();
    act();
  };
  onMount(() => window.addEventListener('keydown', press));
  onCleanup(() => window.removeEventListener('keydown', press));
}
