/** A definition as its author is writing it: the real questionnaire over memory, or what is wrong with the file. Development only. */
import { MemoryRouter, Route } from '@solidjs/router';
import { For, Show, untrack, type JSX } from 'solid-js';
import { render } from 'solid-js/web';
import { compileDefinition, type CompileOutcome, type DefinitionProblem } from '#definition/compile.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { emptyAnswers } from '#engine/answers.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok } from '#shared/outcome.ts';
import { cardsOf } from '#app/form/cards.ts';
import { createEvidenceDesk } from '#app/form/create-evidence-desk.ts';
import { createForm, type AnswerPort } from '#app/form/create-form.ts';
import { FormContext, type FormWork } from '#app/form/form-context.tsx';
import { noEvidence } from '#app/form/no-evidence.ts';
import { loadArea } from '#app/i18n/t.ts';
import { AboutDefinition } from '#app/screens/definitions/about-definition.tsx';
import { SectionBody } from '#app/screens/questionnaire/section-body.tsx';
import '#app/screens/questionnaire/questionnaire.css';
import '#app/ui/base.css';
import '#app/ui/tokens.css';
import './preview.css';

/** `file` is `<id>/<edition>`; `yaml` its text. */
export async function startPreview(root: HTMLElement, file: string, yaml: string): Promise<void> {
  await loadArea('form');
  const outcome = compileDefinition(yaml, `survey-definitions/${file}.yaml`);
  render(
    () => (
      <MemoryRouter>
        <Route path="*" component={() => <Preview outcome={outcome} />} />
      </MemoryRouter>
    ),
    root,
  );
}

function Preview(props: { readonly outcome: CompileOutcome }): JSX.Element {
  return (
    <main class="preview stack">
      {props.outcome.kind === 'ok' ? (
        <Filled compiled={props.outcome.compiled} />
      ) : (
        <For each={props.outcome.problems}>{(each) => <p class="card">{problemWords(each)}</p>}</For>
      )}
    </main>
  );
}

function Filled(props: { readonly compiled: CompiledDefinition }): JSX.Element {
  // One definition a page: another file is another page load.
  const compiled = untrack(() => props.compiled);
  const form = createForm(compiled, emptyAnswers, memory());
  const work: FormWork = {
    audience: 'staff',
    form,
    evidence: createEvidenceDesk({ assessment: 'preview' as EntityId, evidence: () => [], port: noEvidence }),
    facts: { offer: () => null, adopt: () => undefined },
    keep: null,
    keepReason: null,
    disputed: () => [],
    settling: () => 'allowed',
    editable: () => true,
    verify: null,
  };
  return (
    <FormContext.Provider value={work}>
      <h1>
        {compiled.title} {compiled.edition}
      </h1>
      <For each={compiled.sections}>
        {(section, index) => (
          <Show when={form.node(section.name).relevant}>
            <h1>{section.label}</h1>
            <SectionBody
              cards={cardsOf(compiled, section)}
              number={index() + 1}
              label={section.label}
              target={() => null}
              onAt={() => undefined}
            />
          </Show>
        )}
      </For>
      <AboutDefinition compiled={compiled} />
    </FormContext.Provider>
  );
}

/** `file:line:column: [question] message。advice` as the command line says it. */
function problemWords({ file, line, column, question, message, advice }: DefinitionProblem): string {
  return `${file}:${String(line)}:${String(column)}: ${question === null ? '' : `[${question}] `}${message}。${advice}`;
}

/** Takes every answer and keeps none. */
function memory(): AnswerPort {
  let rows = 0;
  const saved = () => Promise.resolve(ok({ savedAt: new Date().toISOString() }));
  return {
    setAnswer: saved,
    addRow: () => {
      rows += 1;
      return Promise.resolve(ok({ savedAt: new Date().toISOString(), rowId: `row${String(rows)}` }));
    },
    removeRow: saved,
  };
}
