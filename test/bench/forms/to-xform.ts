/** Form → ODK XForm, for ODK's engine and web forms and, transformed, for Enketo; filled form → instance XML. */
import type { Expected } from './expected.ts';
import type { Filled, Form, FormQuestion, RepeatField } from './form.ts';
import { questionsById } from './form.ts';

export function toXForm(form: Form): string {
  const questions = questionsById(form);
  const pathOf = (id: string): string => `/data/${questions.get(id)?.section ?? ''}/${id}`;
  const instance: string[] = [];
  const binds: string[] = [];
  const body: string[] = [];
  for (const section of form.sections) {
    instance.push(`<${section.id}>${section.questions.map((question) => `<${question.id}/>`).join('')}</${section.id}>`);
    binds.push(...section.questions.map((question) => bindOf(question, questions, pathOf)));
    const controls = section.questions
      .filter((question) => question.type !== 'score')
      .map((question) => controlOf(question, pathOf(question.id)));
    body.push(
      `<group ref="/data/${section.id}" appearance="field-list"><label>${escape(section.label)}</label>${controls.join('')}</group>`,
    );
  }
  instance.push('<total/><level/>');
  const sum = [...questions.values()].filter((question) => question.type === 'score').map((question) => pathOf(question.id));
  const level = form.level.steps.reduceRight(
    (rest, [least, name]) => `if(/data/total &gt;= ${String(least)}, '${name}', ${rest})`,
    `'${form.level.otherwise}'`,
  );
  binds.push(`<bind nodeset="/data/total" type="int" calculate="${sum.join(' + ')}"/>`);
  binds.push(`<bind nodeset="/data/level" type="string" calculate="${level}"/>`);
  const { repeat } = form;
  const blankRow = repeat.fields.map((field) => `<${field.id}/>`).join('');
  instance.push(`<${repeat.id} jr:template="">${blankRow}</${repeat.id}>`);
  instance.push(`<${repeat.id}>${blankRow}</${repeat.id}>`.repeat(repeat.count), '<equip_value/>');
  binds.push(...repeat.fields.map((field) => rowBindOf(field)));
  binds.push('<bind nodeset="/data/equip_value" type="decimal" calculate="sum(/data/equip/value)"/>');
  const controls = repeat.fields
    .filter((field) => field.type !== 'product')
    .map(rowControlOf)
    .join('');
  body.push(
    `<group ref="/data/equip" appearance="field-list"><label>${repeat.label}</label><repeat nodeset="/data/equip">${controls}</repeat></group>`,
  );
  return `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>${escape(form.title)}</h:title>
<model odk:xforms-version="1.0.0">
<instance><data id="${form.id}" version="1">
${instance.join('\n')}
<meta><instanceID/></meta></data></instance>
${binds.join('\n')}
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head>
<h:body class="pages">
${body.join('\n')}
</h:body></h:html>`;
}

export function toInstanceXml(form: Form, filled: Filled, expected: Expected): string {
  const parts = form.sections.map((section) => {
    const values = section.questions.map((question) =>
      element(question.id, question.type === 'score' ? expected.scores[question.id] : filled.values[question.id]),
    );
    return `<${section.id}>${values.join('')}</${section.id}>`;
  });
  parts.push(element('total', expected.total), element('level', expected.level));
  for (const row of filled.rows) {
    const values = form.repeat.fields.map((field) => {
      if (row === null) return element(field.id, null);
      return element(field.id, field.type === 'product' ? row.qty * row.price : row[field.id]);
    });
    parts.push(`<equip>${values.join('')}</equip>`);
  }
  parts.push(element('equip_value', expected.value));
  const meta = '<meta><instanceID>uuid:11111111-2222-4333-8444-555555555555</instanceID></meta>';
  return `<data id="${form.id}" version="1">${parts.join('')}${meta}</data>`;
}

function bindOf(question: FormQuestion, questions: ReadonlyMap<string, FormQuestion>, pathOf: (id: string) => string): string {
  const attributes = [`nodeset="${pathOf(question.id)}"`, `type="${bindTypes[question.type]}"`];
  if (question.relevant !== null) {
    const path = pathOf(question.relevant.question);
    attributes.push(`relevant="${question.relevant.anyOf.map((value) => `${path} = '${value}'`).join(' or ')}"`);
  }
  if (question.type === 'integer' || question.type === 'decimal') {
    const [min, max] = [String(question.min), String(question.max)];
    attributes.push(`constraint=". &gt;= ${min} and . &lt;= ${max}"`, `jr:constraintMsg="Must be between ${min} and ${max}"`);
  }
  if (question.required) attributes.push('required="true()"');
  if (question.type === 'score') {
    attributes.push(`calculate="${question.scoreOf.map((id) => scoreExpression(id, questions, pathOf)).join(' + ')}"`);
  }
  return `<bind ${attributes.join(' ')}/>`;
}

function scoreExpression(id: string, questions: ReadonlyMap<string, FormQuestion>, pathOf: (id: string) => string): string {
  const question = questions.get(id);
  const options = question?.type === 'select_one' ? question.options : [];
  return options.reduceRight((rest, option) => `if(${pathOf(id)} = '${option.name}', ${String(option.score)}, ${rest})`, '0');
}

function rowBindOf(field: RepeatField): string {
  const attributes = [
    `nodeset="/data/equip/${field.id}"`,
    `type="${field.type === 'product' ? 'decimal' : bindTypes[field.type]}"`,
  ];
  if (field.type === 'integer' || field.type === 'decimal') {
    attributes.push(`constraint=". &gt;= ${String(field.min)} and . &lt;= ${String(field.max)}"`);
  }
  if (field.type === 'product') attributes.push(`calculate="${field.of.map((factor) => `../${factor}`).join(' * ')}"`);
  return `<bind ${attributes.join(' ')}/>`;
}

function controlOf(question: FormQuestion, path: string): string {
  const label = `<label>${escape(question.label)}</label>${question.hint === null ? '' : `<hint>${escape(question.hint)}</hint>`}`;
  if (question.type !== 'select_one' && question.type !== 'select_multiple') return `<input ref="${path}">${label}</input>`;
  const tag = question.type === 'select_one' ? 'select1' : 'select';
  const items = question.options.map(
    (option) => `<item><label>${escape(option.label)}</label><value>${option.name}</value></item>`,
  );
  return `<${tag} ref="${path}">${label}${items.join('')}</${tag}>`;
}

function rowControlOf(field: RepeatField): string {
  const path = `/data/equip/${field.id}`;
  const label = `<label>${escape(field.label)}</label>`;
  if (field.type !== 'select_one') return `<input ref="${path}">${label}</input>`;
  const items = field.options.map((option) => `<item><label>${option}</label><value>${option}</value></item>`);
  return `<select1 ref="${path}">${label}${items.join('')}</select1>`;
}

const bindTypes: Readonly<Record<FormQuestion['type'], string>> = {
  select_one: 'string',
  select_multiple: 'string',
  integer: 'int',
  decimal: 'decimal',
  text: 'string',
  score: 'int',
};

function element(name: string, value: string | number | readonly string[] | null | undefined): string {
  if (value === null || value === undefined) return `<${name}/>`;
  return `<${name}>${escape(typeof value === 'object' ? value.join(' ') : String(value))}</${name}>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
