import { useSearchParams } from '@solidjs/router';
import Factory from 'lucide-solid/icons/factory';
import Plus from 'lucide-solid/icons/plus';
import Search from 'lucide-solid/icons/search';
import SearchX from 'lucide-solid/icons/search-x';
import X from 'lucide-solid/icons/x';
import { Show, type JSX } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink, IconButton } from '#app/ui/button.tsx';
import { Card, LinkRow, Tag } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Field } from '#app/ui/field.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { VirtualList } from '#app/ui/virtual-list.tsx';
import { pathName } from '#domain/regions.ts';
import { sizeClass } from '#domain/size-class.ts';
import type { FoundEnterprise } from '#store/registry-search.ts';
import { createEnterpriseSearch, type EnterpriseSearch } from './create-enterprise-search.ts';
import { noteTypedSearch, typedSearch } from './typed.ts';
import './enterprises.css';

const rowHeight = 6;

type Start = 'assessment' | 'visit' | null;

/** All firms of the person's region, found by name, pinyin initials or credit code. */
export function EnterprisesScreen(): JSX.Element {
  const field = useField();
  const [parameters] = useSearchParams();
  /** A firm is picked to begin an assessment at, or to plan a visit to. */
  const start = (): Start =>
    parameters['start'] === 'visit' ? 'visit' : parameters['start'] === undefined ? null : 'assessment';
  const search = createEnterpriseSearch(typedSearch(field.store));
  const setText = (text: string): void => {
    search.setText(text);
    noteTypedSearch(field.store, text);
  };
  return (
    <>
      <TopBar
        title={titleFor(start())}
        back={start() === null ? undefined : start() === 'visit' ? '/visits' : '/'}
        actions={
          <ButtonLink variant="quiet" icon={Plus} href={`/enterprises/new${start() === 'assessment' ? '?start=1' : ''}`}>
            {t('shell.enterprises.add')}
          </ButtonLink>
        }
        below={
          <Field
            label={t('shell.enterprises.search')}
            quietLabel
            type="search"
            enterkeyhint="search"
            placeholder={t('shell.enterprises.searchHint')}
            value={search.text()}
            onType={setText}
            before={<Search size={20} aria-hidden="true" />}
            after={
              <Show when={search.text() !== ''}>
                <IconButton icon={X} label={t('shell.action.clear')} onClick={() => setText('')} />
              </Show>
            }
          />
        }
      />
      <ScreenBody>
        <p class="soft small" role="status">
          <Show when={search.total() !== null} fallback={t('shell.enterprises.loading')}>
            {search.text() === ''
              ? t('shell.enterprises.found', { count: formatNumber(search.total() ?? 0) })
              : t('shell.enterprises.foundFor', { count: formatNumber(search.total() ?? 0) })}
          </Show>
        </p>
        <Show when={search.failed()}>
          <Notice tone="red" actions={<Button onClick={() => search.retry()}>{t('shell.action.retry')}</Button>}>
            {t('shell.enterprises.searchFailed')}
          </Notice>
        </Show>
        <Show when={search.total() === 0} fallback={<Results search={search} start={start()} />}>
          <NothingFound text={search.text()} start={start()} />
        </Show>
      </ScreenBody>
    </>
  );
}

function Results(props: { readonly search: EnterpriseSearch; readonly start: Start }): JSX.Element {
  return (
    <Card flush>
      <VirtualList
        count={props.search.total() ?? 0}
        rowHeight={rowHeight}
        label={t('shell.enterprises.results')}
        onRange={(from, to) => props.search.want(from, to)}
        row={(index) => (
          <div class="enterprise-row">
            <Show when={props.search.at(index)}>
              {(enterprise) => (
                <EnterpriseRow enterprise={enterprise()} open={props.search.openCount(enterprise().code)} start={props.start} />
              )}
            </Show>
          </div>
        )}
      />
    </Card>
  );
}

function EnterpriseRow(props: {
  readonly enterprise: FoundEnterprise;
  readonly open: number;
  readonly start: Start;
}): JSX.Element {
  const size = (): string => {
    const { headcount, revenue, size: told } = props.enterprise;
    // A pack of an earlier version does not say it.
    return t(`shell.size.${sizeClass(headcount, revenue) ?? told ?? 'unknown'}`);
  };
  return (
    <LinkRow href={hrefOf(props.enterprise.code, props.start)}>
      <span class="enterprise-row-text">
        <span class="enterprise-row-name">{props.enterprise.name}</span>
        <span class="row small soft">
          <Show when={props.enterprise.demo}>
            <Tag>{t('shell.app.demo')}</Tag>
          </Show>
          <span class="enterprise-row-line">
            {shortRegion(props.enterprise.region)} · {size()}
          </span>
          <Show when={props.open > 0}>
            <span class="enterprise-row-open">{t('shell.enterprises.openAssessments', { count: props.open })}</span>
          </Show>
        </span>
      </span>
    </LinkRow>
  );
}

function NothingFound(props: { readonly text: string; readonly start: Start }): JSX.Element {
  const add = (
    <ButtonLink variant="primary" icon={Plus} href={`/enterprises/new?${props.start === 'assessment' ? 'start=1&' : ''}typed=1`}>
      {t('shell.enterprises.add')}
    </ButtonLink>
  );
  return (
    <Show
      when={props.text === ''}
      fallback={
        <EmptyState icon={SearchX} title={t('shell.enterprises.none')} text={t('shell.enterprises.noneText')} action={add} />
      }
    >
      <EmptyState icon={Factory} title={t('shell.enterprises.empty')} text={t('shell.enterprises.emptyText')} action={add} />
    </Show>
  );
}

/** City and county: the province is the same for all. */
function shortRegion(code: string): string {
  const names = pathName(code).split(' ');
  return names.slice(names.length > 1 ? 1 : 0).join(' ');
}

function titleFor(start: Start): string {
  if (start === null) return t('shell.enterprises.title');
  return start === 'visit' ? t('shell.enterprises.pickVisit') : t('shell.enterprises.pick');
}

function hrefOf(code: string, start: Start): string {
  if (start === 'visit') return `/visits/new?enterprise=${code}`;
  return `/enterprises/${code}${start === null ? '' : '?start=1'}`;
}
