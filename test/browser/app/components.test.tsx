import { userEvent } from 'vitest/browser';
import CloudUpload from 'lucide-solid/icons/cloud-upload';
import { createSignal, For } from 'solid-js';
import { afterEach, describe, expect, test } from 'vitest';
import { BottomBar } from '#app/ui/bottom-bar.tsx';
import { Button, IconButton } from '#app/ui/button.tsx';
import { Card, LinkRow, Tag } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Field } from '#app/ui/field.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { OptionRow } from '#app/ui/option-row.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { StatusMark, type Place } from '#app/ui/status-mark.tsx';
import { VirtualList } from '#app/ui/virtual-list.tsx';
import { mount, until, violations } from './mount.ts';

let leave: (() => void) | null = null;
const show: typeof mount = (view) => {
  const mounted = mount(view);
  leave = mounted.unmount;
  return mounted;
};
afterEach(() => {
  leave?.();
  delete document.documentElement.dataset['theme'];
});

const places: readonly Place[] = ['phone', 'uploading', 'verified', 'conflict'];

function Everything() {
  return (
    <div class="stack">
      <Card title="标题" action={<Tag>演示</Tag>}>
        <Field label="从业人员" unit="人" hint="年末数" problem="请填整数。" value="12.5" />
        <Field label="搜企业" quietLabel type="search" value="" />
      </Card>
      <Card flush>
        <LinkRow href="/somewhere">湖北省某某高新技术产业开发区智能装备制造有限责任公司</LinkRow>
      </Card>
      <fieldset>
        <legend>问题</legend>
        <OptionRow type="radio" name="q" value="a" checked label="甲" detail="说明" onSelect={() => undefined} />
        <OptionRow type="radio" name="q" value="b" checked={false} label="乙" onSelect={() => undefined} />
        <OptionRow type="checkbox" name="c" value="c" checked label="丙" onSelect={() => undefined} />
        <OptionRow type="checkbox" name="c" value="d" checked={false} disabled label="丁" onSelect={() => undefined} />
      </fieldset>
      <Segmented
        label="外观"
        value="b"
        options={[
          { value: 'a', label: '浅色' },
          { value: 'b', label: '深色' },
        ]}
        onChange={() => undefined}
      />
      <p class="row">
        <For each={places}>{(place) => <StatusMark status={place} progress={{ done: 3, total: 12 }} />}</For>
      </p>
      <ProgressLine value={3} max={12} label="正在上传" />
      <For each={['info', 'amber', 'red', 'green'] as const}>
        {(tone) => (
          <Notice tone={tone} title="标题" actions={<Button>再试一次</Button>}>
            发生了什么，数据在哪，下一步。
          </Notice>
        )}
      </For>
      <For each={['primary', 'secondary', 'quiet', 'danger'] as const}>
        {(variant) => <Button variant={variant}>按钮</Button>}
      </For>
      <IconButton icon={CloudUpload} label="上传" />
      <EmptyState icon={CloudUpload} title="没有内容" text="点“开始”就能作答。" />
      <BottomBar
        label="主导航"
        items={[{ href: '/sync', label: '同步', icon: CloudUpload, badge: { count: 120, label: '120 项未上传' } }]}
      />
    </div>
  );
}

describe('the parts that screens are made of', () => {
  test.each(['light', 'dark', 'sunlight'])('[U5] have no axe violation in the %s theme', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    const { root } = show(() => <Everything />);
    expect(await violations(root)).toEqual([]);
  });

  test('[U5] can be hit with a thumb', () => {
    const { root } = show(() => <Everything />);
    const targets = [...root.querySelectorAll<HTMLElement>('button, a, .option-row, .segmented > label, .field-box')];
    const small = targets.filter((target) => target.getBoundingClientRect().height < 44).map((target) => target.outerHTML);
    expect(targets.length).toBeGreaterThan(15);
    expect(small).toEqual([]);
  });

  test('[U3] every status has its own word and a drawing', () => {
    const { root } = show(() => (
      <For each={places}>{(place) => <StatusMark status={place} progress={{ done: 3, total: 12 }} />}</For>
    ));
    const marks = [...root.querySelectorAll('.status-mark')];
    expect(marks.map((mark) => mark.textContent)).toEqual(['在本机', '上传中 3/12', '已核对入库', '有分歧']);
    expect(marks.every((mark) => mark.querySelector('svg') !== null)).toBe(true);
  });

  test('a problem is tied to its box and read with it', () => {
    const { root } = show(() => <Field label="人数" hint="年末数" problem="请填整数。" value="x" />);
    const input = root.querySelector('input');
    const notes = (input?.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent);
    expect(input?.getAttribute('aria-invalid')).toBe('true');
    expect(notes).toEqual(['年末数', '请填整数。']);
  });

  test('[U5] rows of one question are chosen with the arrow keys', async () => {
    const [value, setValue] = createSignal('a');
    const { root } = show(() => (
      <For each={['a', 'b', 'c']}>
        {(option) => (
          <OptionRow
            type="radio"
            name="q"
            value={option}
            checked={value() === option}
            label={option}
            onSelect={() => setValue(option)}
          />
        )}
      </For>
    ));
    root.querySelector<HTMLInputElement>('input:checked')?.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(value()).toBe('b');
  });
});

