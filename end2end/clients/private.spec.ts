// Private and presence channels, with the client that our users have and with what signs for it.
import { createHmac, createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Pusher from 'pusher-js';
import { expect, test } from '../fixtures';
import { newCustomer, newKey } from '../fixtures/customer';
import { Own } from '../setup/own';

const SECRET = 'a secret of the tests';
const sign = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');

const options = (service: string) => ({
  cluster: '', wsHost: new URL(service).hostname, wsPort: Number(new URL(service).port),
  forceTLS: false, enabledTransports: ['ws' as const], disableStats: true,
});

/** What Laravel does behind `/broadcasting/auth`: everybody who asks is the next user. */
async function application(): Promise<{ server: Server; url: string }> {
  let users = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const [socket, channel] = [form.get('socket_id')!, form.get('channel_name')!];
      const data = JSON.stringify({ user_id: String((users += 1)), user_info: { name: 'Ana' } });
      const is = channel.startsWith('presence-');
      const text = is ? `${socket}:${channel}:${data}` : `${socket}:${channel}`;
      const answer = { auth: `bts-guru:${sign(text)}`, ...(is ? { channel_data: data } : {}) };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** An event by the signed HTTP API. */
async function publish(service: string, event: object): Promise<number> {
  const body = JSON.stringify(event);
  const query = new URLSearchParams({
    auth_key: 'bts-guru',
    auth_timestamp: String(Math.floor(Date.now() / 1_000)),
    auth_version: '1.0',
    body_md5: createHash('md5').update(body).digest('hex'),
  });
  const text = ['POST', '/apps/1/events', decodeURIComponent(query.toString())].join('\n');
  query.set('auth_signature', sign(text));
  return (await fetch(`${service}/apps/1/events?${query}`, { method: 'POST', body })).status;
}

const subscribed = (channel: any): Promise<any> => new Promise((done, fail) => {
  channel.bind('pusher:subscription_succeeded', done);
  channel.bind('pusher:subscription_error', fail);
});

test('pusher-js hears its own private channel by a token, and is told why it hears no other', async ({ service }) => {
  const customer = await newCustomer();
  const { token } = await newKey(customer, 'Socket');
  const account = await (await fetch(`${service}/api/v1/account`, { headers: { authorization: `Bearer ${token}` } })).json();
  const headers = { Authorization: `Bearer ${token}` };
  const channelAuthorization = { transport: 'ajax' as const, endpoint: `${service}/broadcasting/auth`, headers };
  const pusher = new Pusher('bts-guru', { ...options(service), channelAuthorization });
  try {
    await subscribed(pusher.subscribe(`private-user.${account.id}`));
    const refused = await new Promise<any>((done) => pusher.subscribe('private-admin').bind('pusher:subscription_error', done));
    expect(refused.status).toBe(403);
  } finally {
    pusher.disconnect();
  }
});

test('two pusher-js clients meet on a presence channel and an application tells both', async () => {
  const own = new Own({ REVERB_APP_SECRET: SECRET });
  const { url } = await own.serve();
  const { server, url: endpoint } = await application();
  const client = () => new Pusher('bts-guru', {
    ...options(url), channelAuthorization: { transport: 'ajax', endpoint },
  });
  const [one, two] = [client(), client()];
  try {
    const room: any = one.subscribe('presence-room');
    const members = await subscribed(room);
    expect(members.count).toBe(1);
    const came = new Promise<any>((done) => room.bind('pusher:member_added', done));
    const there: any = two.subscribe('presence-room');
    expect((await subscribed(there)).count).toBe(2);
    expect((await came).info).toEqual({ name: 'Ana' });
    const said = new Promise<any>((done) => there.bind('client-hello', done));
    room.trigger('client-hello', { a: 1 });
    expect(await said).toEqual({ a: 1 });
    const told = [room, there].map((channel) => new Promise<any>((done) => channel.bind('App\\Events\\Shipped', done)));
    expect(await publish(url, { name: 'App\\Events\\Shipped', channel: 'presence-room', data: '{"id":7}' })).toBe(200);
    expect(await Promise.all(told)).toEqual([{ id: 7 }, { id: 7 }]);
    const left = new Promise<any>((done) => room.bind('pusher:member_removed', done));
    two.disconnect();
    expect((await left).info).toEqual({ name: 'Ana' });
    const kept: any = one.subscribe('private-cache-orders');
    await subscribed(kept);
    expect(await publish(url, { name: 'e', channel: 'private-cache-orders', data: '1' })).toBe(200);
    await expect.poll(() => kept.subscribed).toBe(true);
  } finally {
    one.disconnect();
    two.disconnect();
    server.close();
    await own.stop();
  }
});
