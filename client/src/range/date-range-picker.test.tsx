// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test/render.tsx';
import { DateRangePicker } from './date-range-picker.tsx';
import type { RangeSelection } from './range-selection.ts';

/** 20 November 2026, 10:00 to 16:00 in Kolkata, which is five and a half hours ahead of UTC. */
const visible = { start: Date.UTC(2026, 10, 20, 4, 30), end: Date.UTC(2026, 10, 20, 10, 30) };

function open(selection: RangeSelection = '24h') {
  const selected: RangeSelection[] = [];
  const shown = show(
    <DateRangePicker
      selection={selection}
      visible={visible}
      timeZone="Asia/Kolkata"
      onSelect={(next) => selected.push(next)}
    />,
  );
  return { ...shown, selected };
}

/** The calendar and its fields, which are fetched when they are first wanted. */
async function openForm() {
  const opened = open();
  await opened.user.click(screen.getByRole('button', { name: /^Choose a range/ }));
  const form = within(await screen.findByRole('dialog'));
  const from = await form.findByLabelText('From');
  const to = form.getByLabelText('To');
  const submit = () => opened.user.click(form.getByRole('button', { name: 'Show this range' }));
  return { ...opened, form, from, to, submit };
}

describe('the choice of a range', () => {
  it('marks the preset that is chosen, and none for a range of one’s own', () => {
    open('7d');
    const marked = () => screen.getAllByRole('radio').filter((radio) => (radio as HTMLInputElement).checked);
    expect(marked().map((radio) => (radio as HTMLInputElement).value)).toEqual(['7d']);
    screen.getByTitle('Last 90 days');
  });

  it.each([
    ['1 h', '1h'],
    ['24 h', '24h'],
    ['7 d', '7d'],
    ['30 d', '30d'],
    ['90 d', '90d'],
    ['1 y', '1y'],
    ['All', 'all'],
  ])('has a preset %s', async (label, key) => {
    const { user, selected } = open(visible);
    await user.click(screen.getByText(label));
    expect(selected).toEqual([key]);
  });

  it('says what is shown by the clocks of the zone', () => {
    open();
    screen.getByRole('button', { name: 'Choose a range. Shown: 20 Nov 2026, 10:00 – 16:00' });
  });

  it('begins its fields with what is shown, and takes other times by the same clocks', async () => {
    const { user, from, to, submit, selected } = await openForm();
    expect([from, to].map((field) => (field as HTMLInputElement).value)).toEqual(['10:00', '16:00']);
    await user.clear(to);
    await user.type(to, '12:30');
    await submit();
    expect(selected).toEqual([{ start: visible.start, end: Date.UTC(2026, 10, 20, 7, 0) }]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is left by Escape, back to where one was', async () => {
    const { user, selected } = await openForm();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Choose a range/ }));
    expect(selected).toEqual([]);
  });

  it('takes days from the calendar', async () => {
    const { user, form, submit, selected } = await openForm();
    await user.click(form.getByRole('button', { name: '3 November 2026' }));
    await user.click(form.getByRole('button', { name: '5 November 2026' }));
    await submit();
    expect(selected).toEqual([{ start: Date.UTC(2026, 10, 3, 4, 30), end: Date.UTC(2026, 10, 5, 10, 30) }]);
  });

  it('does not take a range that ends before it begins, and says why', async () => {
    const { user, form, to, submit, selected } = await openForm();
    await user.clear(to);
    await user.type(to, '09:00');
    await submit();
    expect(form.getByRole('alert').textContent).toBe('The range must end after it begins.');
    expect(selected).toEqual([]);
    await user.clear(to);
    await user.type(to, '11:00');
    expect(form.queryByRole('alert')).toBeNull();
  });

  it('asks for what is missing', async () => {
    const { user, form, from, submit, selected } = await openForm();
    await user.clear(from);
    await submit();
    expect(form.getByRole('alert').textContent).toBe('Choose the day and time on which the range begins.');
    expect(selected).toEqual([]);
  });
});
