import { createMemo, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { Attention, Standing } from '#diagnosis/standing.ts';
import type { OfficeDetail, OfficeMeasure } from '#protocol/office-wire.ts';
import { formatList, formatMoment, formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { AttentionLists, ChecklistParts } from '../standing/checklist-parts.tsx';
import { LevelName } from '../standing/level-name.tsx';
import { MaturityTree } from '../standing/maturity-tree.tsx';
import { ReadingsNote } from '../standing/readings-note.tsx';
import { SceneTally } from '../standing/scene-tally.tsx';
import { Card } from '../ui/card.tsx';
import { ComparisonCard } from './comparison-card.tsx';
import { DeskSignatures, isShown } from './desk-signatures.tsx';
import { gateText } from './gate-text.ts';
import { PhotoCount } from './photo-count.tsx';
import { ScoreRadar } from './score-radar.tsx';
import { scoreText } from './score-text.ts';
import { ShareBar } from './share-bar.tsx';
import { VerifiedCard } from './verified-card.tsx';
import './overview-tab.css';

/** Where the firm stands, whether phone and server agree on it, and who and what was assessed. */
export function OverviewTab(props: { readonly detail: OfficeDetail }): JSX.Element {
  const axes = createMemo(() => props.detail.score.measures.filter(({ axis }) => axis));
  return (
    <>
      <Show when={props.detail.score.levels.length > 0}>
        <StageCard detail={props.detail} />
      </Show>
      <div class="overview-scores" classList={{ 'overview-pair': axes().length > 2 }}>
        <Show when={axes().length > 2}>
          <Card class="radar-card">
            <ScoreRadar measures={axes()} />
          </Card>
        </Show>
        <ComparisonCard detail={props.detail} />
      </div>
      <VerifiedCard detail={props.detail} />
      <Show when={props.detail.score.standing}>{(standing) => <StandingCards standing={standing()} />}</Show>
      <Show when={props.detail.score.groups.length > 0}>
        <GroupsCard detail={props.detail} />
      </Show>
      <div class="overview-pair">
        <FirmCard detail={props.detail} />
        <AssessmentCard detail={props.detail} />
      </div>
      <MethodCard detail={props.detail} />
    </>
  );
}

/** What a result says besides scores, in the same words as on the phone. */
function StandingCards(props: { readonly standing: Standing }): JSX.Element {
  return (
    <>
      <ReadingsNote readings={props.standing.readings} />
      <SceneTally scenes={props.standing.scenes} />
      <MaturityTree tree={props.standing.tree} />
      <AttentionLists attention={props.standing.attention} />
      <ChecklistParts parts={props.standing.parts} />
    </>
  );
}

function StageCard(props: { readonly detail: OfficeDetail }): JSX.Element {
  const totals = (): readonly OfficeMeasure[] => props.detail.score.measures.filter(({ axis }) => !axis);
  const short = (): readonly OfficeMeasure[] =>
    props.detail.score.measures.filter(({ axis, score, answeredWeight }) => axis && score === null && answeredWeight !== null);
  /** A level below the first step has no step that could say its name. */
  const below = (): string | null =>
    props.detail.score.levels.some(({ id }) => id === props.detail.score.level) ? null : props.detail.levelName;
  return (
    <Card class="stage-card">
      <ol class="stage-steps" aria-label={t('office.overview.ladder')}>
        <For each={props.detail.score.levels}>
          {(level, index) => (
            <li
              classList={{ reached: index() < (props.detail.ladder.reached ?? 0), here: level.id === props.detail.score.level }}
              aria-current={level.id === props.detail.score.level ? 'step' : undefined}
            >
              <LevelName name={level.name} />
            </li>
          )}
        </For>
      </ol>
      <div class="stage-totals">
        <For each={totals()}>
          {(measure) => (
            <p>
              <span class="soft small">{measure.name}</span>
              <strong classList={{ soft: measure.score === null }}>{scoreText(measure.score, measure.decimals)}</strong>
            </p>
          )}
        </For>
      </div>
      <p class="stage-next">
        <Show when={below()}>{(level) => <>{t('office.overview.now', { level: level() })} </>}</Show>
        <Switch>
          <Match when={props.detail.score.level === null}>
            {t('office.overview.undecided')}{' '}
            <span class="soft">
              {short()
                .map(({ name, answeredWeight }) =>
                  t('office.overview.undecidedMeasure', { measure: name, percent: Math.floor((answeredWeight ?? 0) * 100) }),
                )
                .join(' · ')}
            </span>
          </Match>
          <Match when={props.detail.score.nextLevel}>
            {(next) => (
              <>
                {t('office.overview.next', { level: next().name })}
                <strong>
                  {props.detail.score.blocking
                    .map((gate) =>
                      t('office.overview.gate', {
                        measure: gate.measureName,
                        actual: gate.unit === 'scenes' ? String(gate.actual) : gateText(gate.actual, gate.required),
                        required: formatNumber(gate.required, gate.unit === 'scenes' ? 0 : 1),
                      }),
                    )
                    .join(' · ')}
                  <Missing attention={props.detail.score.standing?.attention ?? null} />
                </strong>
              </>
            )}
          </Match>
          <Match when={props.detail.score.level !== null}>{t('office.overview.top')}</Match>
        </Switch>
      </p>
    </Card>
  );
}

/** The first conditions that hold it back, where a level is made of conditions; all of them stand below. */
function Missing(props: { readonly attention: Attention | null }): JSX.Element {
  const missing = (): Attention['missing'] => props.attention?.missing ?? [];
  return (
    <Show when={missing().length > 0}>
      {missing()
        .slice(0, shownConditions)
        .map(({ label }) => label)
        .join(' · ')}
      <Show when={missing().length > shownConditions}>
        <span class="soft"> {t('office.overview.moreConditions', { count: missing().length - shownConditions })}</span>
      </Show>
    </Show>
  );
}

const shownConditions = 4;

function GroupsCard(props: { readonly detail: OfficeDetail }): JSX.Element {
  const of = (standing: 'strong' | 'weak') =>
    props.detail.score.groups
      .filter((group) => group.standing === standing)
      .sort((one, other) => (standing === 'strong' ? other.score - one.score : one.score - other.score));
  const list = (title: string, standing: 'strong' | 'weak'): JSX.Element => (
    <Card title={title}>
      <Show when={of(standing).length > 0} fallback={<p class="soft">{t('office.overview.groupsNone')}</p>}>
        <ul class="group-list">
          <For each={of(standing)}>
            {(group) => (
              <li>
                <span>
                  {group.name} <span class="soft small">{group.measureName}</span>
                </span>
                <strong>{scoreText(group.score)}</strong>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
  return (
    <div class="overview-pair">
      {list(t('office.overview.strongest'), 'strong')}
      {list(t('office.overview.weakest'), 'weak')}
    </div>
  );
}

function FirmCard(props: { readonly detail: OfficeDetail }): JSX.Element {
  const firm = () => props.detail.enterprise;
  const or = (value: string | null): string => value ?? t('office.overview.unknown');
  const contact = (): string | null =>
    [firm().contact, firm().phone].filter((part) => part !== null && part !== '').join(' ') || null;
  const headcount = (): string | null => {
    const count = firm().headcount;
    return count === null ? null : t('office.overview.headcountValue', { count: formatNumber(count, 0) });
  };
  const revenue = (): string | null => {
    const amount = firm().revenue ?? null;
    return amount === null ? null : t('office.overview.revenueValue', { amount: formatNumber(amount) });
  };
  return (
    <Card title={t('office.overview.firm')}>
      <dl class="fact-list">
        <Fact name={t('office.detail.code')}>{props.detail.enterpriseCode}</Fact>
        <Fact name={t('office.overview.industry')}>{or(firm().industry)}</Fact>
        <Fact name={t('office.overview.headcount')}>{or(headcount())}</Fact>
        <Show when={firm().revenue !== undefined}>
          <Fact name={t('office.overview.revenue')}>{or(revenue())}</Fact>
        </Show>
        <Fact name={t('office.overview.address')}>{or(firm().address)}</Fact>
        <Fact name={t('office.overview.contact')}>{or(contact())}</Fact>
      </dl>
    </Card>
  );
}

function AssessmentCard(props: { readonly detail: OfficeDetail }): JSX.Element {
  return (
    <Card title={t('office.overview.assessment')}>
      <dl class="fact-list">
        <Fact name={t('office.overview.definition')}>
          {props.detail.definitionTitle}{' '}
          <span class="soft">{t('office.overview.edition', { edition: props.detail.edition })}</span>
        </Fact>
        <Fact name={t('office.overview.author')}>{props.detail.author}</Fact>
        <Fact name={t('office.overview.completeness')}>
          <ShareBar share={props.detail.completeness} />
        </Fact>
        <Fact name={t('office.overview.photos')}>
          <PhotoCount photos={props.detail.photos} />
        </Fact>
        <Show when={isShown(props.detail)}>
          <Fact name={t('shell.proof.signatures')}>
            <DeskSignatures detail={props.detail} />
          </Fact>
        </Show>
        <Fact name={t('office.column.updated')}>{formatMoment(props.detail.updatedAt)}</Fact>
        <Fact name={t('office.overview.scoredAt')}>
          {props.detail.score.scoredAt === null ? t('office.overview.notScored') : formatMoment(props.detail.score.scoredAt)}
        </Fact>
      </dl>
    </Card>
  );
}

export function Fact(props: { readonly name: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function MethodCard(props: { readonly detail: OfficeDetail }): JSX.Element {
  const kinds = (): string => {
    const known = ['official', 'secondary', 'recalled', 'tool-default'] as const;
    const found = new Set(props.detail.score.measures.map(({ fidelity }) => fidelity));
    return formatList(known.filter((kind) => found.has(kind)).map((kind) => t(`office.overview.fidelity.${kind}`)));
  };
  return (
    <Card title={t('office.overview.method')}>
      <div class="stack-tight small">
        <p class="strong">{props.detail.caution}</p>
        <Show when={kinds()}>{(found) => <p>{t('office.overview.fidelityNote', { kinds: found() })}</p>}</Show>
        <For each={props.detail.method}>{(paragraph) => <p class="soft">{paragraph}</p>}</For>
      </div>
    </Card>
  );
}
