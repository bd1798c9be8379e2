import { afterAll, afterEach, describe, expect, it } from 'vitest';
import {
  allPoints,
  ANNA,
  heartRateFilter,
  refreshForm,
  startSimulator,
  type HeartRatePoint,
  type Page,
} from '../../test/running-simulator.ts';
import { heartRateSeries, isBadReading, type Fault } from '../index.ts';

const simulator = await startSimulator({ faultsEnabled: true });
afterEach(() => {
  simulator.faults.clear();
});
afterAll(() => simulator[Symbol.asyncDispose]());

const PATH = 'dataTypes/heart-rate/dataPoints';
const WINDOW = { start: '2026-06-15T10:00:00Z', end: '2026-06-15T12:00:00Z' };
const FILTER = { filter: heartRateFilter(WINDOW.start, WINDOW.end) };
const ask = (token?: string) => simulator.get(PATH, FILTER, token);
const truth = heartRateSeries(ANNA, Date.parse(WINDOW.start), Date.parse(WINDOW.end));

/** Orders a fault as a test in another process does. */
async function order(fault: unknown): Promise<{ status: number; body: { id?: string; detail?: string } }> {
  const response = await fetch(`${simulator.url}/simulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  return { status: response.status, body: (await response.json()) as { id?: string; detail?: string } };
}

async function pointsInWindow(): Promise<readonly HeartRatePoint[]> {
  return (await allPoints<HeartRatePoint>(simulator, 'heart-rate', FILTER)).toReversed();
}

describe('faults of requests', () => {
  it.each([
    [400, 'FAILED_PRECONDITION'],
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'NOT_FOUND'],
    [429, 'RESOURCE_EXHAUSTED'],
    [500, 'INTERNAL'],
    [503, 'UNAVAILABLE'],
  ])('answer %i in the words of the service as often as ordered', async (status, text) => {
    expect((await order({ kind: 'status', status, times: 2 })).status).toBe(201);
    const answers = [await ask(), await ask(), await ask()];
    expect(answers.map((answer) => answer.status)).toEqual([status, status, 200]);
    expect(answers[0]).toMatchObject({ body: { error: { code: status, status: text } } });
  });

  it('say how long to wait only when ordered', async () => {
    simulator.faults.add({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    expect((await ask()).headers.get('retry-after')).toBe('7');
    simulator.faults.add({ kind: 'status', status: 429 });
    expect((await ask()).headers.get('retry-after')).toBeNull();
  });

  it('pass over the requests before, other users and other types', async () => {
    simulator.faults.add({ kind: 'status', status: 500, user: 'anna', dataType: 'heart-rate', after: 1 });
    const ben = await simulator.signIn('ben');
    const answers = [
      await ask(ben),
      await simulator.get('dataTypes/daily-heart-rate-zones/dataPoints', { pageSize: '1' }),
      await ask(),
      await ask(),
      await ask(),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 500, 200]);
  });

  it('answer late', async () => {
    simulator.faults.add({ kind: 'slow', ms: 300 });
    const start = performance.now();
    expect((await ask()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(280);
  });

  it('end the connection in the middle of the body', async () => {
    simulator.faults.add({ kind: 'cut-off' });
    const url = `${simulator.url}/v4/users/me/${PATH}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${await simulator.signIn()}` } });
    expect(response.status).toBe(200);
    let received = 0;
    const read = async () => {
      for await (const chunk of response.body ?? []) received += (chunk as Uint8Array).length;
    };
    await expect(read()).rejects.toThrow();
    expect(received).toBeGreaterThan(10_000);
    expect((await ask()).status).toBe(200);
  });

  it('answer with what is no JSON', async () => {
    simulator.faults.add({ kind: 'malformed' });
    await expect(ask()).rejects.toThrow(SyntaxError);
  });

  it('answer with JSON of the wrong shape', async () => {
    simulator.faults.add({ kind: 'malformed', how: 'shape' });
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(Array.isArray((body as Page<unknown>).dataPoints)).toBe(false);
  });

  it('answer with points whose fields are garbage', async () => {
    simulator.faults.add({ kind: 'malformed', how: 'fields' });
    const { dataPoints = [] } = (await ask()).body as Page<HeartRatePoint>;
    expect(dataPoints.length).toBeGreaterThan(100);
    for (const { heartRate } of dataPoints) {
      expect([heartRate.beatsPerMinute, heartRate.sampleTime.physicalTime]).toEqual([null, null]);
    }
  });

  it('end an access token before its time', async () => {
    const token = await simulator.signIn();
    simulator.faults.add({ kind: 'expired-token' });
    expect([(await ask(token)).status, (await ask(token)).status]).toEqual([401, 401]);
    expect((await ask(await simulator.signIn())).status).toBe(200);
  });

  it('take a consent back until removed', async () => {
    const id = simulator.faults.add({ kind: 'revoked-refresh-token', user: 'anna' });
    expect(await simulator.token(refreshForm('anna'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    });
    expect(await simulator.token(refreshForm('ben'))).toMatchObject({ status: 200 });
    simulator.faults.remove(id);
    expect(await simulator.token(refreshForm('anna'))).toMatchObject({ status: 200 });
  });
});

describe('faults of the data', () => {
  it('hold readings back until they are released, in everything that derives from them too', async () => {
    const before = await pointsInWindow();
    const late = { start: '2026-06-15T10:30:00Z', end: '2026-06-15T11:00:00Z' };
    const id = simulator.faults.add({ kind: 'late', ...late });
    const during = await pointsInWindow();
    expect(during).toEqual(
      before.filter(({ heartRate: { sampleTime } }) => {
        return sampleTime.physicalTime < late.start || sampleTime.physicalTime >= late.end;
      }),
    );
    expect(during.length).toBeLessThan(before.length);
    simulator.faults.remove(id);
    expect(await pointsInWindow()).toEqual(before);

    const zones = {
      filter: 'daily_heart_rate_zones.date >= "2026-06-15" AND daily_heart_rate_zones.date < "2026-06-16"',
    };
    const askZones = async () =>
      (await simulator.get('dataTypes/daily-heart-rate-zones/dataPoints', zones)).body;
    expect((await askZones()) as Page<unknown>).toHaveProperty('dataPoints');
    simulator.faults.add({ kind: 'late', start: '2026-06-14T00:00:00Z', end: '2026-06-17T00:00:00Z' });
    expect(await askZones()).toEqual({});
  });

  it('restate the values of a window', async () => {
    simulator.faults.add({ kind: 'restate', ...WINDOW, by: 3, user: 'anna' });
    expect((await pointsInWindow()).map(({ heartRate }) => Number(heartRate.beatsPerMinute))).toEqual(
      [...truth.bpm].map((value) => Math.min(220, value + 3)),
    );
  });

  it('spoil a share of the readings, the same ones every time, in every way', async () => {
    simulator.faults.add({ kind: 'bad-readings', share: 0.2 });
    const points = await pointsInWindow();
    expect(await pointsInWindow()).toEqual(points);
    expect(points).toHaveLength(truth.bpm.length);
    const seen = new Set<string>();
    points.forEach(({ heartRate: { sampleTime, beatsPerMinute } }, index) => {
      const at = truth.timestamps[index] ?? 0;
      const time = Date.parse(sampleTime.physicalTime);
      const spoiled = time !== at || beatsPerMinute !== String(truth.bpm[index]);
      expect(spoiled).toBe(isBadReading(ANNA.seed, at, 0.2));
      if (!spoiled) return;
      if (Number.isNaN(time)) seen.add('no timestamp');
      else if (time > simulator.clock.now().getTime()) seen.add('future');
      else if (beatsPerMinute.startsWith('-')) seen.add('negative');
      else seen.add(beatsPerMinute);
    });
    expect(seen).toEqual(new Set(['0', '400', 'abc', 'negative', 'no timestamp', 'future']));
  });

  it('spoil nothing outside their window', async () => {
    simulator.faults.add({ kind: 'bad-readings', share: 1, end: WINDOW.start });
    expect((await pointsInWindow()).map(({ heartRate }) => Number(heartRate.beatsPerMinute))).toEqual([
      ...truth.bpm,
    ]);
  });
});

describe('the endpoint for faults', () => {
  it('lists and removes what is on', async () => {
    const { body } = await order({ kind: 'late', ...WINDOW });
    await order({ kind: 'slow', ms: 5 });
    const url = `${simulator.url}/simulator/faults`;
    const list = async () => ((await (await fetch(url)).json()) as { faults: { kind: string }[] }).faults;
    expect((await list()).map(({ kind }) => kind)).toEqual(['late', 'slow']);
    expect((await fetch(`${url}/${body.id ?? ''}`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${url}/${body.id ?? ''}`, { method: 'DELETE' })).status).toBe(404);
    expect((await list()).map(({ kind }) => kind)).toEqual(['slow']);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it.each([
    { kind: 'unknown' },
    { kind: 'status', status: 418 },
    { kind: 'slow' },
    { kind: 'slow', ms: 5, extra: true },
    { kind: 'late', start: 'yesterday', end: 'today' },
    { kind: 'bad-readings', share: 2 },
    null,
  ])('refuses %j and says why', async (fault) => {
    const { status, body } = await order(fault);
    expect(status).toBe(400);
    expect(body.detail).not.toBe('');
    expect(simulator.faults.list()).toEqual([]);
  });

  it('is not there unless it was enabled', async () => {
    await using closed = await startSimulator();
    const fault: Fault = { kind: 'slow', ms: 5 };
    const response = await fetch(`${closed.url}/simulator/faults`, {
      method: 'POST',
      body: JSON.stringify(fault),
    });
    expect(response.status).toBe(404);
  });
});
