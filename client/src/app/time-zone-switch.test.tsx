// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { catalogue, userNamed } from '../../test/answers.ts';
import { show } from '../../test/render.tsx';
import { useTimeZone } from '../users/use-time-zone.ts';
import { TimeZoneSwitch } from './time-zone-switch.tsx';

const answers = catalogue([
  userNamed('ada', { time_zone: 'Asia/Kolkata' }),
  userNamed('ben', { time_zone: 'America/Lima' }),
]);
const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

function Zone() {
  return <output>{useTimeZone().timeZone}</output>;
}

function open(at: string) {
  return show(
    <>
      <TimeZoneSwitch />
      <Zone />
    </>,
    { at, answers },
  );
}
const zone = () => screen.getByRole('status').textContent;

describe('the clock by which times are shown', () => {
  it('is that of the first user who is chosen', () => {
    open('/?user=ben&user=ada');
    expect(zone()).toBe('America/Lima');
    screen.getByRole('radiogroup', { name: 'Times are in America/Lima' });
  });

  it('changes to the browser’s and back, in the URL', async () => {
    const { user, place } = open('/?user=ada');
    await user.click(screen.getByText('My time'));
    expect([zone(), place().search.toString()]).toEqual([browserZone, 'user=ada&zone=browser']);
    await user.click(screen.getByText("User's time"));
    expect([zone(), place().search.toString()]).toEqual(['Asia/Kolkata', 'user=ada']);
  });

  it('is the browser’s where a link says so', () => {
    open('/?user=ada&zone=browser');
    expect(zone()).toBe(browserZone);
  });
});