describe('the sheet', () => {
  function WithSheet(props: { readonly onClose: () => void }) {
    const [open, setOpen] = createSignal(false);
    return (
      <>
        <Button onClick={() => setOpen(true)}>打开</Button>
        <Sheet
          open={open()}
          title="选择"
          onClose={() => {
            setOpen(false);
            props.onClose();
          }}
        >
          <Button>里面</Button>
        </Sheet>
      </>
    );
  }

  test('[U5] keeps the focus inside, closes on Escape and gives the focus back', async () => {
    let closed = 0;
    const { root } = show(() => <WithSheet onClose={() => (closed += 1)} />);
    const opener = root.querySelector('button');
    opener?.focus();
    await userEvent.keyboard('{Enter}');
    const dialog = root.querySelector('dialog');
    expect(dialog?.open).toBe(true);
    for (let step = 0; step < 4; step += 1) {
      await userEvent.keyboard('{Tab}');
      const inside = document.activeElement === document.body || dialog?.contains(document.activeElement) === true;
      expect(inside).toBe(true);
    }
    expect(await violations(root)).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await until(() => closed > 0);
    expect(dialog?.open).toBe(false);
    expect(document.activeElement).toBe(opener);
    expect(dialog?.textContent).toBe('');
  });

  test('closes when the page behind it is tapped, and not when a drag from inside ends there', async () => {
    let closed = 0;
    const { root } = show(() => <WithSheet onClose={() => (closed += 1)} />);
    root.querySelector('button')?.click();
    const dialog = root.querySelector('dialog');
    // A text marked inside to beyond the edge is no tap there: the click of it is the dialog's too.
    dialog?.querySelector('h2')?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    dialog?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(closed).toBe(0);
    dialog?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    dialog?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await until(() => closed > 0);
    expect(root.querySelector('dialog')?.open).toBe(false);
  });
});

describe('a long list', () => {
  test('[U14] [U116] a row that needs more than its height gives it to all, and nothing of it is cut', async () => {
    const { root } = show(() => (
      <VirtualList
        count={200}
        rowHeight={3}
        label="整改"
        row={(index) => <div style={{ height: index === 2 ? '90px' : '40px' }} />}
      />
    ));
    const items = (): readonly HTMLElement[] => [...root.querySelectorAll('li')];
    await until(() => items()[0]?.offsetHeight === 90);
    expect(
      items()
        .map((item) => item.getBoundingClientRect().top - root.getBoundingClientRect().top)
        .slice(0, 4),
    ).toEqual([0, 90, 180, 270]);
    expect(root.querySelector('ul')?.offsetHeight).toBe(200 * 90);
  });

  test('[U116] rows that grow while the list is scrolled leave the one at the top where it is', async () => {
    const { root } = show(() => (
      <VirtualList
        count={2000}
        rowHeight={3}
        label="整改"
        row={(index) => <div style={{ height: index === 1020 ? '90px' : '40px' }} />}
      />
    ));
    const list = (): HTMLElement | null => root.querySelector('ul');
    await until(() => list()?.offsetHeight === 2000 * 48);
    window.scrollTo(0, (list()?.getBoundingClientRect().top ?? 0) + window.scrollY + 1000 * 48);
    await until(() => list()?.offsetHeight === 2000 * 90);
    await until(() => Math.round(-(list()?.getBoundingClientRect().top ?? 0) / 90) === 1000);
    window.scrollTo(0, 0);
  });

  test('[U14] renders the rows in sight alone, and others after scrolling', async () => {
    const ranges: (readonly [number, number])[] = [];
    const { root } = show(() => (
      <VirtualList
        count={20_000}
        rowHeight={6}
        label="企业"
        onRange={(from, to) => ranges.push([from, to])}
        row={(index) => <span>第{index}家</span>}
      />
    ));
    const rows = (): readonly string[] => [...root.querySelectorAll('li')].map((row) => row.textContent ?? '');
    await until(() => rows().length > 0);
    expect(rows()[0]).toBe('第0家');
    expect(rows().length).toBeLessThan(40);
    expect(root.querySelector('li')?.getAttribute('aria-setsize')).toBe('20000');
    window.scrollTo(0, document.documentElement.scrollHeight);
    await until(() => rows().at(-1) === '第19999家');
    expect(rows().length).toBeLessThan(40);
    expect(ranges.at(-1)?.[1]).toBe(20_000);
    window.scrollTo(0, 0);
  });
});
