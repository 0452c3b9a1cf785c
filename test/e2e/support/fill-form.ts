/** Fills a questionnaire the way a person does: card by card, through what is on screen. */
import { expect, type Locator, type Page } from '@playwright/test';
import { cardsOf } from '../../../src/app/form/cards.ts';
import type { CompiledDefinition, FormNode, Question } from '../../../src/definition/compiled.ts';
import type { AnswerJson, SampleAnswers } from './sample-answers.ts';

/** Answers all cards of the section on screen that `answers` has something for. Returns the names it answered. */
export async function fillSection(
  page: Page,
  compiled: CompiledDefinition,
  section: string,
  answers: SampleAnswers,
): Promise<readonly string[]> {
  const done: string[] = [];
  const node = compiled.sections.find((each) => each.name === section);
  if (node === undefined) throw new Error(`no section ${section}`);
  // Cards further down are made in idle moments; one that is hidden has an empty slot, until an answer shows it.
  await expect(page.locator('.question-slot')).toHaveCount(cardsOf(compiled, node).length);
  for (const child of flatten(node.children)) {
    const name = child.kind === 'repeat' ? child.name : child.question.name;
    const value = answers[name];
    if (value === undefined) continue;
    const card = page.locator(`article[data-names~="${name}"]`);
    if ((await card.count()) === 0) continue;
    if (child.kind === 'repeat') await fillRows(card, value);
    else await fillQuestion(card, child.question, value);
    done.push(name);
  }
  return done;
}

export function saved(page: Page): Locator {
  return page.locator('.save-line', { hasText: /已保存 \d{2}:\d{2}:\d{2}/ });
}

async function fillQuestion(card: Locator, question: Question, value: AnswerJson): Promise<void> {
  const chosen =
    question.type === 'select_one' ? [value] : question.type === 'select_multiple' ? (value as readonly string[]) : null;
  if (chosen !== null) {
    for (const each of chosen as readonly string[]) await card.locator(`input[name="${question.name}"][value="${each}"]`).check();
  } else {
    const inputs = card.locator('.field-box input, textarea');
    const place = (await inputs.count()) === 2 && question.name.endsWith('_last') ? 1 : 0;
    await inputs.nth(place).fill(`${value as string | number}`);
    await inputs.nth(place).blur();
  }
}

async function fillRows(card: Locator, value: AnswerJson): Promise<void> {
  for (const [index, row] of (value as readonly Readonly<Record<string, string>>[]).entries()) {
    await card.getByRole('button', { name: /添加一项/ }).click();
    const item = card.locator('ol > li').nth(index);
    await item
      .locator('input[type="text"], .repeat-row-name input')
      .first()
      .fill(row['key_process_name'] ?? '');
    // The words cover the visually hidden radio, as on every segmented control.
    await item
      .locator('.segmented label', { has: item.page().locator(`input[value="${row['key_process_controlled'] ?? ''}"]`) })
      .click();
  }
}

type Leaf = Exclude<FormNode, { readonly kind: 'group' }>;

function flatten(nodes: readonly FormNode[]): readonly Leaf[] {
  return nodes.flatMap((node) => (node.kind === 'group' ? flatten(node.children) : [node]));
}
