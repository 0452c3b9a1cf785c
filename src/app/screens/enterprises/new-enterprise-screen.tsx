import { useSearchParams } from '@solidjs/router';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { Field } from '#app/ui/field.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { DraftNote } from '#app/drafts/draft-note.tsx';
import { ScanButton } from '#app/form/scan-button.tsx';
import { creditCodeLength, normaliseCreditCode } from '#domain/credit-code.ts';
import { createNewEnterprise, type NewEnterprise } from './create-new-enterprise.ts';
import { IndustryPicker } from './industry-picker.tsx';
import { RegionPicker } from './region-picker.tsx';
import './enterprises.css';

/** Registers a firm that the register lacks; a code that exists already leads to that firm. */
export function NewEnterpriseScreen(): JSX.Element {
  const [parameters] = useSearchParams();
  const form = createNewEnterprise();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void form.save();
  };
  return (
    <>
      <TopBar
        title={t('shell.enterprises.newTitle')}
        back={`/enterprises${parameters['start'] === undefined ? '' : '?start=1'}`}
      />
      <ScreenBody>
        <form class="stack" onSubmit={submit} noValidate>
          <DraftNote draft={form.draft} />
          <Card>
            <div class="stack">
              <CodeField form={form} />
              <ScanButton words={t('shell.enterprises.scanLicence')} onRead={form.takeLicence} />
              <Show when={form.known()}>
                {(enterprise) => (
                  <Notice
                    tone="info"
                    title={t('shell.enterprises.codeKnown')}
                    actions={
                      <ButtonLink
                        variant="primary"
                        href={`/enterprises/${enterprise().code}${parameters['start'] === undefined ? '' : '?start=1'}`}
                      >
                        {t('shell.enterprises.codeOpen')}
                      </ButtonLink>
                    }
                  >
                    {enterprise().name}
                  </Notice>
                )}
              </Show>
              <Field
                label={t('shell.enterprises.name')}
                hint={t('shell.enterprises.nameHint')}
                value={form.input.name}
                maxLength={120}
                problem={form.problems().name}
                onType={(text) => form.set({ name: text })}
              />
              <RegionPicker
                scope={form.scope}
                value={form.input.region}
                problem={form.problems().region}
                onPick={(code) => form.set({ region: code })}
              />
            </div>
          </Card>
          <Card>
            <div class="stack">
              <IndustryPicker value={form.input.industry} onPick={(code) => form.set({ industry: code })} />
              <SizeFields form={form} />
            </div>
          </Card>
          <Card>
            <ContactFields form={form} />
          </Card>
          <Show when={form.saveProblem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
          <Button type="submit" variant="primary" size="large" wide disabled={form.known() !== null}>
            {t('shell.enterprises.save')}
          </Button>
        </form>
      </ScreenBody>
    </>
  );
}

function CodeField(props: { readonly form: NewEnterprise }): JSX.Element {
  const typed = (): number => normaliseCreditCode(props.form.input.code).length;
  return (
    <Field
      class="code-text"
      label={t('shell.enterprises.code')}
      hint={
        typed() === 0
          ? t('shell.enterprises.codeHint')
          : props.form.codeValid()
            ? t('shell.enterprises.codeOk')
            : t('shell.enterprises.codeTyped', { count: Math.min(typed(), creditCodeLength) })
      }
      value={props.form.input.code}
      autocapitalize="characters"
      spellcheck={false}
      maxLength={40}
      problem={props.form.codeProblem()}
      onType={(text) => props.form.set({ code: text.toUpperCase() })}
      onBlur={() => props.form.leaveCode()}
      after={
        <Show when={props.form.codeValid()}>
          <CircleCheck size={20} class="code-ok" aria-hidden="true" />
        </Show>
      }
    />
  );
}

function SizeFields(props: { readonly form: NewEnterprise }): JSX.Element {
  return (
    <>
      <Field
        label={t('shell.enterprises.headcount')}
        optional
        inputmode="numeric"
        unit={t('shell.enterprises.persons')}
        value={props.form.input.headcount}
        problem={props.form.problems().headcount}
        onType={(text) => props.form.set({ headcount: text })}
      />
      <Field
        label={t('shell.enterprises.revenue')}
        optional
        inputmode="decimal"
        unit={t('shell.enterprises.tenThousand')}
        value={props.form.input.revenue}
        problem={props.form.problems().revenue}
        onType={(text) => props.form.set({ revenue: text })}
      />
      <div class="size-line" role="status">
        <span>
          {t('shell.enterprises.size')}
          <br />
          <span class="soft small">
            {props.form.size() === null ? t('shell.enterprises.sizeNeeds') : t('shell.enterprises.sizeWhy')}
          </span>
        </span>
        <Show when={props.form.size()}>{(size) => <span class="strong">{t(`shell.size.${size()}`)}</span>}</Show>
      </div>
    </>
  );
}

function ContactFields(props: { readonly form: NewEnterprise }): JSX.Element {
  return (
    <div class="stack">
      <Field
        label={t('shell.enterprises.address')}
        optional
        maxLength={200}
        value={props.form.input.address}
        onType={(text) => props.form.set({ address: text })}
      />
      <Field
        label={t('shell.enterprises.contact')}
        optional
        maxLength={40}
        value={props.form.input.contact}
        onType={(text) => props.form.set({ contact: text })}
      />
      <Field
        label={t('shell.enterprises.phone')}
        optional
        type="tel"
        inputmode="tel"
        maxLength={30}
        value={props.form.input.phone}
        onType={(text) => props.form.set({ phone: text })}
      />
    </div>
  );
}
