import { lazy, type Component } from 'solid-js';
import { loadArea, type Area } from './i18n/t.ts';

/** A lazy screen that comes together with the texts of its areas. */
export function screen<P extends Record<string, unknown>>(
  load: () => Promise<Component<P>>,
  ...areas: readonly Area[]
): Component<P> & { readonly preload: () => Promise<unknown> } {
  return lazy(async () => {
    const [component] = await Promise.all([load(), ...areas.map(loadArea)]);
    return { default: component };
  });
}
