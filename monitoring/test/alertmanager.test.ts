import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectPath } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const START = projectPath('monitoring/alertmanager/start.sh');
const EMAIL = {
  ALERT_EMAIL_TO: 'ops@example.org',
  ALERT_EMAIL_FROM: 'systole@example.org',
  ALERT_SMTP_HOST: 'smtp.example.org:587',
};

describe('the configuration of Alertmanager', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'systole-alertmanager-'));
  afterAll(() => rm(directory, { recursive: true }));
  const config = join(directory, 'alertmanager.yml');

  /** Writes it as at a start, with `true` in place of the program. */
  const write = async (environment: Readonly<Record<string, string>> = {}) => {
    await run('sh', [START], {
      env: { ...process.env, ...environment, ALERTMANAGER_CONFIG: config, ALERTMANAGER_BINARY: 'true' },
    });
    await run('amtool', ['check-config', config]);
    return readFile(config, 'utf8');
  };
  const receiverOf = async (...labels: string[]) => {
    const { stdout } = await run('amtool', [
      'config',
      'routes',
      'test',
      `--config.file=${config}`,
      ...labels,
    ]);
    return stdout.trim();
  };

  it('posts to the alert log where nothing is set', async () => {
    const written = await write();
    expect(written.match(/http:\/\/alert-log:9095\/alerts/g)).toHaveLength(2);
    expect(written).not.toMatch(/slack|email/);
  });

  it('routes by severity', async () => {
    await write();
    expect(await receiverOf('alertname=ServiceDown', 'severity=critical')).toBe('critical');
    expect(await receiverOf('alertname=ApiSlow', 'severity=warning')).toBe('warning');
  });

  it.each([
    [
      'another webhook',
      { ALERT_WEBHOOK_URL: 'https://example.org/hook' },
      /url: 'https:\/\/example\.org\/hook'/,
    ],
    ['Slack', { ALERT_SLACK_URL: 'https://hooks.example.org/T0/B0' }, /slack_configs:[^]*slack_configs:/],
    ['e-mail, for critical alerts alone', EMAIL, /critical[^]*email_configs:[^]*name: warning(?![^]*email)/],
    [
      'e-mail with a password that YAML would trip over',
      { ...EMAIL, ALERT_SMTP_USER: 'systole', ALERT_SMTP_PASSWORD: `it's: "#secret"` },
      /auth_password: 'it''s: "#secret"'/,
    ],
  ])('is valid with %s', async (_, environment, expected) => {
    expect(await write(environment)).toMatch(expected);
  });

  it('refuses e-mail without a sender or a host', async () => {
    await expect(write({ ALERT_EMAIL_TO: 'ops@example.org' })).rejects.toThrow(
      /ALERT_EMAIL_FROM must be set/,
    );
    await expect(write({ ...EMAIL, ALERT_SMTP_HOST: '' })).rejects.toThrow(/ALERT_SMTP_HOST must be set/);
  });
});
