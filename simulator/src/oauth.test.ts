import { describe, expect, it } from 'vitest';
import { refreshForm, startSimulator } from '../test/running-simulator.ts';

describe('the token endpoint', () => {
  it('refreshes an access token without giving a new refresh token', async () => {
    await using simulator = await startSimulator();
    const { status, body } = await simulator.token(refreshForm('anna'));
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^ya29\.\S{40,}$/) as string,
      expires_in: 3_599,
      scope: expect.stringContaining('health_metrics_and_measurements.readonly') as string,
      token_type: 'Bearer',
    });
  });

  it('exchanges a code for both tokens', async () => {
    await using simulator = await startSimulator();
    const { client_id = '', client_secret = '' } = refreshForm('ben');
    const { status, body } = await simulator.token({
      grant_type: 'authorization_code',
      code: 'demo-code-ben',
      redirect_uri: 'http://127.0.0.1:1/callback',
      client_id,
      client_secret,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ refresh_token: 'demo-refresh-ben', token_type: 'Bearer' });
    const { access_token: token } = body as { access_token: string };
    expect((await simulator.get('identity', {}, token)).status).toBe(200);
  });

  it.each([
    ['an unknown refresh token', { refresh_token: 'garbage' }, 400, 'invalid_grant'],
    ['a refresh token of nobody', { refresh_token: 'demo-refresh-nobody' }, 400, 'invalid_grant'],
    ['no refresh token', { refresh_token: '' }, 400, 'invalid_request'],
    ['a wrong secret', { client_secret: 'guessed' }, 401, 'invalid_client'],
    ['a wrong client', { client_id: 'guessed' }, 401, 'invalid_client'],
    ['an unknown grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_, change, status, error) => {
    await using simulator = await startSimulator();
    const answer = await simulator.token({ ...refreshForm('anna'), ...change });
    expect(answer).toMatchObject({ status, body: { error } });
  });

  it('gives tokens that live as long as it says', async () => {
    await using simulator = await startSimulator({ accessTokenSeconds: 60 });
    const token = await simulator.signIn();
    simulator.clock.advance(59);
    expect((await simulator.get('identity', {}, token)).status).toBe(200);
    simulator.clock.advance(1);
    expect((await simulator.get('identity', {}, token)).status).toBe(401);
    expect((await simulator.get('identity', {}, await simulator.signIn())).status).toBe(200);
  });

  it('asks for the client that was configured', async () => {
    await using simulator = await startSimulator({ clientId: 'mine', clientSecret: 'hidden' });
    expect(await simulator.token(refreshForm('anna'))).toMatchObject({ status: 401 });
    expect(
      await simulator.token({ ...refreshForm('anna'), client_id: 'mine', client_secret: 'hidden' }),
    ).toMatchObject({ status: 200 });
  });
});
