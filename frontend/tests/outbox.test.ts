import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oneAtATime, pauseAfter, Sender, type Send } from '../src/outbox/sender';
import { Store } from '../src/outbox/store';
import { body, read } from '../src/outbox/transport';
import { callTaken, placeTaken, takenOf } from '../src/outbox/taken';
import type { Entry, Sent } from '../src/outbox/types';

let store: Store;
let count = 0;
const ME = '7';

const entry = (client_key: string, order = '', user = ME) => ({
  client_key, user, kind: 'verify', order, payload: { text: client_key }, created_at: new Date('2026-11-21T02:00:00Z'),
  photos: [{ name: 'photos-a.jpg', type: 'image/jpeg', data: new Uint8Array([1, 2, 3]).buffer }],
});

/** A server that remembers keys, as ours does: the first answer to a key is given again. */
class Server {
  effects: string[] = [];
  answers = new Map<string, Sent>();
  loseAnswers = 0;
  behaviour: (entry: Entry) => Sent | null = () => null;
  send: Send = async (one) => {
    const special = this.behaviour(one);
    if (special) return special;
    if (!this.answers.has(one.client_key)) {
      this.effects.push(one.client_key);
      this.answers.set(one.client_key, { outcome: 'answer', answer: { client_key: one.client_key, result: 'done', message: '', order: one.order } });
    }
    if (this.loseAnswers-- > 0) throw new TypeError('network');
    return this.answers.get(one.client_key)!;
  };
}

beforeEach(async () => { store = await Store.open(`test-${(count += 1)}`); });
afterEach(() => store.close());

describe('outbox', () => {
  it('sends in the order of making and frees photos once answered', async () => {
    const server = new Server();
    for (const key of ['a', 'b', 'c']) await store.add(entry(key));
    const round = await new Sender(store, ME, server.send).flush();
    expect(server.effects).toEqual(['a', 'b', 'c']);
    expect(round).toEqual({ sent: 3, stopped: null, waiting: 0, nextAt: null });
    const after = await store.list(ME);
    expect(after.map((one) => one.state)).toEqual(['done', 'done', 'done']);
    expect(after.every((one) => one.photos.length === 0)).toBe(true);
  });

  it('has one effect when the answer is lost and the entry is sent again', async () => {
    const server = new Server();
    server.loseAnswers = 1;
    await store.add(entry('a'));
    const sender = new Sender(store, ME, server.send);
    expect((await sender.flush())?.stopped).toBe('network');
    expect((await store.list(ME))[0]?.state).toBe('queued');
    expect((await sender.flush(true))?.sent).toBe(1);
    expect(server.effects).toEqual(['a']);
  });

  it('goes on after a crash in the middle of sending', async () => {
    const server = new Server();
    await store.add(entry('a'));
    await store.change('a', { state: 'sending' });
    await new Sender(store, ME, server.send).flush();
    expect((await store.list(ME))[0]?.state).toBe('done');
    expect(server.effects).toEqual(['a']);
  });

  it('keeps everything without a network, with growing pauses', async () => {
    let now = 1_000_000;
    const server = new Server();
    server.behaviour = () => ({ outcome: 'network' });
    await store.add(entry('a'));
    await store.add(entry('b'));
    const sender = new Sender(store, ME, server.send, oneAtATime(), () => now);
    const first = await sender.flush();
    expect(first).toMatchObject({ sent: 0, stopped: 'network', waiting: 2 });
    expect((await store.list(ME))[0]).toMatchObject({ attempts: 1, next_at: now + 5000 });
    expect(pauseAfter(1)).toBe(5000);
    expect(pauseAfter(20)).toBe(300_000);
    server.behaviour = () => null;
    now += 6000;
    expect(await sender.flush()).toMatchObject({ sent: 2, waiting: 0 });
  });

  it('a later step of an order never overtakes an earlier one; other orders go on', async () => {
    const server = new Server();
    server.behaviour = (one) => (one.client_key === 'a1' ? { outcome: 'later' } : null);
    await store.add(entry('a1', 'A'));
    await store.add(entry('a2', 'A'));
    await store.add(entry('b1', 'B'));
    const sender = new Sender(store, ME, server.send);
    await sender.flush();
    expect(server.effects).toEqual(['b1']);
    server.behaviour = () => null;
    await sender.flush(true);
    expect(server.effects).toEqual(['b1', 'a1', 'a2']);
  });

  it('what gets through ends the pauses of what waited for the network', async () => {
    const server = new Server();
    let now = 1_000_000;
    await store.add(entry('a', 'A'));
    const sender = new Sender(store, ME, server.send, oneAtATime(), () => now);
    server.behaviour = () => ({ outcome: 'network' });
    for (let tries = 0; tries < 5; tries += 1) await sender.flush(true);
    await store.add(entry('b', 'B'));
    server.behaviour = () => null;
    now += 1_000;
    expect(await sender.flush()).toMatchObject({ sent: 2, waiting: 0 });
    expect(server.effects).toEqual(['b', 'a']);
  });

  it('an expired login stops the round, loses nothing and costs no pause', async () => {
    const server = new Server();
    server.behaviour = () => ({ outcome: 'login' });
    await store.add(entry('a'));
    const sender = new Sender(store, ME, server.send);
    expect((await sender.flush())?.stopped).toBe('login');
    expect((await store.list(ME))[0]).toMatchObject({ state: 'queued', attempts: 0 });
  });

  it('shows what the server said and keeps the photos of what it refused', async () => {
    await store.add(entry('a', 'A'));
    const say: Send = async (one) => ({ outcome: 'answer', answer: { client_key: one.client_key, result: 'refused', message: '已派给城管局', order: 'A' } });
    await new Sender(store, ME, say).flush();
    const [one] = await store.list(ME);
    expect(one).toMatchObject({ state: 'refused', message: '已派给城管局' });
    expect(one?.photos).toHaveLength(1);
  });

  it('a double press makes one entry; an unanswered entry cannot be dismissed', async () => {
    await store.add(entry('a'));
    await store.add(entry('a'));
    expect(await store.list(ME)).toHaveLength(1);
    expect(await store.dismiss('a')).toBe(false);
    await store.change('a', { state: 'done' });
    expect(await store.dismiss('a')).toBe(true);
    expect(await store.list(ME)).toHaveLength(0);
  });

  it("never sends another person's entries, and forgets only their kept lists", async () => {
    const server = new Server();
    await store.add(entry('theirs', '', '8'));
    await store.keep('8:today', 'list');
    await store.keep('7:today', 'mine');
    await store.forgetOthers(ME);
    await new Sender(store, ME, server.send).flush();
    expect(server.effects).toEqual([]);
    expect(await store.list('8')).toHaveLength(1);
    expect(await store.kept('8:today')).toBeNull();
    expect(await store.kept('7:today')).toBe('mine');
  });

  it('two rounds at once: one works, the other steps back', async () => {
    const server = new Server();
    await store.add(entry('a'));
    const sender = new Sender(store, ME, server.send);
    const both = await Promise.all([sender.flush(), sender.flush()]);
    expect(both.filter((round) => round === null)).toHaveLength(1);
    expect(server.effects).toEqual(['a']);
  });

  it('what is kept while a round is under way is sent by the round that waits for it', async () => {
    const server = new Server();
    const sender = new Sender(store, ME, server.send);
    const first = sender.flush(true);
    await store.add(entry('late'));
    const [, round] = await Promise.all([first, sender.flush(true, true)]);
    expect(round?.waiting).toBe(0);
    expect(server.effects).toEqual(['late']);
  });
});

