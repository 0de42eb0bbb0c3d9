import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Guard } from '@vigil/events';
import { exchangeOf } from '../http-server/exchange-of.ts';
import { watchChannel, type Stop } from '../watch-channel.ts';
import type { MiddlewareObserver } from './middleware-observer.ts';

/** The hooks that a request waits for before it is answered. All are given the request first and their callback last. */
const HOOKS = ['onRequest', 'preParsing', 'preValidation', 'preHandler', 'preSerialization', 'onSend'] as const;
type HookName = (typeof HOOKS)[number];
type Hook = (this: unknown, ...args: unknown[]) => unknown;
type Hooked = Partial<Record<HookName, Hook | Hook[]>> & { handler: Hook };

/** A step on its way; told inside the guard, which answers nothing. */
interface Telling<Opened> {
  opened?: Opened;
}

/**
 * Watches the hooks and handlers that a request passes through in Fastify. There is no channel of hooks: they are wrapped as
 * they are added to an instance, and those of a route when it is made.
 */
export function watchFastifyHooks<Opened>(observer: MiddlewareObserver<Opened>, guard: Guard): Stop {
  const begin = guard('fastify:hook', (telling: Telling<Opened>, { raw }: { raw: IncomingMessage }, kind: string, name: string) => {
    const exchange = exchangeOf(raw);
    if (exchange !== undefined) telling.opened = observer.begin(exchange, { framework: 'fastify', kind, name, route: exchange.route });
  });
  const end = guard('fastify:hook-end', (telling: Telling<Opened>, error: unknown) => {
    if (telling.opened !== undefined) observer.end(telling.opened, error);
    delete telling.opened;
  });
  const wrap = (kind: string, hook: Hook): Hook => asWritten(hook, function runStep(this: unknown, ...args: unknown[]) {
    const telling: Telling<Opened> = {};
    begin(telling, args[0] as { raw: IncomingMessage }, kind, hook.name);
    return run(hook, this, args, (error) => end(telling, error));
  });
  return watchChannel<{ fastify: FastifyInstance }>('fastify.initialization', guard, ({ fastify }) => {
    const add = fastify.addHook as (name: string, hook: Hook) => FastifyInstance;
    Object.assign(fastify, {
      addHook(this: FastifyInstance, name: string, hook: Hook) {
        return add.call(this, name, HOOKS.includes(name as HookName) && typeof hook === 'function' ? wrap(name, hook) : hook);
      },
    });
    add.call(fastify, 'onRoute', ((route: RouteOptions) => wrapRoute(route as unknown as Hooked, wrap)) as Hook);
  });
}

function wrapRoute(route: Hooked, wrap: (kind: string, hook: Hook) => Hook): void {
  for (const name of HOOKS) {
    const hooks = route[name];
    if (typeof hooks === 'function') route[name] = wrap(name, hooks);
    else if (Array.isArray(hooks)) route[name] = hooks.map((hook) => wrap(name, hook));
  }
  route.handler = wrap('handler', route.handler);
}

/** Calls the hook as Fastify would, and tells its end: by callback, by promise, or when it returns. */
function run(hook: Hook, self: unknown, args: unknown[], end: (error: unknown) => void): unknown {
  const done = args.at(-1);
  if (typeof done === 'function') {
    args[args.length - 1] = (...answer: unknown[]): unknown => {
      end(answer[0] ?? undefined);
      return (done as Hook)(...answer);
    };
  }
  try {
    const result = hook.apply(self, args);
    if (isPromise(result)) return result.then((value) => (end(undefined), value), (error: unknown) => { end(error); throw error; });
    if (typeof done !== 'function' || hook.length < args.length) end(undefined);
    return result;
  } catch (error) {
    end(error);
    throw error;
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | undefined)?.then === 'function';
}

/** Fastify asks a hook for its number of parameters and whether it is an async function. */
function asWritten(hook: Hook, step: Hook): Hook {
  const same = hook.constructor.name === 'AsyncFunction' ? async function runAsyncStep(this: unknown, ...args: unknown[]) { return step.apply(this, args); } : step;
  return Object.defineProperties(same, { length: { value: hook.length }, name: { value: hook.name } }) as Hook;
}
