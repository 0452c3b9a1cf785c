import Camera from 'lucide-solid/icons/camera';
import Check from 'lucide-solid/icons/check';
import Minus from 'lucide-solid/icons/minus';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { CoveredClause, LedgerEntry, VerificationSheet } from '#diagnosis/verification-sheet.ts';
import type { ClauseStanding } from '#diagnosis/verification.ts';
import { formatScore } from '#app/form/format-score.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import type { Icon } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import './verification-sheet.css';

/** Both scores, the ledger of differences and the coverage map: alike on the phone, at the desk and on paper. */
export function VerificationParts(props: { readonly sheet: VerificationSheet }): JSX.Element {
  return (
    <>
      <Card title={t('form.verify.result.title')} class="verified-scores">
        <div class="stack-tight">
          <BothScores sheet={props.sheet} />
        </div>
      </Card>
      <Card title={`${t('form.verify.result.ledger')} ${String(props.sheet.ledger.length)}`}>
        <Show when={props.sheet.ledger.length > 0} fallback={<p class="soft">{t('form.verify.result.ledgerNone')}</p>}>
          <ol class="ledger">
            <For each={props.sheet.ledger}>{(entry) => <Entry entry={entry} />}</For>
          </ol>
        </Show>
      </Card>
      <Card title={t('form.verify.result.coverage')}>
        <div class="stack-tight">
          <Coverage sheet={props.sheet} />
        </div>
      </Card>
    </>
  );
}