describe('transport', () => {
  const one = { ...entry('a', 'A'), created_at: '2026-11-21T02:00:00.000Z', sequence: 1, state: 'queued', attempts: 0, next_at: 0, message: '' } as Entry;
  const json = (status: number, data: unknown) => new Response(JSON.stringify(data), { status, headers: { 'Content-Type': 'application/json' } });

  it('packs the entry and its photos', () => {
    const form = body(one);
    expect(JSON.parse(String(form.get('entry')))).toEqual({
      client_key: 'a', user: ME, kind: 'verify', order: 'A', payload: { text: 'a' }, created_at: '2026-11-21T02:00:00.000Z',
    });
    expect(form.getAll('photos')).toHaveLength(1);
  });

  it('reads each kind of answer', async () => {
    const answer = { client_key: 'a', result: 'noted', message: '已作为补充', order: 'A' };
    expect(await read(json(200, answer), one)).toEqual({ outcome: 'answer', answer });
    expect(await read(json(403, {}), one)).toEqual({ outcome: 'login' });
    expect(await read(json(500, {}), one)).toEqual({ outcome: 'later' });
    expect(await read(json(429, {}), one)).toEqual({ outcome: 'later' });
    expect(await read(new Response('<html>hotel</html>', { status: 200 }), one)).toEqual({ outcome: 'later' });
    expect(await read(json(200, { ...answer, client_key: 'other' }), one)).toEqual({ outcome: 'later' });
    expect(await read(json(422, { message: '缺理由' }), one)).toMatchObject({ outcome: 'answer', answer: { result: 'refused', message: '缺理由' } });
  });
});

describe('what this phone already did', () => {
  const made = (changes: Partial<Entry>): Entry => ({
    ...entry('k', 'A'), kind: 'verify_true', payload: { seq: '4' }, created_at: '', sequence: 1, state: 'queued', attempts: 0, next_at: 0, message: '', ...changes,
  });

  it('a step on its way counts whatever the page shows', () => {
    expect(takenOf([made({})], { order: 'A', seq: 9 })).not.toBeNull();
    expect(takenOf([made({ state: 'sending' })], { order: 'A', seq: 4 })).not.toBeNull();
    expect(takenOf([made({})], { order: 'B', seq: 4 })).toBeNull();
  });

  it('a step that arrived counts only on a page older than it', () => {
    expect(takenOf([made({ state: 'done' })], { order: 'A', seq: 4 })).not.toBeNull();
    expect(takenOf([made({ state: 'done' })], { order: 'A', seq: 6 })).toBeNull();
  });

  it('what was refused, and a note, leave the buttons', () => {
    expect(takenOf([made({ state: 'refused' })], { order: 'A', seq: 4 })).toBeNull();
    expect(takenOf([made({ kind: 'note' })], { order: 'A', seq: 4 })).toBeNull();
  });

  it('a step of a call is taken once', () => {
    const one = made({ kind: 'call_received', payload: { call: '12' } });
    expect(callTaken([one], 'call_received', '12')).not.toBeNull();
    expect(callTaken([one], 'call_arrived', '12')).toBeNull();
  });

  it('a place of a campaign is looked at once; one that was refused can be looked at again', () => {
    const one = made({ kind: 'place_seen', payload: { check: '7' } });
    expect(placeTaken([one], '7')).not.toBeNull();
    expect(placeTaken([one], '8')).toBeNull();
    expect(placeTaken([{ ...one, state: 'refused' }], '7')).toBeNull();
  });

  it('a refused entry is sent again as it is, with its photos', async () => {
    await store.add(entry('a'));
    await store.change('a', { state: 'refused', message: '不在您的格里' });
    expect(await store.again('a')).toBe(true);
    expect(await store.get('a')).toMatchObject({ state: 'queued', message: '' });
    expect((await store.get('a'))?.photos).toHaveLength(1);
    expect(await store.again('a')).toBe(false);
  });
});
