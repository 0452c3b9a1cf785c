/**
 * The synthetic form, made from a seed. A section has 10 questions: 3 single choices of 5 scored options, 2 multiple choices, an
 * integer and a decimal with a range, 2 texts, and the section's score. 3 of 10 are conditional, in chains up to depth 5 across a
 * pair of sections. One repeat holds equipment: 5 inputs and a product a row, summed over the rows.
 */
import type { AnswerOf, Filled, Form, FormQuestion, FormSection, RepeatField, RowOf } from './form.ts';
import { showingOptions } from './form.ts';

export const defaultSeed = 42;

export function generateForm(questions: number, rows: number, seed = defaultSeed): Form {
  const random = randomFrom(seed + questions * 7919);
  const words = (count: number): string =>
    Array.from({ length: count }, () => vocabulary[Math.floor(random() * vocabulary.length)]).join(' ');
  const count = Math.max(1, Math.round(questions / 10));
  const sections = Array.from({ length: count }, (_, index) => generateSection(index, random, words));
  const highest = count * 12;
  return {
    id: `bench_${String(questions)}_${String(rows)}`,
    title: `Bench ${String(questions)} questions, ${String(rows)} rows`,
    questions,
    seed,
    sections,
    level: {
      steps: [
        [Math.round(highest * 0.75), 'high'],
        [Math.round(highest * 0.4), 'medium'],
      ],
      otherwise: 'low',
    },
    repeat: equipment(rows),
  };
}

/** The repeat of every form. */
export function equipment(count: number): Form['repeat'] {
  return { id: 'equip', label: 'Equipment list', count, fields };
}

/** A fully answered draft in which every chain shows. */
export function fillForm(form: Form): Filled {
  const random = randomFrom(form.seed + 13);
  const showing = showingOptions(form);
  const values: Record<string, AnswerOf> = {};
  for (const question of form.sections.flatMap((section) => section.questions)) {
    switch (question.type) {
      case 'select_one':
        values[question.id] = showing(question)[random() < 0.7 ? 0 : 1] ?? showing(question)[0] ?? '';
        break;
      case 'select_multiple': {
        const chosen = question.options.filter(() => random() < 0.4).map((option) => option.name);
        values[question.id] = chosen.length > 0 ? chosen : [question.options[2]?.name ?? ''];
        break;
      }
      case 'integer':
        values[question.id] = Math.floor(random() * (question.max - question.min)) + question.min;
        break;
      case 'decimal':
        values[question.id] = Math.round((random() * (question.max - question.min) + question.min) * 10) / 10;
        break;
      case 'text':
        values[question.id] = `note ${String(Math.floor(random() * 1e6))}`;
        break;
      case 'score':
        break;
    }
  }
  return { values, rows: Array.from({ length: form.repeat.count }, (_, index) => filledRow(index)) };
}

export function filledRow(index: number): RowOf {
  return {
    kind: kinds[index % kinds.length] ?? 'other',
    serial: `SN-${String(1000 + index)}`,
    qty: 1 + (index % 9),
    price: 10 + (index % 50),
    works: index % 4 === 0 ? 'no' : 'yes',
  };
}

/** Nothing answered, the rows there but blank. */
export function blankForm(form: Form): Filled {
  return { values: {}, rows: Array.from({ length: form.repeat.count }, () => null) };
}

function generateSection(index: number, random: () => number, words: (count: number) => string): FormSection {
  const id = `s${String(index)}`;
  const plain = positions.map((type, position): FormQuestion => {
    const base = {
      id: `${id}_q${String(position)}`,
      section: id,
      label: `${String(index + 1)}.${String(position + 1)} ${words(4 + Math.floor(random() * 6))}?`,
      hint: random() < 0.3 ? words(8) : null,
      required: random() < 0.5 && type !== 'score',
      relevant: null,
    };
    switch (type) {
      case 'select_one':
      case 'select_multiple': {
        const options = Array.from({ length: 5 }, (_, option) => ({
          name: `o${String(option + 1)}`,
          label: words(2 + Math.floor(random() * 3)),
          score: Math.floor(random() * 5),
        }));
        // A change from o1 to o5 must always move the total.
        const scored = options.map((option, at) => ({
          ...option,
          score: at === 0 ? 4 : at === 1 ? 3 : at === 4 ? 0 : option.score,
        }));
        return { ...base, type, options: type === 'select_one' ? scored : options };
      }
      case 'integer':
        return { ...base, type, min: 0, max: 500 };
      case 'decimal':
        return { ...base, type, min: 0, max: 100 };
      case 'text':
        return { ...base, type };
      case 'score':
        return {
          ...base,
          type,
          scoreOf: positions.flatMap((other, at) => (other === 'select_one' ? [`${id}_q${String(at)}`] : [])),
        };
    }
  });
  // Even section: q0 → q3 → q7 → q8; the odd one after it goes on from that q7: q3 → q7 → q8.
  const parents = new Map<number, string>([
    [3, index % 2 === 0 ? `${id}_q0` : `s${String(index - 1)}_q7`],
    [7, `${id}_q3`],
    [8, `${id}_q7`],
  ]);
  const questions = plain.map((question, position) => {
    const parent = parents.get(position);
    return parent === undefined ? question : { ...question, relevant: { question: parent, anyOf: ['o1', 'o2'] } };
  });
  return { id, label: `Section ${String(index + 1)}: ${words(3)}`, questions };
}

const positions = [
  'select_one',
  'select_multiple',
  'integer',
  'select_one',
  'text',
  'decimal',
  'select_multiple',
  'select_one',
  'text',
  'score',
] as const;

const kinds = ['pump', 'net', 'aerator', 'feeder', 'other'];

const fields: readonly RepeatField[] = [
  { id: 'kind', type: 'select_one', label: 'Kind of equipment', options: kinds },
  { id: 'serial', type: 'text', label: 'Serial number' },
  { id: 'qty', type: 'integer', label: 'Quantity', min: 0, max: 1000 },
  { id: 'price', type: 'decimal', label: 'Unit price', min: 0, max: 100_000 },
  { id: 'works', type: 'select_one', label: 'Is it working?', options: ['yes', 'no'] },
  { id: 'value', type: 'product', label: 'Value', of: ['qty', 'price'] },
];

const vocabulary =
  'pond harvest feed oxygen net crop field plot pump water fish stock disease record farm owner animal health shelter fence manure storage drainage soil seed worker training equipment transport buyer market price input loan season depth length width colour smell growth mortality'.split(
    ' ',
  );

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
