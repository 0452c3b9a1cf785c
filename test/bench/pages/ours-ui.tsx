/** The questionnaire as the app shows it: the same living form, cards and progress, with a store that says yes at once. */
import { createRoot } from 'solid-js';
import { render } from 'solid-js/web';
import { cardsOf } from '../../../src/app/form/cards.ts';
import { createEvidenceDesk } from '../../../src/app/form/create-evidence-desk.ts';
import type { EvidencePort } from '../../../src/app/form/evidence-port.ts';
import { createForm } from '../../../src/app/form/create-form.ts';
import type { AnswerPort, Form as LivingForm } from '../../../src/app/form/create-form.ts';
import { FormContext } from '../../../src/app/form/form-context.tsx';
import type { FormWork } from '../../../src/app/form/form-context.tsx';
import { progressOf } from '../../../src/app/form/progress-of.ts';
import { SectionBody } from '../../../src/app/screens/questionnaire/section-body.tsx';
import { ProgressLine } from '../../../src/app/ui/progress-line.tsx';
import type { CompiledDefinition } from '../../../src/definition/compiled.ts';
import type { EntityId } from '../../../src/shared/ids.ts';
import { parseAnswers, shownBy } from './ours-adapter.ts';
import { ours } from './ours-adapter.ts';
import type { Adapter } from './adapter.ts';
import { install } from './harness.ts';
import '../../../src/app/ui/tokens.css';
import '../../../src/app/ui/base.css';
import '../../../src/app/screens/questionnaire/questionnaire.css';

const yes = { kind: 'ok', value: { savedAt: '2026-01-01T00:00:00.000Z' } } as const;
const answers: AnswerPort = {
  setAnswer: () => Promise.resolve(yes),
  addRow: () => Promise.resolve({ kind: 'ok', value: { ...yes.value, rowId: 'r-new' } }),
  removeRow: () => Promise.resolve(yes),
};
const evidence: EvidencePort = {
  moment: () => Promise.resolve({ monotonic: 0, zoneOffset: 0, serverOffset: null, beacon: null }),
  firm: () => '',
  author: () => '',
  times: () => Promise.resolve({ receivedAt: null, committedAt: null }),
  reuse: null,
  recordings: null,
  attach: () => Promise.resolve({ kind: 'ok', value: { ...yes.value, evidenceId: 'e' } }),
  link: () => Promise.resolve(yes),
  remove: () => Promise.resolve(yes),
  setCaption: () => Promise.resolve(yes),
  notePending: () => Promise.resolve(yes),
  clearPending: () => Promise.resolve(yes),
  storage: () => Promise.resolve({ usage: 0, quota: 1, persisted: true, photosLeft: 1 }),
  thumbnail: () => Promise.resolve(null),
  bytes: () => Promise.resolve(null),
  now: () => Date.now(),
};

type Screen = { readonly form: LivingForm; readonly compiled: CompiledDefinition };

const unused = (): never => {
  throw new Error('the engine has a page of its own');
};

const screen: Adapter<Screen> = {
  name: 'ours, with screens',
  definition: ours.definition,
  draft: ours.draft,
  open(form, definition, draft) {
    const compiled = JSON.parse(definition) as CompiledDefinition;
    return createRoot(() => ({ form: createForm(compiled, parseAnswers(form, draft), answers), compiled }));
  },
  index: () => undefined,
  set: unused,
  setRow: unused,
  addRow: unused,
  indexRow: unused,
  total: unused,
  shown: ({ form }, definition) => shownBy(definition, form.view, form.score()),
  ui: {
    mount({ form, compiled }, host) {
      render(() => <Section form={form} compiled={compiled} />, host);
    },
    textField: (question, host) => host.querySelector(`#text-${question}`),
    textValue: ({ form }, question) => String(form.view.state(question).value),
  },
};

function Section(props: Screen) {
  const { form, compiled } = props;
  const work: FormWork = {
    audience: 'staff',
    form,
    evidence: createEvidenceDesk({ assessment: 'bench' as EntityId, evidence: () => [], port: evidence }),
    facts: { offer: () => null, adopt: () => undefined },
    keep: null,
    keepReason: null,
    disputed: () => [],
    settling: () => 'allowed',
    verify: null,
    editable: () => true,
  };
  const section = compiled.sections[0];
  const cards = section === undefined ? [] : cardsOf(compiled, section);
  const progress = progressOf(form, () => []);
  return (
    <FormContext.Provider value={work}>
      <ProgressLine value={progress().answered} max={progress().total} label="progress" />
      <SectionBody cards={cards} number={1} label={section?.label ?? ''} target={() => null} onAt={() => undefined} />
    </FormContext.Provider>
  );
}

install(screen);
