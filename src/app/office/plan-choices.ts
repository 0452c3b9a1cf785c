import type { OfficeFacets } from '#protocol/office-wire.ts';
import type { Colleague } from '#protocol/visits-wire.ts';
import { t } from '../i18n/t.ts';
import type { Choice } from '../visits/plan-form.tsx';

export function peopleChoices(people: readonly Colleague[]): readonly Choice[] {
  return people.map(({ person, name, role, regionName }) => ({
    id: person,
    label: name,
    detail: `${t(`shell.role.${role}`)} · ${regionName}`,
  }));
}

export function instrumentChoices(instruments: OfficeFacets['definitions']): readonly Choice[] {
  return instruments.map(({ id, title }) => ({ id, label: title, detail: null }));
}

/** What was chosen once stays a choice, also where nobody would be offered it any more. */
export function withChosen(choices: readonly Choice[], chosen: readonly { readonly id: string; readonly label: string }[]) {
  const missing = chosen.filter(({ id }) => !choices.some((choice) => choice.id === id));
  return [...choices, ...missing.map(({ id, label }): Choice => ({ id, label, detail: null }))];
}