function BothScores(props: { readonly sheet: VerificationSheet }): JSX.Element {
  const level = (name: string | null): string => name ?? t('form.verify.result.noLevel');
  const score = (value: number | null, decimals: number | null): string =>
    value === null ? t('shell.standing.none') : formatScore(value, decimals);
  return (
    <>
      <table class="both-scores">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('form.verify.self')}</th>
            <th scope="col">{t('form.verify.verified')}</th>
            <th scope="col">{t('form.verify.result.delta')}</th>
          </tr>
        </thead>
        <tbody>
          <Show when={props.sheet.level}>
            {(both) => (
              <tr class="both-level">
                <th scope="row">{t('form.verify.level')}</th>
                <td>{level(both().self)}</td>
                <td>{level(both().verified)}</td>
                <td class="soft">{both().self === both().verified ? t('form.verify.result.same') : ''}</td>
              </tr>
            )}
          </Show>
          <For each={props.sheet.measures}>
            {({ name, self, verified, decimals }) => (
              <tr>
                <th scope="row">{name}</th>
                <td>{score(self, decimals)}</td>
                <td class="both-verified">{score(verified, decimals)}</td>
                <td>{deltaWords(self, verified, decimals)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p class="soft small">{t('form.verify.result.note')}</p>
      <Show when={props.sheet.looked < props.sheet.of}>
        <p class="small strong">{t('form.verify.result.partly', { verified: props.sheet.looked, total: props.sheet.of })}</p>
      </Show>
    </>
  );
}

function Entry(props: { readonly entry: LedgerEntry }): JSX.Element {
  const said = (value: string | null): string => value ?? t('form.disputed.blank');
  const effects = (): string => {
    const { effects: moved, level } = props.entry;
    const words = moved.map(({ measureName, without, with: now, decimals }) =>
      t('form.verify.result.effect', {
        measure: measureName,
        without: without === null ? t('shell.standing.none') : formatScore(without, finer(without, now, decimals)),
        with: now === null ? t('shell.standing.none') : formatScore(now, finer(without, now, decimals)),
      }),
    );
    if (level !== null) {
      const name = (each: string | null): string => each ?? t('form.verify.result.noLevel');
      words.push(t('form.verify.result.levelEffect', { without: name(level.without), with: name(level.with) }));
    }
    return words.length === 0 ? t('form.verify.result.effectNone') : words.join(' · ');
  };
  return (
    <li>
      <p class="strong">
        {props.entry.label}
        <Show when={props.entry.row}>
          {(row) => <span class="soft small"> {t('form.verify.result.row', { number: row() })}</span>}
        </Show>
      </p>
      <dl class="ledger-sides">
        <div>
          <dt>{t('form.verify.self')}</dt>
          <dd>{said(props.entry.claimed)}</dd>
        </div>
        <div class="ledger-found">
          <dt>{t('form.verify.verified')}</dt>
          <dd>{said(props.entry.found)}</dd>
        </div>
      </dl>
      <p classList={{ 'ledger-missing': props.entry.reason === null }}>
        {props.entry.reason === null
          ? t('form.verify.result.whyNone')
          : t('form.verify.result.why', { reason: props.entry.reason })}
      </p>
      <p class="small">{effects()}</p>
      <p class="soft small">{t('form.verify.by', { name: props.entry.by, time: formatMoment(props.entry.at) })}</p>
    </li>
  );
}

const icons: Readonly<Record<ClauseStanding, Icon | null>> = { blank: null, claimed: Minus, seen: Check, proven: Camera };
const standings = ['proven', 'seen', 'claimed', 'blank'] as const;

function standingWord(standing: ClauseStanding): string {
  return t(`form.verify.result.${standing}`);
}

/** One square a clause. Shape and word say it; colour helps. */
function Coverage(props: { readonly sheet: VerificationSheet }): JSX.Element {
  const all = (): readonly CoveredClause[] => props.sheet.coverage.flatMap(({ clauses }) => clauses);
  const count = (clauses: readonly CoveredClause[], standing: ClauseStanding): number =>
    clauses.filter((clause) => clause.standing === standing).length;
  const summary = (clauses: readonly CoveredClause[]): string =>
    standings
      .filter((standing) => count(clauses, standing) > 0)
      .map((standing) => `${standingWord(standing)} ${String(count(clauses, standing))}`)
      .join(' · ');
  return (
    <>
      <ul class="coverage-legend small">
        <For each={standings}>
          {(standing) => (
            <li>
              <Square standing={standing} />
              {standingWord(standing)} {count(all(), standing)}
            </li>
          )}
        </For>
        <li>
          <span class="coverage-square coverage-differs" aria-hidden="true" />
          {t('form.verify.result.differs')} {all().filter(({ differs }) => differs).length}
        </li>
      </ul>
      <ul class="coverage">
        <For each={props.sheet.coverage}>
          {({ label, clauses }) => (
            <li>
              <p class="coverage-head">
                <span>{label}</span>
                <span class="soft small">{summary(clauses)}</span>
              </p>
              <div class="coverage-squares" aria-hidden="true">
                <For each={clauses}>
                  {(clause) => (
                    <Square
                      standing={clause.standing}
                      differs={clause.differs}
                      title={`${clause.label}：${standingWord(clause.standing)}`}
                    />
                  )}
                </For>
              </div>
              <Missing clauses={clauses.filter(({ evidenceMissing }) => evidenceMissing)} />
            </li>
          )}
        </For>
      </ul>
      <p classList={{ 'ledger-missing': props.sheet.evidenceMissing > 0 }}>
        {props.sheet.evidenceMissing > 0
          ? t('form.verify.result.missing', { count: props.sheet.evidenceMissing })
          : t('form.verify.result.missingNone')}
      </p>
      <p class="soft small">{t('form.verify.result.coverageNote')}</p>
    </>
  );
}

function Missing(props: { readonly clauses: readonly CoveredClause[] }): JSX.Element {
  return (
    <Show when={props.clauses.length > 0}>
      <p class="coverage-missing small">
        <TriangleAlert size={16} aria-hidden="true" />
        <span>
          {t('form.verify.result.missingOf', { clauses: props.clauses.map(({ label }) => label).join(t('form.list.and')) })}
        </span>
      </p>
    </Show>
  );
}

function Square(props: { readonly standing: ClauseStanding; readonly differs?: boolean; readonly title?: string }): JSX.Element {
  return (
    <span
      class={`coverage-square coverage-${props.standing}${props.differs === true ? ' coverage-differs' : ''}`}
      title={props.title}
      aria-hidden="true"
    >
      <Show when={icons[props.standing]}>{(icon) => <Dynamic component={icon()} size={14} aria-hidden="true" />}</Show>
    </span>
  );
}

/** A change that one decimal cannot show is still a change. */
function finer(one: number | null, other: number | null, decimals: number | null): number | null {
  if (one === null || other === null) return decimals;
  const digits = decimals ?? 1;
  return formatScore(one, digits) === formatScore(other, digits) ? digits + 2 : decimals;
}

function deltaWords(self: number | null, verified: number | null, decimals: number | null): string {
  if (self === null || verified === null) return self === verified ? t('form.verify.result.same') : t('shell.standing.none');
  if (self === verified) return t('form.verify.result.same');
  const delta = verified - self;
  const digits = Math.abs(delta) < 0.5 * 10 ** -(decimals ?? 1) ? (decimals ?? 1) + 2 : decimals;
  return `${delta > 0 ? '+' : '−'}${formatScore(Math.abs(delta), digits)}`;
}
