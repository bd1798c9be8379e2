import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LARGEST_MESSAGE } from '../src/protocol/frontend-reader.ts';
import { int32, message, query, sync, zeroTerminated } from '../src/protocol/messages.ts';
import { startupPacket } from '../src/protocol/startup.ts';
import { AUTHENTICATION_MS } from '../src/session/connection.ts';
import {
  bind,
  copyData,
  copyDone,
  execute,
  flush,
  parse,
  RawClient,
  rows,
  sqlStates,
  status,
  types,
} from './raw-client.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const start = (parameters?: Record<string, string>) => RawClient.start(server.socket(), parameters);

describe('pipelines', () => {
  it('come through whole where a message ends where the engine’s buffer of 8 kB ends', async () => {
    const client = await start();
    const fill = (sql: string) => query(`${sql}/*${'x'.repeat(8_192 - 6 - 4 - sql.length)}*/`);
    expect(fill('SELECT 1')).toHaveLength(8_192);
    const padded = message(
      'P',
      zeroTerminated(''),
      zeroTerminated(`SELECT 1/*${'x'.repeat(8_192 - 21)}*/`),
      Buffer.alloc(2),
    );
    expect(padded).toHaveLength(8_192);
    client.send(padded, bind(), execute(), sync());
    expect(types(await client.until('Z'))).toBe('12DCZ');
  });

  it('of several queries are answered one after the other', async () => {
    const client = await start();
    client.send(
      query('SELECT 1'),
      query('SELECT nope'),
      parse('SELECT 3'),
      bind(),
      execute(),
      sync(),
      query('SELECT 4'),
    );
    expect(rows(await client.until('Z'))).toEqual([['1']]);
    expect(sqlStates(await client.until('Z'))).toEqual(['42703']);
    expect(rows(await client.until('Z'))).toEqual([['3']]);
    expect(rows(await client.until('Z'))).toEqual([['4']]);
  });

  it('are skipped after an error up to the next Sync', async () => {
    const client = await start();
    client.send(parse('SELECT nope'), bind(), execute(), flush());
    await client.until('E');
    client.send(parse('SELECT 1'), bind(), execute(), flush(), sync());
    expect(types(await client.until('Z'))).toBe('Z');
  });

  it('longer than a megabyte without a Sync are one transaction', async () => {
    const client = await start();
    const other = await start();
    client.send(query('CREATE TABLE piped (t text)'));
    await client.until('Z');
    const insert = [parse(`INSERT INTO piped VALUES ('${'x'.repeat(100_000)}')`), bind(), execute()];
    client.send(...Array.from({ length: 30 }, () => insert).flat());
    await client.until('C');
    other.send(query('SELECT count(*) FROM piped'));
    client.send(sync());
    expect(status(await client.until('Z'))).toBe('I');
    expect(rows(await other.until('Z'))).toEqual([['30']]);
  });

  it('keep the unnamed statement of a connection while others use theirs', async () => {
    const [one, two] = [await start(), await start()];
    one.send(parse("SELECT 'one'"), sync());
    await one.until('Z');
    two.send(parse("SELECT 'two'"), sync());
    await two.until('Z');
    one.send(bind(), execute(), sync());
    const answer = await one.until('Z');
    expect(types(answer)).toBe('2DCZ');
    expect(rows(answer)).toEqual([['one']]);
  });
});

describe('COPY FROM STDIN', () => {
  beforeAll(async () => {
    const client = await start();
    client.send(query('CREATE TABLE copied (n int)'));
    await client.until('Z');
  });

  it('works by the extended protocol, though the Sync was sent before the rows', async () => {
    const client = await start();
    client.send(parse('COPY copied FROM STDIN'), bind(), execute(), sync());
    expect(types(await client.until('G'))).toBe('12G');
    client.send(copyData('1\n'), copyData('2\n'));
    client.send(copyDone(), sync());
    const answer = await client.until('Z');
    expect([types(answer), status(answer)]).toEqual(['CZ', 'I']);
  });

  it('works when everything is sent without waiting', async () => {
    const client = await start();
    client.send(query('COPY copied FROM STDIN'), copyData('3\n'), copyDone(), query('SELECT 7'));
    expect(types(await client.until('Z'))).toBe('GCZ');
    expect(rows(await client.until('Z'))).toEqual([['7']]);
  });

  it('answers another statement in its middle with an error, takes nothing, and serves the others', async () => {
    const [client, other] = [await start(), await start()];
    client.send(query('COPY copied FROM STDIN'));
    await client.until('G');
    client.send(copyData('1000\n'), query('SELECT 1'));
    expect(sqlStates(await client.closed())).toContain('08P01');
    other.send(query('SELECT count(*) FROM copied WHERE n = 1000'));
    expect(rows(await other.until('Z'))).toEqual([['0']]);
  });

  it('leaves nothing behind when the client vanishes in its middle', async () => {
    const [client, other] = [await start(), await start()];
    client.send(query('BEGIN'), query('COPY copied FROM STDIN'));
    await client.until('G');
    client.send(copyData('2000\n'));
    client.socket.resetAndDestroy();
    other.send(query('SELECT count(*) FROM copied WHERE n = 2000'));
    expect(rows(await other.until('Z'))).toEqual([['0']]);
  });
});

