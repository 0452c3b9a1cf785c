/** The systems under test and the pages that drive them. */
export const systemNames = ['ours', 'solid-floor', 'surveyjs', 'xforms-engine', 'enketo'] as const;

export type SystemName = (typeof systemNames)[number];

export type System = {
  readonly name: SystemName;
  /** Page of the engine. */
  readonly engine: string;
  /** Page with the system's own screens; null while there is none. */
  readonly screens: string | null;
  /** Switches of the system, as its pages read them from their address. */
  readonly query: string;
  /** Comes from this folder's own `package.json`. */
  readonly peer: boolean;
};

export const systems: readonly System[] = [
  { name: 'ours', engine: 'ours', screens: 'ours-ui', query: '', peer: false },
  { name: 'solid-floor', engine: 'solid-floor', screens: 'solid-floor', query: '', peer: false },
  { name: 'surveyjs', engine: 'surveyjs', screens: 'surveyjs-ui', query: '', peer: true },
  { name: 'xforms-engine', engine: 'xforms-engine', screens: 'web-forms', query: '', peer: true },
  // Without the switch a hidden answer stays in Enketo's sums; the others take it out.
  { name: 'enketo', engine: 'enketo', screens: 'enketo', query: '?x=1&excludeNonRelevant', peer: true },
];

/** `rows` blank or filled rows are there when the form opens. */
export type Size = { readonly questions: number; readonly rows: number };

/** A generated form, or our own definition. */
export type FormChoice = Size | 'two-integration';

export function formName(size: FormChoice): string {
  if (size === 'two-integration') return size;
  return `${String(size.questions)}x${String(size.rows)}`;
}

export const metrics = [
  'instantiate',
  'restore',
  'leaf',
  'text',
  'toggle',
  'row',
  'add-row',
  'heap',
  'gzip',
  'first-question',
  'keystroke',
] as const;

export type Metric = (typeof metrics)[number];
