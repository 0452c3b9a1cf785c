import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, type Accessor } from 'solid-js';
import type { DecisionItem } from '#oplog/decision-of.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { cardOf, type Card } from '#app/form/cards.ts';
import { useForm } from '#app/form/form-context.tsx';
import { returnedRoute, shownName, useReturned } from '#app/returned/returned-context.tsx';
import type { SectionWork } from './create-questionnaire.ts';

/** The questions that were sent back, and the form narrowed to them. The address holds whether it is. */
export function createReturned(work: SectionWork, id: Accessor<string>) {
  const { form } = useForm();
  const items = useReturned();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ only?: string; at?: string }>();
  const only = (): boolean => search.only === 'returned' && items().length > 0;
  const cards = createMemo((): readonly Card[] => {
    if (!only()) return work.cards();
    const marked = new Set(items().map(({ question }) => cardOf(work.cards(), question)));
    return work.cards().filter((card) => marked.has(card));
  });
  const sectionOf = (item: DecisionItem): string => {
    const { questions, repeats } = indexDefinition(form.compiled);
    const name = shownName(item.question);
    return questions.get(name)?.section ?? repeats.get(name)?.section ?? '';
  };
  return {
    items,
    only,
    cards,
    onOpen: (item: DecisionItem): void => {
      const section = sectionOf(item);
      if (section === work.section()?.name) work.open({ section, path: item.question });
      else navigate(returnedRoute(id(), section, item.question));
    },
    isHere: (item: DecisionItem): boolean => {
      const card = cardOf(work.cards(), item.question);
      return card !== null && card === cardOf(work.cards(), search.at ?? '');
    },
    onOnly: (narrow: boolean): void => setSearch({ only: narrow ? 'returned' : undefined }, { replace: true }),
  };
}
