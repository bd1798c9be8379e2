import { describe, expect, it } from 'vitest';
import { heartRateFilter, startSimulator } from '../../test/running-simulator.ts';

describe('the API', () => {
  it('says who the user is, and takes the id it gives in place of me', async () => {
    await using simulator = await startSimulator();
    const token = await simulator.signIn();
    const { body } = await simulator.get('identity');
    expect(body).toEqual({
      name: 'users/me/identity',
      healthUserId: expect.stringMatching(/^\d{10}$/) as string,
      legacyUserId: expect.stringMatching(/^[0-9A-Z]+$/) as string,
    });
    const { healthUserId } = body as { healthUserId: string };
    const ask = async (user: string) =>
      (
        await fetch(`${simulator.url}/v4/users/${user}/identity`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status;
    expect(await ask(healthUserId)).toBe(200);
    expect(await ask('1234567890')).toBe(404);
  });

  it('refuses a request without a token, with the method it was meant for', async () => {
    await using simulator = await startSimulator();
    const response = await fetch(`${simulator.url}/v4/users/me/dataTypes/heart-rate/dataPoints`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: {
        code: 401,
        status: 'UNAUTHENTICATED',
        details: [{ reason: 'CREDENTIALS_MISSING', metadata: { service: 'health.googleapis.com' } }],
      },
    });
  });

  it('refuses a token that it does not know', async () => {
    await using simulator = await startSimulator();
    expect(await simulator.get('identity', {}, 'ya29.invented')).toMatchObject({
      status: 401,
      body: {
        error: {
          code: 401,
          message:
            'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
          status: 'UNAUTHENTICATED',
        },
      },
    });
  });

  it('refuses a data type that does not exist', async () => {
    await using simulator = await startSimulator();
    expect(await simulator.get('dataTypes/heart_rate/dataPoints')).toMatchObject({
      status: 400,
      body: {
        error: {
          status: 'INVALID_ARGUMENT',
          details: [
            { reason: 'INVALID_PARENT_DATA_TYPE_COLLECTION' },
            { fieldViolations: [{ field: 'parent' }] },
          ],
        },
      },
    });
  });

  it('refuses to list what has no list and to get what has no name', async () => {
    await using simulator = await startSimulator();
    expect(await simulator.get('dataTypes/total-calories/dataPoints')).toMatchObject({
      status: 400,
      body: {
        error: {
          message:
            'List is not supported for data type total-calories, but the following actions are supported: rollup, dailyRollUp',
          details: [
            { reason: 'UNSUPPORTED_DATA_TYPE_ACTION', metadata: { allowed_actions: 'rollup,dailyRollUp' } },
          ],
        },
      },
    });
    expect(await simulator.get('dataTypes/heart-rate/dataPoints/17')).toMatchObject({
      status: 400,
      body: { error: { details: [{ reason: 'UNSUPPORTED_DATA_TYPE_ACTION' }] } },
    });
    expect(await simulator.get('dataTypes/sleep/dataPoints/17')).toMatchObject({ status: 404 });
  });

  it('refuses a faulty filter', async () => {
    await using simulator = await startSimulator();
    const filter = 'heart_rate.sample_time.physical_time > "2026-06-01T00:00:00Z"';
    expect(await simulator.get('dataTypes/heart-rate/dataPoints', { filter })).toMatchObject({
      status: 400,
      body: { error: { details: [{ reason: 'INVALID_DATA_POINT_FILTER' }, {}] } },
    });
  });

  it('answers 404 in the words of the service for everything else', async () => {
    await using simulator = await startSimulator();
    const response = await fetch(`${simulator.url}/v5/users`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { status: 'NOT_FOUND', details: [{ reason: 'RESOURCE_NOT_FOUND' }] },
    });
  });
});

describe('the quota', () => {
  it('ends with 429 and the time to wait, for this user alone, and comes back', async () => {
    await using simulator = await startSimulator({ quotaPerMinute: 3 });
    const ben = await simulator.signIn('ben');
    const query = { filter: heartRateFilter('2026-06-01T00:00:00Z', '2026-06-01T00:01:00Z') };
    const ask = (token?: string) => simulator.get('dataTypes/heart-rate/dataPoints', query, token);

    const remaining: (string | null)[] = [];
    for (let request = 0; request < 3; request += 1) {
      const { status, headers } = await ask();
      expect(status).toBe(200);
      expect(headers.get('x-ratelimit-limit')).toBe('3');
      remaining.push(headers.get('x-ratelimit-remaining'));
      simulator.clock.advance(10);
    }
    expect(remaining).toEqual(['2', '1', '0']);

    const refused = await ask();
    expect(refused).toMatchObject({
      status: 429,
      body: {
        error: {
          status: 'RESOURCE_EXHAUSTED',
          details: [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_limit_value: '3' } }],
        },
      },
    });
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(refused.headers.get('x-ratelimit-reset')).toBe('30');
    expect((await ask(ben)).status).toBe(200);

    simulator.clock.advance(29);
    expect((await ask()).status).toBe(429);
    simulator.clock.advance(1);
    expect((await ask()).status).toBe(200);
  });
});
