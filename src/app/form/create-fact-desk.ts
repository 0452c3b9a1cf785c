import { createEffect, createMemo, createSignal, type Accessor } from 'solid-js';
import type { OfferedFact } from '#diagnosis/known-facts.ts';
import type { Form } from './create-form.ts';
import { basisOf, offersTo, type FactReceiver, type FirmFacts } from './firm-facts.ts';

export type FactOffer = OfferedFact & {
  /** Title of the instrument that the value was given to. */
  readonly title: string;
};

/** Values that other assessments of the firm know for questions of the open form. */
export type FactDesk = {
  /** What is known for a question that is shown and blank; null otherwise. */
  readonly offer: (path: string) => FactOffer | null;
  readonly adopt: (offer: FactOffer) => void;
};

/** The firm's facts are read once, when the form opens: they come from other assessments, which nobody fills meanwhile. */
export function createFactDesk(
  form: Form,
  receiver: FactReceiver,
  read: () => Promise<FirmFacts>,
  isDisputed: (path: string) => boolean,
): FactDesk {
  const [facts, setFacts] = createSignal<FirmFacts | null>(null);
  // An offer, no more: without it every question can still be answered.
  createEffect(() => void read().then(setFacts, () => undefined));
  const offers: Accessor<ReadonlyMap<string, FactOffer>> = createMemo(() => {
    const found = facts();
    form.version();
    if (found === null) return new Map<string, FactOffer>();
    return new Map(
      offersTo(receiver, form.compiled, form.view, found).map((offer) => [
        offer.question,
        { ...offer, title: found.titles[offer.fact.source.definition] ?? offer.fact.source.definition },
      ]),
    );
  });
  return {
    offer: (path) => {
      const offer = offers().get(path);
      if (offer === undefined || isDisputed(path)) return null;
      const { relevant, value } = form.node(path);
      return relevant && value === null ? offer : null;
    },
    adopt: (offer) => form.adopt(offer.question, offer.fact.value, basisOf(offer)),
  };
}
