import type { Fidelity } from '#definition/compiled.ts';
import { t } from '#app/i18n/t.ts';

/** How well a figure or wording is grounded, in words. A tool default is never called a standard. */
export function fidelityText(fidelity: Fidelity): string {
  switch (fidelity) {
    case 'official':
      return t('form.fidelity.official');
    case 'secondary':
      return t('form.fidelity.secondary');
    case 'recalled':
      return t('form.fidelity.recalled');
    case 'tool-default':
      return t('form.fidelity.toolDefault');
  }
}
