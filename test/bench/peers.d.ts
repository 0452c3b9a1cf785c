/**
 * The little of the peers' interfaces that the pages use. Peers are installed apart and on first use, so the type check cannot
 * rest on their own declarations.
 */
declare module 'survey-core' {
  export const settings: { panel: { maxPanelCount: number } };
  export class Model {
    constructor(json: unknown);
    data: unknown;
    getQuestionByName(name: string): Question;
    getVariable(name: string): unknown;
    getValue(name: string): unknown;
  }
  export type Question = { value: unknown; readonly isVisible: boolean; isEmpty(): boolean };
  export type QuestionPanelDynamic = Question & {
    readonly panels: readonly { getQuestionByName(name: string): Question }[];
    addPanel(): unknown;
  };
}
declare module 'survey-core/survey-core.css';
declare module 'survey-react-ui' {
  export const Survey: unknown;
}
declare module 'react' {
  export function createElement(type: unknown, props: unknown): unknown;
}
declare module 'react-dom' {
  export function flushSync(act: () => void): void;
}
declare module 'react-dom/client' {
  export function createRoot(host: Element): { render(element: unknown): void };
}
declare module '@getodk/xforms-engine' {
  export type XFormsNode = {
    readonly nodeType: string;
    readonly currentState: {
      readonly reference: string;
      readonly relevant: boolean;
      readonly value?: unknown;
      readonly children?: readonly XFormsNode[] | null;
    };
    selectValue?(value: string): void;
    setValue?(value: unknown): void;
    addInstances?(): void;
  };
  export type Instance = { readonly root: XFormsNode };
  export type Loaded =
    | { readonly status: 'failure'; readonly error: Error }
    | {
        readonly status: 'success' | 'warning';
        createInstance(): Instance;
        restoreInstance(input: { readonly data: readonly FormData[] }): Promise<Instance>;
      };
  export function loadForm(xml: string): Promise<Loaded>;
}
declare module '@getodk/web-forms' {
  export const OdkWebForm: unknown;
  export const webFormsPlugin: unknown;
}
declare module 'vue' {
  export function createApp(root: { render(): unknown }): { use(plugin: unknown): void; mount(host: Element): void };
  export function h(component: unknown, props: unknown): unknown;
}
declare module 'enketo-core/src/js/form.js' {
  export class Form {
    constructor(element: HTMLFormElement, data: { modelStr: string; instanceStr?: string; submitted?: boolean }, options: object);
    init(): readonly string[];
    readonly view: { readonly html: HTMLElement };
    readonly model: { readonly xml: Document };
  }
}
declare module 'enketo-css';
declare module 'enketo-transformer/web' {
  export function transform(survey: { xform: string; theme: string }): Promise<{ readonly form: string; readonly model: string }>;
}
declare module 'sass' {
  export function compile(path: string, options: Readonly<Record<string, unknown>>): { readonly css: string };
  export const Logger: { readonly silent: unknown };
}
