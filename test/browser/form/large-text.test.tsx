import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeLocale } from '#app/i18n/t.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until } from '../app/mount.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

beforeEach(async () => {
  await page.viewport(360, 740);
  document.documentElement.style.setProperty('--text-scale', '1.3');
});
afterEach(async () => {
  unmountAll();
  document.documentElement.style.removeProperty('--text-scale');
  await changeLocale('zh-CN');
});

/** English words in buttons that stand on two lines or beyond their button. */
function broken(): readonly string[] {
  return [...document.querySelectorAll<HTMLElement>('.button')].flatMap((button) => {
    const edge = button.getBoundingClientRect();
    const walk = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
    const words: string[] = [];
    while (walk.nextNode() !== null) {
      const { currentNode: node } = walk;
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[a-z]+/gi)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const boxes = [...range.getClientRects()];
        if (boxes.length > 1 || boxes.some((box) => box.left < edge.left || box.right > edge.right)) words.push(word);
      }
    }
    return words;
  });
}

test('[U116] at 360 pixels and the largest text every word in a button is whole: on a section, and in its camera', async () => {
  const { store, id } = await storeWithAssessment();
  await changeLocale('en');
  const { root } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(
    () => root.querySelector('.evidence-add .button') !== null && root.querySelector('.questionnaire-bar .button') !== null,
  );
  expect(broken()).toEqual([]);
  root.querySelector<HTMLElement>('.evidence-add .button')?.click();
  await until(() => document.querySelector('.camera-files .button') !== null);
  expect(broken()).toEqual([]);
});