describe('a client that does not keep to the protocol', () => {
  const fatal = async (send: (client: RawClient) => void) => {
    const client = await start();
    send(client);
    return sqlStates(await client.closed());
  };

  it('is sent away for bytes that are no message', async () => {
    expect(await fatal((client) => client.socket.write(Buffer.alloc(50, 0xff)))).toEqual(['08P01']);
    expect(await fatal((client) => client.socket.write('Q\0\0\0\x01'))).toEqual(['08P01']);
  });

  it('is sent away for a message that is too long, before it has sent it', async () => {
    expect(
      await fatal((client) => {
        client.send(Buffer.from('Q'), int32(LARGEST_MESSAGE + 1));
      }),
    ).toEqual(['08P01']);
  });

  it('is sent away for a text without an end', async () => {
    expect(
      await fatal((client) => {
        client.send(message('Q', Buffer.from('SELECT 1')));
      }),
    ).toEqual(['08P01']);
  });

  it('is told of a malformed message by the engine, and may go on', async () => {
    const client = await start();
    client.send(message('E', Buffer.from('no end')), sync());
    expect(sqlStates(await client.until('Z'))).toEqual(['08P01']);
    client.send(query('SELECT 1'));
    expect(rows(await client.until('Z'))).toEqual([['1']]);
  });

  it('is sent away for a start-up packet that is garbage or too long', async () => {
    for (const garbage of [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.concat([int32(10_001), int32(3 << 16)]),
      int32(3),
    ]) {
      const client = new RawClient(server.socket());
      client.send(garbage, Buffer.alloc(8));
      expect(sqlStates(await client.closed())).toEqual(['08P01']);
    }
  });

  it('is told which protocol version is spoken', async () => {
    const client = new RawClient(server.socket());
    client.send(startupPacket({ user: 'x' }, 2 << 16));
    expect(sqlStates(await client.closed())).toEqual(['0A000']);
    const newer = new RawClient(server.socket());
    newer.send(startupPacket({ user: 'x', '_pq_.surprise': '1' }, (3 << 16) + 2));
    expect(types(await newer.until('Z'))).toMatch(/^vRS+KZ$/);
  });

  it('does not harm anybody with random bytes', async () => {
    const healthy = await start();
    for (let round = 0; round < 20; round += 1) {
      const client = round % 2 === 0 ? new RawClient(server.socket()) : await start();
      client.socket.end(randomBytes(2_000));
      await client.closed();
    }
    healthy.send(query('SELECT 1'));
    expect(rows(await healthy.until('Z'))).toEqual([['1']]);
  });
});

describe('the write-ahead log', () => {
  it('is cut by a checkpoint every 64 MB of input', async () => {
    const client = await start();
    const lastCheckpoint = async () => {
      client.send(query('SELECT checkpoint_lsn FROM pg_control_checkpoint()'));
      return rows(await client.until('Z'));
    };
    const before = await lastCheckpoint();
    for (let sent = 0; sent < 70; sent += 1) {
      client.send(query(`SELECT 1 /*${'x'.repeat(1_000_000)}*/`));
      await client.until('Z');
    }
    expect(await lastCheckpoint()).not.toEqual(before);
  });
});

describe('a connection', () => {
  it('that does not say who it is within the time is closed', async () => {
    const socket = server.socket();
    const client = new RawClient(socket);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      await once(socket, 'connect');
      // The server sees the connection some turns of the event loop later.
      while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(AUTHENTICATION_MS);
    } finally {
      vi.useRealTimers();
    }
    expect(sqlStates(await client.closed())).toEqual(['28000']);
  });

  it('goes on without encryption when asked for it', async () => {
    const socket = server.socket();
    socket.write(Buffer.concat([int32(8), int32(80877103)]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toBe('N');
    await RawClient.start(socket);
  });

  it('is closed without a word after a CancelRequest', async () => {
    const client = new RawClient(server.socket());
    client.send(int32(16), int32(80877102), int32(1), int32(0));
    expect(await client.closed()).toEqual([]);
  });

  it('takes settings from its start, also from options', async () => {
    const client = await start({
      TimeZone: 'Europe/Berlin',
      options: '-c work_mem=7MB --statement-timeout=1234',
    });
    client.send(
      query(
        "SELECT current_setting('TimeZone'), current_setting('work_mem'), current_setting('statement_timeout')",
      ),
    );
    expect(rows(await client.until('Z'))).toEqual([['Europe/Berlin', '7MB', '1234ms']]);
  });

  it('ends with the reason when a setting of its start is not possible', async () => {
    const client = await start({ TimeZone: 'Middle/Earth' });
    client.send(query('SELECT 1'));
    expect(sqlStates(await client.closed())).toEqual(['22023']);
  });

  it('whose client does not read keeps the engine waiting instead of filling memory', async () => {
    const client = await start();
    client.socket.pause();
    client.send(query("SELECT repeat('x', 100000) FROM generate_series(1, 3000)"));
    await delay(1_500);
    const other = await start();
    other.send(query('SELECT 1'));
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(100e6);
    client.socket.resume();
    expect(rows(await client.until('Z'))).toHaveLength(3_000);
    expect(rows(await other.until('Z'))).toEqual([['1']]);
  });
});
